/* Location of the cursor in XML that need not be well-formed, found by a scan of the tags. */
#ifndef VML_LOCATE_H
#define VML_LOCATE_H

#include <libxml/tree.h>

#include <stdbool.h>
#include <stddef.h>

typedef enum vml_place_kind {
	/*
	 * in a comment or processing instruction, or at another location that allows no insertion
	 */
	VML_PLACE_NONE,
	VML_PLACE_TEXT,	   /* text between tags */
	VML_PLACE_ELEMENT, /* the name in a start tag */
	VML_PLACE_END_TAG, /* the name in an end tag */
	/* the name of an attribute, or whitespace in a tag where one may begin */
	VML_PLACE_ATTRIBUTE,
	VML_PLACE_VALUE /* the value of an attribute */
} vml_place_kind;

/* Syntactic element at the cursor. All offsets are byte offsets in the text. */
typedef struct vml_place {
	vml_place_kind kind;
	/* range of the name, of the value without quotes, or of the text without whitespace */
	size_t from, to;
	size_t name, name_end; /* VML_PLACE_VALUE: range of the attribute's name */
	char quote;	       /* VML_PLACE_VALUE: the opening quote; 0 if it is missing */
	bool closed;	       /* the value has its closing quote, or the end tag has its '>' */
	/*
	 * completion inserts only the name: more of the tag follows on the line, or "=" after the
	 * name of an attribute
	 */
	bool complete;
	/* range of the name, with prefix, in the start tag of the element around the cursor */
	size_t open, open_end;
	bool ended; /* `element` has an end tag */
	/*
	 * The element of the tag that contains the cursor, if any; else the element around the
	 * cursor. It has one child for each different name among its children in the text. Its
	 * ancestors and attributes are those in the text, except for the attribute at the cursor.
	 * NULL outside of the root element.
	 */
	xmlNode *element;
	xmlDoc *tree; /* owns `element` */
} vml_place;

/*
 * Find what is at the cursor. Linear in `len`.
 *
 * bytes, len: the text; used during the call only
 * cursor: byte offset in the text
 * ret: the caller frees it with vml_place_free()
 */
void vml_place_find(const char *bytes, size_t len, size_t cursor, vml_place *ret);

/* Free the elements of a place. */
void vml_place_free(vml_place *place);

#endif
