/* Scanner of tags that tolerates incomplete ones, for texts that are being typed. */
#ifndef VML_TAGS_H
#define VML_TAGS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum vml_tag_kind {
	VML_TAG_NONE,  /* no more tags */
	VML_TAG_START, /* also of an empty element */
	VML_TAG_END,
	VML_TAG_OTHER /* comment, CDATA, instruction, declaration */
} vml_tag_kind;

/* A tag that may be incomplete; offsets. */
typedef struct vml_tag {
	vml_tag_kind kind;
	size_t start;	       /* of '<' */
	size_t name, name_end; /* [name, name_end), may be empty */
	size_t end;  /* after '>'; of the next '<' or the end of the text if there is none */
	bool empty;  /* <name/> */
	bool closed; /* it has its '>' */
} vml_tag;

/* An attribute of a start tag that may be incomplete; offsets. */
typedef struct vml_typed_attr {
	size_t name, name_end;
	size_t value, value_end; /* between the quotes; both the end of the name without "=" */
	size_t end;		 /* after the attribute */
	char quote;		 /* 0: the value has none */
	bool has_equals, closed; /* it has "="; the value has its end quote */
} vml_typed_attr;

/* Find the next tag at or after *pos, which is moved after it. */
vml_tag_kind vml_next_tag(const char *bytes, size_t len, size_t *pos, vml_tag *ret);

/* Find the next attribute of a start tag at or after *pos, which is moved after it. */
bool vml_next_attr(const char *bytes, const vml_tag *tag, size_t *pos, vml_typed_attr *ret);

/* Return true if [start, end) of the bytes is `text`. */
bool vml_bytes_are(const char *bytes, size_t start, size_t end, const char *text);

#endif
