/* Renderer: converts operations on the tree into edits of the document's bytes. */
#ifndef VML_RENDER_H
#define VML_RENDER_H

#include "doc.h"

/*
 * Convert operations into edits.
 *
 * Returns *ret_n edits in the document's arena, sorted by position. Returns NULL and sets *ret_n to
 * 0 if `ops` is NULL or the location of an element is unknown.
 */
const vml_edit *vml_render(vml_doc *doc, const vml_op *ops, size_t *ret_n);

/*
 * Return the element after which a VML_OP_ADD inserts the new child: in <domain>, the child after
 * which libvirt would print the new one; in other elements, op->after. If there is no such element,
 * return the last child element of the parent; NULL if the parent has none.
 */
const xmlNode *vml_op_place(const vml_op *op);

/* Sort edits by position; insertions at the same position keep their order. */
void vml_sort_edits(vml_edit *edits, size_t n);

/*
 * Return the lines of a preview: the new start tag of each changed element (the whole element if
 * its text is replaced), each added element, and "remove " with the start tag of each removed
 * element.
 *
 * Returns *ret_n strings in the document's arena. Returns NULL and sets *ret_n to 0 if vml_render()
 * returns NULL for `ops`.
 */
const char *const *vml_render_preview(vml_doc *doc, const vml_op *ops, size_t *ret_n);

#endif
