/*
 * Fixing loop: applies fixes to one document until none is left. The bytes of the document are a
 * slice of the input.
 */
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
	/* number of findings whose fix is less safe than the parameter `level` */
	size_t n_left;
	const char *refused; /* static reason why fixes were not applied, or NULL */
} vml_fixed;

/*
 * Apply all fixes whose level is `level` or safer and audit again, until nothing is left to fix.
 *
 * After each round, vml_oracle_agrees() checks that the changed bytes are what the fixes specify.
 * If they are not, or if eight rounds are not enough because fixes undo each other, the loop ends
 * with ret->refused set: the caller must then discard the fixed document.
 *
 * ret: always set; the caller frees it with vml_fixed_free()
 *
 * Returns 0, or -1 with *fault set if the document is not well-formed.
 */
int vml_fix_until_stable(vml_parser *parser, const vml_slice *slice, const vml_selection *selection,
	vml_fix_level level, vml_fixed *ret, vml_fault *fault);

/* Free the contents of *fixed and reset it. */
void vml_fixed_free(vml_fixed *fixed);

#endif
