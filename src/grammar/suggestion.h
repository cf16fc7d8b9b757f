/* Find the name that was probably meant by an unknown one. */
#ifndef VML_SUGGESTION_H
#define VML_SUGGESTION_H

#include "walk.h"

typedef enum vml_suggestion_kind {
	VML_SUGGEST_NOTHING,
	VML_SUGGEST_NAME,      /* a misspelling of `name` */
	VML_SUGGEST_PARENT,    /* it belongs in an element called `name` */
	VML_SUGGEST_ATTRIBUTE, /* it is an attribute of an element called `name` */
	VML_SUGGEST_ELEMENT    /* it is a child of an element called `name` */
} vml_suggestion_kind;

typedef struct vml_suggestion {
	vml_suggestion_kind kind;
	const char *name;
	const xmlNode *node; /* element of the document for VML_SUGGEST_PARENT, or NULL */
	bool required;	     /* libvirt rejects a domain without the name (VML_SUGGEST_NAME) */
	bool certain;	     /* it is the only candidate, and its correction changes nothing else */
} vml_suggestion;

/* Return true if another variant of frame->item has an attribute or child of that name. */
bool vml_is_in_variant(const vml_frame *frame, unsigned char what, const char *name);

/* Find the element that was probably meant by an unknown child of frame->node. */
void vml_suggest_element(
	vml_checker *checker, const vml_frame *frame, const xmlNode *child, vml_suggestion *ret);

/* Find the attribute that was probably meant by an unknown one of frame->node. */
void vml_suggest_attribute(
	vml_checker *checker, const vml_frame *frame, const xmlAttr *attr, vml_suggestion *ret);

#endif
