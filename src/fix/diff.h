/* Unified diffs out of known changes. */
#ifndef VML_DIFF_H
#define VML_DIFF_H

#include "piece_table.h"

/* A note for the header of the hunk that holds a byte of the original. */
typedef struct vml_diff_note {
	size_t byte;
	const char *text;
} vml_diff_note;

/*
 * Append a unified diff (three lines of context, as patch(1) and git apply take it).
 *
 * name: of the file, behind a/ and b/ where it is relative
 * changes: in order; none makes no diff
 * notes: in any order; each stands once behind the @@ of the hunk that it belongs to
 */
void vml_diff(vml_buffer *out, const char *name, const char *bytes, size_t len,
	const vml_change *changes, size_t n_changes, const vml_diff_note *notes, size_t n_notes);

#endif
