/* Scanner of tags that tolerates incomplete ones, for text that is being typed. */
#ifndef VML_TAGS_H
#define VML_TAGS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum vml_tag_kind {
	VML_TAG_NONE,  /* no more tags */
	VML_TAG_START, /* start tag of an element with content, or tag of an empty element */
	VML_TAG_END,
	VML_TAG_OTHER /* comment, CDATA section, processing instruction, declaration */
} vml_tag_kind;

/* A tag that may be incomplete. All offsets are byte offsets in the text. */
typedef struct vml_tag {
	vml_tag_kind kind;
	size_t start;	       /* offset of '<' */
	size_t name, name_end; /* [name, name_end); may be empty */
	/* offset after '>'; if '>' is missing: of the next '<' or of the end of the text */
	size_t end;
	bool empty;  /* <name/> */
	bool closed; /* the tag has its '>' */
} vml_tag;

/* An attribute of a start tag, which may be incomplete. All offsets are those in the text. */
typedef struct vml_typed_attr {
	size_t name, name_end;
	/* range of the value without quotes; if there is no "=", both are the end of the name */
	size_t value, value_end;
	size_t end; /* offset after the attribute */
	char quote; /* 0: the value has none */
	/* has_equals: it has "="; closed: the value has its closing quote */
	bool has_equals, closed;
} vml_typed_attr;

/*
 * Find the next tag that begins at or after byte offset *pos, and set *pos to the end of the tag.
 *
 * ret: set to the tag; if there are no more tags, its kind is VML_TAG_NONE
 *
 * Returns ret->kind; if it is VML_TAG_NONE, *pos is unchanged.
 */
vml_tag_kind vml_next_tag(const char *bytes, size_t len, size_t *pos, vml_tag *ret);

/*
 * Find the next attribute of a start tag.
 *
 * pos: byte offset from which to search: tag->name_end for the first attribute; set to the offset
 * after the attribute
 *
 * Returns false, with *pos and *ret unchanged, if there are no more attributes.
 */
bool vml_next_attr(const char *bytes, const vml_tag *tag, size_t *pos, vml_typed_attr *ret);

/* Return true if the bytes [start, end) equal `text`. */
bool vml_bytes_are(const char *bytes, size_t start, size_t end, const char *text);

#endif
