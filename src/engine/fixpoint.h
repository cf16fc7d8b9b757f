/* Fixing loop: applies fixes until none is left. */
#ifndef VML_FIXPOINT_H
#define VML_FIXPOINT_H

#include "piece_table.h"

#include "doc.h"

/* One fix that was applied. */
typedef struct vml_fix_done {
	const vml_rule *rule;
	size_t byte; /* offset of the fixed location in the original slice */
} vml_fix_done;

/* Result of the loop. */
typedef struct vml_fixed {
	vml_piece_table pieces; /* the fixed document, relative to the original slice */
	vml_fix_done *done;	/* fixes applied in all rounds, in order; owned */
	size_t n_done;
	size_t n_left;	     /* number of findings with a fix below `level` */
	const char *refused; /* static reason why fixes were not applied, or NULL */
} vml_fixed;

/*
 * Apply all fixes whose level is `level` or safer and audit again, until nothing is left to fix.
 *
 * Each round's result is verified by vml_oracle_agrees(). If it does not agree, or if fixes undo
 * each other, the loop ends with ret->refused: the caller must then discard the fixed document.
 *
 * Returns 0, or -1 with *fault if the document is not well-formed. The caller frees *ret with
 * vml_fixed_free().
 */
int vml_fix_until_stable(vml_parser *parser, const vml_slice *slice, const vml_selection *selection,
	vml_fix_level level, vml_fixed *ret, vml_fault *fault);

/* Free the contents of *fixed and reset it. */
void vml_fixed_free(vml_fixed *fixed);

#endif
