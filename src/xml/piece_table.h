/* Piece table: the result of several rounds of edits, relative to the original text. */
#ifndef VML_PIECE_TABLE_H
#define VML_PIECE_TABLE_H

#include "buffer.h"

#include <vmlint/audit.h>

/* A range of the current text, either from the original or new. */
typedef struct vml_piece {
	size_t at;	   /* offset in the current text */
	size_t start, len; /* range in the original; if `fresh`, in vml_piece_table.fresh */
	bool fresh;
} vml_piece;

/* The current text as a sequence of pieces. */
typedef struct vml_piece_table {
	vml_piece *pieces;
	size_t n, capacity;
	vml_buffer fresh; /* the bytes of all new pieces */
	size_t original;  /* length of the original */
} vml_piece_table;

/* One difference: [start, end) of the original was replaced by `len` bytes of text. */
typedef struct vml_change {
	size_t start, end;
	const char *text;
	size_t len;
} vml_change;

/* Initialize for an unchanged text of `len` bytes; free with vml_piece_table_free(). */
void vml_piece_table_init(vml_piece_table *table, size_t len);

/* Apply edits, sorted, with offsets in the current text; their text is copied. */
void vml_piece_table_apply(vml_piece_table *table, const vml_edit *edits, size_t n);

/*
 * Return the offset in the original for an offset in the current text; inserted bytes have the
 * offset at which they were inserted.
 */
size_t vml_piece_table_origin(const vml_piece_table *table, size_t byte);

/*
 * Return all differences from the original, sorted; at least one unchanged byte is between two
 * differences.
 *
 * joined: the new text of the differences is appended to this buffer, which must outlive the result
 *
 * Returns an array of *ret_n elements, which the caller frees with free().
 */
vml_change *vml_piece_table_changes(
	const vml_piece_table *table, size_t *ret_n, vml_buffer *joined);

/* Free the contents of *table and reset it. */
void vml_piece_table_free(vml_piece_table *table);

#endif
