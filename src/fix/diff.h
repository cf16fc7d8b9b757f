/* Unified diffs of known changes. */
#ifndef VML_DIFF_H
#define VML_DIFF_H

#include "piece_table.h"

/* Text to print in the header of a hunk. */
typedef struct vml_diff_note {
	/* offset in the original; the text is printed for the hunk that contains it */
	size_t byte;
	const char *text; /* borrowed; a rule id */
} vml_diff_note;

/*
 * Append a unified diff with three lines of context, which patch(1) and git apply accept.
 *
 * name: the file's name, printed after a/ and b/, or after a and b if it is absolute
 * bytes, len: the original
 * changes: sorted, not overlapping; if there are none, nothing is appended
 * notes: in any order; equal texts are printed once per hunk, after @@
 */
void vml_diff(vml_buffer *out, const char *name, const char *bytes, size_t len,
	const vml_change *changes, size_t n_changes, const vml_diff_note *notes, size_t n_notes);

#endif
