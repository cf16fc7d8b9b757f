/* Piece table: maps offsets in the edited text back to the original. */
#include "piece_table.h"

#include "arena.h"

#include <stdlib.h>
#include <string.h>

static void append(vml_piece_table *table, vml_piece piece)
{
	vml_piece *last = table->n ? &table->pieces[table->n - 1] : NULL;

	if (!piece.len)
		return;
	if (last && last->fresh == piece.fresh && last->start + last->len == piece.start) {
		last->len += piece.len;
		return;
	}
	piece.at = last ? last->at + last->len : 0;
	if (table->n == table->capacity) {
		table->capacity = table->capacity ? table->capacity * 2 : 16;
		table->pieces =
			vml_realloc(table->pieces, table->capacity * sizeof(*table->pieces));
	}
	table->pieces[table->n++] = piece;
}

void vml_piece_table_init(vml_piece_table *table, size_t len)
{
	*table = (vml_piece_table){ .original = len };
	append(table, (vml_piece){ .len = len });
}

void vml_piece_table_free(vml_piece_table *table)
{
	free(table->pieces);
	vml_buffer_free(&table->fresh);
	*table = (vml_piece_table){ 0 };
}

/* Position in the pieces that the table had before the edits. */
struct cursor {
	const vml_piece *pieces;
	size_t n, i, within; /* within: number of bytes of pieces[i] already processed */
};

/*
 * Advance by `len` bytes, at most to the end. Append the passed pieces to `to`; if `to` is NULL,
 * skip them.
 */
static void copy_or_skip(struct cursor *from, size_t len, vml_piece_table *to)
{
	while (len && from->i < from->n) {
		const vml_piece *piece = &from->pieces[from->i];
		size_t take = piece->len - from->within;

		if (take > len)
			take = len;
		if (to)
			append(to,
				(vml_piece){ .start = piece->start + from->within,
					.len = take,
					.fresh = piece->fresh });
		len -= take;
		from->within += take;
		if (from->within == piece->len) {
			from->i++;
			from->within = 0;
		}
	}
}

void vml_piece_table_apply(vml_piece_table *table, const vml_edit *edits, size_t n)
{
	struct cursor cursor = { .pieces = table->pieces, .n = table->n };
	vml_piece_table next = { .fresh = table->fresh, .original = table->original };
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		copy_or_skip(&cursor, edits[i].start - at, &next);
		copy_or_skip(&cursor, edits[i].end - edits[i].start, NULL);
		append(&next,
			(vml_piece){ .start = next.fresh.len, .len = edits[i].len, .fresh = true });
		vml_buffer_add(&next.fresh, edits[i].text, edits[i].len);
		at = edits[i].end;
	}
	copy_or_skip(&cursor, SIZE_MAX, &next);
	free(table->pieces);
	*table = next;
}

size_t vml_piece_table_origin(const vml_piece_table *table, size_t byte)
{
	size_t low = 0, high = table->n;
	const vml_piece *piece;

	/* find the last piece that starts at or before the byte */
	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (table->pieces[mid].at <= byte)
			low = mid;
		else
			high = mid;
	}
	if (low == high || byte >= table->pieces[low].at + table->pieces[low].len)
		return table->original;
	piece = &table->pieces[low];
	if (!piece->fresh)
		return piece->start + (byte - piece->at);
	/* new bytes map to the end of the original piece before them */
	while (piece > table->pieces && piece->fresh)
		piece--;
	return piece->fresh ? 0 : piece->start + piece->len;
}

vml_change *vml_piece_table_changes(const vml_piece_table *table, size_t *ret_n, vml_buffer *joined)
{
	vml_change *changes = vml_realloc(NULL, (table->n + 1) * sizeof(*changes));
	size_t n = 0, origin = 0, *starts = vml_realloc(NULL, (table->n + 1) * sizeof(*starts));
	size_t begun = joined->len;

	/* text pointers are set after this loop: the buffer may move while it grows */
	for (size_t i = 0; i <= table->n; i++) {
		/* i == n: an empty piece at the end of the original */
		vml_piece piece = { .start = table->original };

		if (i < table->n)
			piece = table->pieces[i];
		if (piece.fresh) {
			vml_buffer_add(joined, table->fresh.bytes + piece.start, piece.len);
			continue;
		}
		if (joined->len > begun || piece.start > origin) {
			starts[n] = begun;
			changes[n++] = (vml_change){
				.start = origin, .end = piece.start, .len = joined->len - begun
			};
			begun = joined->len;
		}
		origin = piece.start + piece.len;
	}
	for (size_t i = 0; i < n; i++)
		changes[i].text = changes[i].len ? joined->bytes + starts[i] : "";
	free(starts);
	*ret_n = n;
	return changes;
}
