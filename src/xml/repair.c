/* Repair of malformed XML: runs the passes and merges their edits. */
#include "repair.h"

#include "charset.h"
#include "repairer.h"
#include "scan.h"

#include <stdlib.h>
#include <string.h>

/*
 * Return the array, with doubled capacity if it was full.
 *
 * n: number of elements in use
 * max: capacity in elements, updated
 * size: size of an element in bytes
 */
static void *grown(void *array, size_t n, size_t *max, size_t size)
{
	if (n < *max)
		return array;
	*max = *max ? 2 * *max : 16;
	return vml_realloc(array, *max * size);
}

void vml_repair_edit(vml_repairer *r, size_t start, size_t end, const char *text)
{
	r->edits = grown(r->edits, r->n_edits, &r->max_edits, sizeof(*r->edits));
	r->edits[r->n_edits++] =
		(vml_edit){ .start = start, .end = end, .text = text, .len = strlen(text) };
}

void vml_repair_error(vml_repairer *r, size_t at, const char *message, const char *hint)
{
	vml_repair *repair = r->repair;

	if (repair->n_errors == VML_SYNTAX_ERRORS_MAX) {
		r->failed = true;
		return;
	}
	repair->errors =
		grown(repair->errors, repair->n_errors, &r->max_errors, sizeof(*repair->errors));
	repair->errors[repair->n_errors++] =
		(vml_syntax_error){ .byte = vml_piece_table_origin(&repair->pieces, at),
			.message = message,
			.hint = hint };
}

void vml_repair_doubt(vml_repairer *r, size_t at)
{
	vml_repair *repair = r->repair;

	repair->doubts =
		grown(repair->doubts, repair->n_doubts, &r->max_doubts, sizeof(*repair->doubts));
	repair->doubts[repair->n_doubts++] = at;
}

vml_repair_mark vml_repair_now(const vml_repairer *r)
{
	return (vml_repair_mark){ .n_edits = r->n_edits,
		.n_errors = r->repair->n_errors,
		.n_doubts = r->repair->n_doubts };
}

void vml_repair_undo(vml_repairer *r, vml_repair_mark mark)
{
	r->n_edits = mark.n_edits;
	r->repair->n_errors = mark.n_errors;
	r->repair->n_doubts = mark.n_doubts;
}

bool vml_repair_spend(vml_repairer *r, size_t n)
{
	if (n > r->budget)
		r->failed = true;
	else
		r->budget -= n;
	return !r->failed;
}

bool vml_repair_at(const vml_repairer *r, size_t at, const char *text)
{
	size_t n = strlen(text);

	return at <= r->limit && r->limit - at >= n && !memcmp(r->bytes + at, text, n);
}

size_t vml_repair_skip(const vml_repairer *r, size_t at)
{
	while (at < r->limit && vml_is_blank(r->bytes[at]))
		at++;
	return at;
}

bool vml_repair_starts_name(char c)
{
	unsigned char u = (unsigned char)c;

	return (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || u == '_' || u == ':' ||
		u >= 0x80;
}

bool vml_repair_in_name(char c)
{
	return vml_repair_starts_name(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

/* Apply the edits of a pass; the result is the text for the next pass. */
static void apply(vml_repairer *r)
{
	vml_buffer next = { 0 };
	size_t at = 0, limit = r->limit;

	for (size_t i = 0; i < r->n_edits; i++) {
		const vml_edit *edit = &r->edits[i];

		vml_buffer_add(&next, r->bytes + at, edit->start - at);
		vml_buffer_add(&next, edit->text, edit->len);
		at = edit->end;
		/*
		 * convert r->limit to an offset in the new text: the edits of the first pass only
		 * delete text, and the limit is not used after the second pass
		 */
		if (edit->start < r->limit)
			limit -= edit->end - edit->start;
	}
	vml_buffer_add(&next, r->bytes + at, r->len - at);
	vml_buffer_add(&next, "", 1);
	next.len--;
	vml_piece_table_apply(&r->repair->pieces, r->edits, r->n_edits);
	vml_buffer_free(&r->repair->text);
	r->repair->text = next;
	r->bytes = next.bytes;
	r->len = next.len;
	r->limit = limit;
	r->n_edits = 0;
}

/*
 * Convert the offsets of doubts: from the text before the edits of this pass to the text after
 * them.
 */
static void move_doubts(vml_repairer *r)
{
	size_t i = 0, added = 0, removed = 0;

	for (size_t k = 0; k < r->repair->n_doubts; k++) {
		size_t *doubt = &r->repair->doubts[k];

		for (; i < r->n_edits && r->edits[i].start < *doubt; i++) {
			added += r->edits[i].len;
			removed += r->edits[i].end - r->edits[i].start;
		}
		*doubt = *doubt + added - removed;
	}
}

static int by_byte(const void *a, const void *b)
{
	const vml_syntax_error *x = a, *y = b;

	return (x->byte > y->byte) - (x->byte < y->byte);
}

bool vml_repair_slice(vml_arena *arena, const vml_slice *slice, vml_repair *ret)
{
	vml_repairer r = { .arena = arena,
		.repair = ret,
		.bytes = slice->bytes,
		.len = slice->len,
		.limit = slice->len,
		.budget = 16 * slice->len + 4096 };

	*ret = (vml_repair){ .consumed = slice->len };
	vml_piece_table_init(&ret->pieces, slice->len);
	if (vml_repair_layout(&r) && !r.failed) {
		apply(&r);
		vml_repair_tags(&r);
		if (!r.failed) {
			move_doubts(&r);
			apply(&r);
		}
	} else {
		r.failed = true;
	}
	free(r.edits);
	if (r.failed || !ret->n_errors)
		return false;
	qsort(ret->errors, ret->n_errors, sizeof(*ret->errors), by_byte);
	return true;
}

void vml_repair_free(vml_repair *repair)
{
	vml_piece_table_free(&repair->pieces);
	vml_buffer_free(&repair->text);
	free(repair->errors);
	free(repair->doubts);
	*repair = (vml_repair){ 0 };
}
