/* Operations on the tree, rendered as edits of the document's bytes. */
#ifndef VML_RENDER_H
#define VML_RENDER_H

#include "doc.h"

/*
 * Render operations as edits.
 *
 * Returns edits in the document's arena, sorted by place; NULL where the document
 * cannot be edited or its byte map knows no places.
 */
const vml_edit *vml_render(vml_doc *doc, const vml_op *ops, size_t *ret_n);

/*
 * The element behind which an addition goes; NULL where its parent has no child. A
 * child of <domain> goes where libvirt would print it.
 */
const xmlNode *vml_op_place(const vml_op *op);

/* Sort edits by place; a stable sort, for insertions at one place keep their order. */
void vml_sort_edits(vml_edit *edits, size_t n);

/*
 * Each touched element as it stands after the edits, in one line; elements that go
 * are marked as such. Strings in the document's arena.
 */
const char *const *vml_render_preview(vml_doc *doc, const vml_op *ops, size_t *ret_n);

#endif
