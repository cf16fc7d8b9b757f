/*
 * Suggestions: find the name that the user probably meant by an unknown name. A part is an element
 * or attribute; a frame is an element that is being checked (walk.h).
 */
#ifndef VML_SUGGESTION_H
#define VML_SUGGESTION_H

#include "walk.h"

typedef enum vml_suggestion_kind {
	VML_SUGGEST_NOTHING,
	VML_SUGGEST_NAME,      /* a misspelling of `name` */
	VML_SUGGEST_PARENT,    /* the part belongs in an element called `name` */
	VML_SUGGEST_ATTRIBUTE, /* the part should be an attribute of an element called `name` */
	VML_SUGGEST_ELEMENT    /* the part should be a child of an element called `name` */
} vml_suggestion_kind;

typedef struct vml_suggestion {
	vml_suggestion_kind kind;
	const char *name;
	/* VML_SUGGEST_NAME: another name that is as similar; NULL: none */
	const char *other;
	/*
	 * VML_SUGGEST_PARENT: the element called `name` in the document; NULL if the document has
	 * none
	 */
	const xmlNode *node;
	/* VML_SUGGEST_NAME: libvirt rejects the domain because `name` is missing */
	bool required;
	/* there is no other candidate, and the correction changes nothing else */
	bool certain;
} vml_suggestion;

/*
 * Return true if another variant of the frame's element (grammar.h) has an attribute or child
 * called `name`, or may have one because the variant of an ancestor is undecided.
 *
 * what: VML_GRAMMAR_ATTRIBUTE or VML_GRAMMAR_CHILD
 */
bool vml_is_in_variant(const vml_frame *frame, unsigned char what, const char *name);

/*
 * Find what was probably meant by an unknown child of frame->node. ret: always set; its kind is
 * VML_SUGGEST_NOTHING if nothing was found
 */
void vml_suggest_element(
	vml_checker *checker, const vml_frame *frame, const xmlNode *child, vml_suggestion *ret);

/* Same as vml_suggest_element(), for an unknown attribute of frame->node. */
void vml_suggest_attribute(
	vml_checker *checker, const vml_frame *frame, const xmlAttr *attr, vml_suggestion *ret);

#endif
