/* A small scanner that finds the tags in XML bytes; it validates nothing. */
#ifndef VML_SCAN_H
#define VML_SCAN_H

#include <stdbool.h>
#include <stddef.h>

typedef struct vml_scanner {
	const char *bytes;
	size_t len, pos; /* pos: where the next token is looked for */
} vml_scanner;

typedef enum vml_token_kind {
	VML_TOKEN_NONE,	 /* no complete tag up to the end of the bytes */
	VML_TOKEN_START, /* <name ...> or <name .../> */
	VML_TOKEN_END	 /* </name> */
} vml_token_kind;

typedef struct vml_token {
	vml_token_kind kind;
	size_t start;	 /* of '<' */
	size_t name_end; /* behind the name */
	size_t end;	 /* behind '>' */
	size_t stray;	 /* of a blank between '/' and '>' ("/ >"), else 0 */
	bool empty;	 /* <name/> */
} vml_token;

/**
 * Find the next tag; comments, CDATA, processing instructions and declarations
 * are passed over.
 *
 * The bytes must be in an encoding whose markup is ASCII (UTF-8, Latin-1 ...).
 * They need not be well-formed: the scanner then finds something, and never
 * reads outside them.
 *
 * @return the token's kind; with VML_TOKEN_NONE scanner->pos is where a tag may
 *         begin that the bytes do not hold completely, so that the scan can go
 *         on there once more bytes were appended
 */
vml_token_kind vml_scan(vml_scanner *scanner, vml_token *ret);

/* The bytes of an attribute: name='value'. */
typedef struct vml_attr_span {
	size_t lead;		 /* of the blanks before the name */
	size_t name, name_end;	 /* the name */
	size_t value, value_end; /* between the quotes */
	size_t end;		 /* behind the closing quote */
	char quote;
} vml_attr_span;

/**
 * Step through the attributes of a start tag.
 *
 * @param pos in: where to go on, at first token.name_end; out: behind the attribute
 * @param end the tag's end
 * @return false where there are no more
 */
bool vml_scan_attr(const char *bytes, size_t *pos, size_t end, vml_attr_span *ret);

/* XML's white space. */
static inline bool vml_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

#endif
