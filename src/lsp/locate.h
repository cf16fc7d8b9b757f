/* Location of the cursor in XML that need not be well-formed, found by a scan of the tags. */
#ifndef VML_LOCATE_H
#define VML_LOCATE_H

#include <libxml/tree.h>

#include <stdbool.h>
#include <stddef.h>

typedef enum vml_place_kind {
	VML_PLACE_NONE,	     /* in a comment or instruction, or where nothing can be inserted */
	VML_PLACE_TEXT,	     /* between tags */
	VML_PLACE_ELEMENT,   /* the name in a start tag */
	VML_PLACE_END_TAG,   /* the name in an end tag */
	VML_PLACE_ATTRIBUTE, /* the name of an attribute, or whitespace for one */
	VML_PLACE_VALUE	     /* the value of an attribute */
} vml_place_kind;

/* What is at the cursor. All offsets are those of the text. */
typedef struct vml_place {
	vml_place_kind kind;
	size_t from, to;       /* the name, the value between its quotes, or the trimmed text */
	size_t name, name_end; /* VML_PLACE_VALUE: the name of the attribute */
	char quote;	       /* VML_PLACE_VALUE: the opening quote; 0 if it is missing */
	bool closed;	       /* the value has its end quote, the end tag its '>' */
	bool complete;	       /* after the name follows the rest of a tag, or of an attribute */
	size_t open, open_end; /* name in the start tag around the cursor, with its prefix */
	bool ended;	       /* `element` has an end tag */
	/*
	 * The element of the tag, for attributes and values; else the element around the cursor,
	 * with one child for each name that its children have. NULL outside of the root element.
	 * Its ancestors and their attributes are those in the text; the attribute at the cursor is
	 * left out.
	 */
	xmlNode *element;
	xmlDoc *tree; /* owns `element` */
} vml_place;

/* Find what is at an offset; the caller frees *ret with vml_place_free(). Linear in `len`. */
void vml_place_find(const char *bytes, size_t len, size_t cursor, vml_place *ret);

/* Free the elements of a place. */
void vml_place_free(vml_place *place);

#endif
