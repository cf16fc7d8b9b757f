/* Findings domain by domain: what is told of each must not look through those of all. */
#ifndef VML_GROUPED_H
#define VML_GROUPED_H

#include <vmlint/vmlint.h>

/* Those of domain d are findings[start[d]] up to start[d + 1], in the order that they had. */
typedef struct vml_grouped {
	const vml_finding **findings;
	size_t *start;
} vml_grouped;

/* Group `n` findings of a result by their domains. */
vml_grouped vml_group(const vml_result *result, const vml_finding *const *findings, size_t n);

/* Release it. */
void vml_grouped_free(vml_grouped *grouped);

#endif
