/* Renderer: converts operations on the tree into edits of the document's bytes. */
#ifndef VML_RENDER_H
#define VML_RENDER_H

#include "doc.h"

/*
 * Convert operations into edits.
 *
 * Returns *ret_n edits in the document's arena, sorted by position; NULL with *ret_n 0 if
 * `ops` is NULL or the byte map does not have an element.
 */
const vml_edit *vml_render(vml_doc *doc, const vml_op *ops, size_t *ret_n);

/*
 * Return the sibling after which an addition is inserted; NULL if the parent has no child
 * elements. A child of <domain> is inserted where libvirt would print it.
 */
const xmlNode *vml_op_place(const vml_op *op);

/* Sort edits by position, keeping the order of insertions at the same position. */
void vml_sort_edits(vml_edit *edits, size_t n);

/*
 * Return a line per changed or added element with its XML after the edits, and per removed
 * element with "remove" and its start tag.
 *
 * Returns *ret_n strings in the document's arena; NULL with *ret_n 0 if there are no edits.
 */
const char *const *vml_render_preview(vml_doc *doc, const vml_op *ops, size_t *ret_n);

#endif
