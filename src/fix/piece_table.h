/* Several rounds of edits on one text, as edits of the text that there was at first. */
#ifndef VML_PIECE_TABLE_H
#define VML_PIECE_TABLE_H

#include "buffer.h"

#include <vmlint/vmlint.h>

/* A stretch of the text: of the original, or new. */
typedef struct vml_piece {
	size_t at;	   /* where it stands in the text as it is now */
	size_t start, len; /* in the original, or in the table's own bytes */
	bool fresh;
} vml_piece;

/* A text as a sequence of pieces. */
typedef struct vml_piece_table {
	vml_piece *pieces;
	size_t n, room;
	vml_buffer fresh; /* the bytes of all new pieces */
	size_t original;  /* length of the original */
} vml_piece_table;

/* One difference: [start, end) of the original became `len` bytes. */
typedef struct vml_change {
	size_t start, end;
	const char *text;
	size_t len;
} vml_change;

/* A text of `len` bytes, unchanged so far; vml_piece_table_free() releases it. */
void vml_piece_table_init(vml_piece_table *table, size_t len);

/* Apply edits, sorted by place, that count in the text as it is now. */
void vml_piece_table_apply(vml_piece_table *table, const vml_edit *edits, size_t n);

/* Where a byte of the text as it is now was, or would be, in the original. */
size_t vml_piece_table_origin(const vml_piece_table *table, size_t byte);

/*
 * All differences to the original, in order, apart from each other by at least a byte.
 * An array for free(); its texts belong to the table, or to `joined`, which the caller
 * releases.
 */
vml_change *vml_piece_table_changes(
	const vml_piece_table *table, size_t *ret_n, vml_buffer *joined);

/* Release what the table holds. */
void vml_piece_table_free(vml_piece_table *table);

#endif
