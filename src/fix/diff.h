/* Unified diffs of known changes. */
#ifndef VML_DIFF_H
#define VML_DIFF_H

#include "piece_table.h"

/* Text for the header of the hunk that contains a byte of the original. */
typedef struct vml_diff_note {
	size_t byte;	  /* offset in the original */
	const char *text; /* borrowed; a rule id */
} vml_diff_note;

/*
 * Append a unified diff with three lines of context, as patch(1) and git apply accept it.
 *
 * name: the file's name, printed after a/ and b/, or after a and b if it is absolute
 * bytes, len: the original
 * changes: sorted, not overlapping; without any, nothing is appended
 * notes: in any order; equal texts are printed once, after the @@ of their hunk
 */
void vml_diff(vml_buffer *out, const char *name, const char *bytes, size_t len,
	const vml_change *changes, size_t n_changes, const vml_diff_note *notes, size_t n_notes);

#endif
