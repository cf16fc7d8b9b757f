/* Tag scanner: finds tags and attributes in XML bytes, without validation. */
#ifndef VML_SCAN_H
#define VML_SCAN_H

#include <stdbool.h>
#include <stddef.h>

/* State of a scan. */
typedef struct vml_scanner {
	const char *bytes;
	size_t len, pos; /* number of bytes; offset at which the next scan starts */
} vml_scanner;

/* Kind of a tag. */
typedef enum vml_token_kind {
	VML_TOKEN_NONE,	 /* no complete tag before the end of the bytes */
	VML_TOKEN_START, /* <name ...> or <name .../> */
	VML_TOKEN_END	 /* </name> */
} vml_token_kind;

/* A tag; offsets in the scanner's bytes. */
typedef struct vml_token {
	vml_token_kind kind;
	size_t start;	 /* offset of '<' */
	size_t name_end; /* offset after the name */
	size_t end;	 /* offset after '>' */
	size_t stray;	 /* offset of whitespace between '/' and '>' ("/ >"), else 0 */
	bool empty;	 /* <name/> */
} vml_token;

/**
 * Find the next tag; skips comments, CDATA sections, processing instructions and declarations.
 *
 * The bytes must be in an encoding whose markup is ASCII (UTF-8, Latin-1 ...). If they are not
 * well-formed, the result is unspecified, but the scanner never reads outside of them.
 *
 * Returns the token's kind. After VML_TOKEN_NONE, the other fields of *ret are undefined, and
 * scanner->pos is at the end or at a tag that may be incomplete: the scan can continue there after
 * the caller has appended bytes.
 */
vml_token_kind vml_scan(vml_scanner *scanner, vml_token *ret);

/* The bytes of an attribute, name='value', as offsets. */
typedef struct vml_attr_span {
	size_t lead;		 /* offset of the whitespace before the name */
	size_t name, name_end;	 /* [name, name_end) */
	size_t value, value_end; /* [value, value_end), between the quotes */
	size_t end;		 /* offset after the closing quote */
	char quote;
} vml_attr_span;

/**
 * Find the next attribute of a start tag.
 *
 * pos: where to start: name_end of the tag for the first attribute; set to the offset after the
 * attribute
 * end: offset after the tag
 *
 * Returns false if there are no more, or if the next one is malformed; *pos is then unchanged, and
 * *ret undefined.
 */
bool vml_scan_attr(const char *bytes, size_t *pos, size_t end, vml_attr_span *ret);

/* Return true for XML whitespace. */
static inline bool vml_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

#endif
