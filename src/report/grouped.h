/* Findings grouped by domain, so that reports on each domain need not scan all findings. */
#ifndef VML_GROUPED_H
#define VML_GROUPED_H

#include <vmlint/audit.h>

/* Domain d has findings[start[d]] to findings[start[d + 1] - 1], in their original order. */
typedef struct vml_grouped {
	const vml_finding **findings; /* owned array of borrowed findings */
	size_t *start;		      /* owned; one element more than there are domains */
} vml_grouped;

/*
 * Return `n` findings of `result`, grouped by domain. The findings are borrowed; the caller frees
 * the groups with vml_grouped_free().
 */
vml_grouped vml_group(const vml_result *result, const vml_finding *const *findings, size_t n);

/* Free the arrays. */
void vml_grouped_free(vml_grouped *grouped);

#endif
