/* Preview of fixes: the changed elements after the fix, one per line. */
#include "render.h"

#include "buffer.h"
#include "bytemap.h"
#include "context.h"
#include "secrets.h"

/* Return the index of the first edit that starts at or after `start`; edits are sorted. */
static size_t first_from(const vml_edit *edits, size_t n, size_t start)
{
	size_t low = 0;

	while (n > low) {
		size_t mid = low + (n - low) / 2;

		if (edits[mid].start < start)
			low = mid + 1;
		else
			n = mid;
	}
	return low;
}

/*
 * Return the bytes [start, end) of the document, with the edits in this range applied, and each
 * sequence of whitespace replaced by one space.
 */
static const char *patched(vml_doc *doc, size_t start, size_t end, const vml_edit *edits, size_t n)
{
	const char *bytes = vml_doc_shown(doc), *kept;
	vml_buffer out = { 0 }, flat = { 0 };
	size_t at = start;

	for (size_t i = first_from(edits, n, start); i < n && edits[i].start <= end; i++) {
		if (edits[i].end > end || edits[i].start < at)
			continue;
		vml_buffer_add(&out, bytes + at, edits[i].start - at);
		vml_buffer_add(&out, edits[i].text, edits[i].len);
		at = edits[i].end;
	}
	vml_buffer_add(&out, bytes + at, end - at);
	for (size_t i = 0; i < out.len; i++)
		if (!vml_is_blank(out.bytes[i]))
			vml_buffer_add(&flat, out.bytes + i, 1);
		else if (i + 1 < out.len && !vml_is_blank(out.bytes[i + 1]))
			vml_buffer_add(&flat, " ", 1);
	kept = vml_arena_strndup(doc->arena, flat.bytes, flat.len);
	vml_buffer_free(&out);
	vml_buffer_free(&flat);
	return kept;
}

const char *const *vml_render_preview(vml_doc *doc, const vml_op *ops, size_t *ret_n)
{
	size_t n_edits, count = 0, n = 0;
	const vml_edit *edits = vml_render(doc, ops, &n_edits);
	vml_index *shown = NULL;
	const char **lines;

	*ret_n = 0;
	if (!edits)
		return NULL;
	for (const vml_op *op = ops; op; op = op->next)
		count++;
	lines = vml_arena_alloc(doc->arena, count * sizeof(*lines));
	for (const vml_op *op = ops; op; op = op->next) {
		const vml_span *span = vml_span_of(doc, op->node);

		if (op->kind == VML_OP_ADD)
			lines[n++] = op->text;
		else if (op->kind == VML_OP_REMOVE) {
			vml_index_once(&shown, doc->arena, op->node);
			lines[n++] = vml_arena_printf(doc->arena, "remove %s",
				patched(doc, span->start, span->tag_end, edits, 0));
		} else if (!vml_index_once(&shown, doc->arena, op->node))
			lines[n++] = patched(doc, span->start,
				op->kind == VML_OP_TEXT ? span->end : span->tag_end, edits,
				n_edits);
	}
	*ret_n = n;
	return lines;
}
