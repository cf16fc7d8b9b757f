/* Findings grouped by domain, with a counting sort: linear time even with many domains. */
#include "grouped.h"

#include "arena.h"

#include <stdlib.h>
#include <string.h>

vml_grouped vml_group(const vml_result *result, const vml_finding *const *findings, size_t n)
{
	size_t domains = result->n_domains, size = (domains + 2) * sizeof(size_t);
	vml_grouped grouped = { .findings = vml_realloc(NULL, n * sizeof(*findings) + 1),
		.start = vml_realloc(NULL, size) };
	size_t *next = grouped.start + 1; /* per domain: index for its next finding */

	memset(grouped.start, 0, size);
	for (size_t i = 0; i < n; i++)
		next[findings[i]->facts->place + 1]++;
	for (size_t d = 1; d <= domains; d++)
		next[d] += next[d - 1];
	for (size_t i = 0; i < n; i++)
		grouped.findings[next[findings[i]->facts->place]++] = findings[i];
	return grouped;
}

void vml_grouped_free(vml_grouped *grouped)
{
	free(grouped->findings);
	free(grouped->start);
}
