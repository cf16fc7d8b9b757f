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
	/* the findings that were fixed, in the order in which they were selected */
	const vml_finding **fixed;
	size_t *starts; /* per fixed finding: offset of its first edit in the slice */
	size_t n_fixed;
} vml_patch;

/*
 * Apply the fixes whose level is `level` or safer, for one round. If two fixes conflict, that of
 * the finding with the higher severity is applied; with equal severities, that of the first
 * finding. The other fix is left for the next round, which audits the changed document.
 *
 * findings, n: the findings of the document
 * ret: the caller frees it with vml_patch_free(); ret->n_fixed is 0 if there was nothing to fix
 */
void vml_apply(vml_doc *doc, const vml_finding *const *findings, size_t n, vml_fix_level level,
	vml_patch *ret);

/* Free the contents of *patch and reset it. */
void vml_patch_free(vml_patch *patch);

#endif
