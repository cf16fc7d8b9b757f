/* Applying the fixes of many findings to the bytes of one document. */
#ifndef VML_APPLY_H
#define VML_APPLY_H

#include "buffer.h"
#include "doc.h"

/* What one round of fixing made of a document. */
typedef struct vml_patch {
	vml_buffer bytes; /* the document's slice after the fixes */
	vml_edit *edits;  /* what was done to it, sorted by place */
	size_t n_edits;
	const vml_finding *
		*fixed; /* whose fixes they are, in the order in which they were chosen */
	size_t *starts; /* the first byte of the slice that each of these fixes touches */
	size_t n_fixed;
} vml_patch;

/*
 * One round: apply the fixes of the findings whose level is at least `level`.
 *
 * Where two fixes touch the same bytes the graver finding wins, then the earlier one of
 * the list; the loser is left for the next round, on the new document.
 *
 * ret: to be released by vml_patch_free(); ret->n_fixed is 0 where there is nothing to do
 */
void vml_apply(vml_doc *doc, const vml_finding *const *findings, size_t n, vml_fix_level level,
	vml_patch *ret);

/* Release what a patch holds. */
void vml_patch_free(vml_patch *patch);

#endif
