/* Fixing a document until there is nothing left to fix. */
#ifndef VML_FIXPOINT_H
#define VML_FIXPOINT_H

#include "piece_table.h"

#include "doc.h"

/* One fix that was applied. */
typedef struct vml_fix_done {
	const vml_rule *rule;
	size_t byte; /* in the document's slice, as it was at first */
} vml_fix_done;

typedef struct vml_fixed {
	vml_piece_table pieces;
	vml_fix_done *done;
	size_t n_done;
	size_t n_left;	     /* findings with a fix that the level does not allow */
	const char *refused; /* why nothing was done although there are fixes, or NULL */
} vml_fixed;

/*
 * Apply all fixes of at least `level`, audit again, and so on to a fixed point.
 *
 * Each round is held against the oracle; where bytes and tree disagree, or fixes undo
 * each other, nothing is done and ret->refused says so.
 *
 * Returns 0, or -1 where the slice is no well-formed document, with *fault.
 */
int vml_fix_until_stable(vml_parser *parser, const vml_slice *slice, const vml_selection *selection,
	vml_fix_level level, vml_fixed *ret, vml_fault *fault);

/* Release it. */
void vml_fixed_free(vml_fixed *fixed);

#endif
