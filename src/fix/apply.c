/* Application of fixes: selects edits that do not conflict, and writes the result. */
#include "apply.h"

#include "conflicts.h"
#include "render.h"

#include <stdlib.h>
#include <string.h>

/*
 * Return `array`, which has n elements, after ensuring capacity for `more` further elements; it may
 * be moved. The capacity is not stored: it is the smallest power of two, at least 16, that is not
 * less than n. size: size of an element in bytes.
 */
static void *grow(void *array, size_t n, size_t more, size_t size)
{
	size_t capacity = 16;

	while (capacity < n)
		capacity *= 2;
	if (n && n + more <= capacity)
		return array;
	while (capacity < n + more)
		capacity *= 2;
	return vml_realloc(array, capacity * size);
}

static void choose(vml_patch *patch, const vml_finding *finding, const vml_edit *edits, size_t n)
{
	patch->edits = grow(patch->edits, patch->n_edits, n, sizeof(*patch->edits));
	memcpy(patch->edits + patch->n_edits, edits, n * sizeof(*edits));
	patch->n_edits += n;
	patch->fixed = grow(patch->fixed, patch->n_fixed, 1, sizeof(*patch->fixed));
	patch->starts = grow(patch->starts, patch->n_fixed, 1, sizeof(*patch->starts));
	patch->starts[patch->n_fixed] = edits[0].start;
	patch->fixed[patch->n_fixed++] = finding;
}

static void choose_all(vml_doc *doc, const vml_finding *const *findings, size_t n,
	vml_fix_level level, vml_patch *patch)
{
	vml_conflicts *conflicts = vml_conflicts_new(doc->slice.len);

	for (int severity = VML_ERROR; severity >= VML_INFO; severity--)
		for (size_t i = 0; i < n; i++) {
			const vml_finding *finding = findings[i];
			const vml_edit *edits;
			size_t n_edits;

			if ((int)finding->severity != severity || finding->level < level ||
				finding->level == VML_FIX_NONE)
				continue;
			edits = vml_render(doc, finding->ops, &n_edits);
			if (!n_edits || !vml_conflicts_fits(conflicts, edits, n_edits))
				continue;
			vml_conflicts_add(conflicts, edits, n_edits);
			choose(patch, finding, edits, n_edits);
		}
	vml_conflicts_free(conflicts);
}

void vml_apply(vml_doc *doc, const vml_finding *const *findings, size_t n, vml_fix_level level,
	vml_patch *ret)
{
	size_t at = 0;

	*ret = (vml_patch){ 0 };
	choose_all(doc, findings, n, level, ret);
	vml_sort_edits(ret->edits, ret->n_edits);
	for (size_t i = 0; i < ret->n_edits; i++) {
		const vml_edit *edit = &ret->edits[i];

		vml_buffer_add(&ret->bytes, doc->slice.bytes + at, edit->start - at);
		vml_buffer_add(&ret->bytes, edit->text, edit->len);
		at = edit->end;
	}
	vml_buffer_add(&ret->bytes, doc->slice.bytes + at, doc->slice.len - at);
}

void vml_patch_free(vml_patch *patch)
{
	vml_buffer_free(&patch->bytes);
	free(patch->edits);
	free(patch->fixed);
	free(patch->starts);
	*patch = (vml_patch){ 0 };
}
