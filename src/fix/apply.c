/* Choosing the edits that can live together, and writing the bytes between them. */
#include "apply.h"

#include "render.h"

#include <stdlib.h>
#include <string.h>

static bool same_attribute(const vml_op *a, const vml_op *b)
{
	return a->node == b->node && a->name && b->name && !strcmp(a->name, b->name);
}

/* A new text takes the place of all that an element holds, additions too. */
static bool replaces_content(const vml_op *a, const vml_op *b)
{
	return a->kind == VML_OP_TEXT && a->node == b->node &&
		(b->kind == VML_OP_ADD || b->kind == VML_OP_TEXT);
}

/*
 * Two findings that add an element of one name, be it with different attributes, such as
 * a <driver> for the cache mode and one for discards: the other finding waits, and
 * sets its attribute on the first one's element.
 */
static bool same_addition(const vml_op *a, const vml_op *b)
{
	size_t n;

	if (a->kind != VML_OP_ADD || b->kind != VML_OP_ADD || a->node != b->node)
		return false;
	n = strcspn(a->text, " />");
	return strcspn(b->text, " />") == n && !strncmp(a->text, b->text, n);
}

/* Whether both cannot be done: they overlap, or one lies within what the other replaces. */
static bool conflict(const vml_edit *a, const vml_edit *b)
{
	if (same_attribute(a->op, b->op) || same_addition(a->op, b->op) ||
		replaces_content(a->op, b->op) || replaces_content(b->op, a->op))
		return true;
	if (a->start == a->end && b->start == b->end)
		return false;
	if (a->start == a->end)
		return a->start > b->start && a->start < b->end;
	if (b->start == b->end)
		return b->start > a->start && b->start < a->end;
	return a->start < b->end && b->start < a->end;
}

static bool fits(const vml_patch *patch, const vml_edit *edits, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < patch->n_edits; j++)
			if (conflict(&edits[i], &patch->edits[j]))
				return false;
	return true;
}

static void choose(vml_patch *patch, const vml_finding *finding, const vml_edit *edits, size_t n)
{
	patch->edits = vml_realloc(patch->edits, (patch->n_edits + n) * sizeof(*patch->edits));
	memcpy(patch->edits + patch->n_edits, edits, n * sizeof(*edits));
	patch->n_edits += n;
	patch->fixed = vml_realloc(patch->fixed, (patch->n_fixed + 1) * sizeof(*patch->fixed));
	patch->fixed[patch->n_fixed++] = finding;
}

static void choose_all(vml_doc *doc, const vml_finding *const *findings, size_t n,
	vml_fix_level level, vml_patch *patch)
{
	for (int severity = VML_ERROR; severity >= VML_INFO; severity--)
		for (size_t i = 0; i < n; i++) {
			const vml_finding *finding = findings[i];
			const vml_edit *edits;
			size_t n_edits;

			if ((int)finding->severity != severity || finding->level < level ||
				finding->level == VML_FIX_NONE)
				continue;
			edits = vml_render(doc, finding->ops, &n_edits);
			if (n_edits && fits(patch, edits, n_edits))
				choose(patch, finding, edits, n_edits);
		}
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
	*patch = (vml_patch){ 0 };
}
