/*
 * Finds conflicts between the domains of one document, for callers that audit documents one by one.
 */
#include "document_conflicts.h"

#include "arena.h"

#include <stdlib.h>

void vml_document_conflicts_find(const vml_input *input, const vml_selection *selection,
	const vml_doc *doc, const vml_result *result, vml_document_conflicts *ret)
{
	vml_origin origin = vml_document_origin(input, selection, doc);
	vml_result conflicts;

	*ret = (vml_document_conflicts){ 0 };
	/* the audit collects no keys if there is only one domain */
	if (!result->keys)
		return;
	ret->fleet = vml_fleet_new();
	vml_fleet_keep_results(ret->fleet);
	vml_fleet_add(ret->fleet, &origin, result);
	vml_fleet_join(ret->fleet);
	while (vml_fleet_next(ret->fleet, &origin, &conflicts)) {
		ret->results = vml_realloc(ret->results, (ret->n + 1) * sizeof(*ret->results));
		ret->results[ret->n++] = conflicts;
	}
}

void vml_document_conflicts_partition(vml_document_conflicts *conflicts, bool show_all)
{
	for (size_t i = 0; i < conflicts->n; i++)
		vml_fleet_partition(conflicts->fleet, &conflicts->results[i], show_all);
}

void vml_document_conflicts_free(vml_document_conflicts *conflicts)
{
	free(conflicts->results);
	vml_fleet_free(conflicts->fleet);
	*conflicts = (vml_document_conflicts){ 0 };
}
