/* What an unknown name probably stands for. */
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
	const xmlNode *node; /* of VML_SUGGEST_PARENT: the element of the document, or NULL */
	bool required;	     /* of VML_SUGGEST_NAME: libvirt rejects a domain without it */
	bool certain;	     /* it is the only candidate, and its correction changes nothing else */
} vml_suggestion;

/* Return true if another variant of frame->item has an attribute or child of that name. */
bool vml_is_in_variant(const vml_frame *frame, unsigned char what, const char *name);

/* Find out what an unknown child of frame->node, or attribute of it, stands for. */
void vml_suggest_element(
	vml_checker *checker, const vml_frame *frame, const xmlNode *child, vml_suggestion *ret);
void vml_suggest_attribute(
	vml_checker *checker, const vml_frame *frame, const xmlAttr *attr, vml_suggestion *ret);

#endif
