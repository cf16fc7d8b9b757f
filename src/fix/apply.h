/* Application of fixes to the bytes of a document. */
#ifndef VML_APPLY_H
#define VML_APPLY_H

#include "buffer.h"
#include "doc.h"

/* Result of one round of fixing. */
typedef struct vml_patch {
	vml_buffer bytes; /* the document's slice after the fixes */
	vml_edit *edits;  /* applied edits, sorted by position */
	size_t n_edits;
	const vml_finding **fixed; /* findings that were fixed, in the order of choice */
	size_t *starts;		   /* per fixed finding: offset in the slice of its first edit */
	size_t n_fixed;
} vml_patch;

/*
 * Apply the fixes of at least `level` for one round. Of two conflicting fixes, that of the
 * finding with higher severity is applied, or else that of the earlier one in the list; the
 * other is left for the next round, on the new document.
 *
 * ret: the caller frees it with vml_patch_free(); ret->n_fixed is 0 if there was nothing to fix
 */
void vml_apply(vml_doc *doc, const vml_finding *const *findings, size_t n, vml_fix_level level,
	vml_patch *ret);

/* Free the contents of *patch and reset it. */
void vml_patch_free(vml_patch *patch);

#endif
