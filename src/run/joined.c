/*
 * Finds conflicts between the domains of one document, for callers that audit documents one by one.
 */
#include "joined.h"

#include "arena.h"

#include <stdlib.h>

void vml_joined_find(const vml_input *input, const vml_selection *selection, const vml_doc *doc,
	const vml_result *result, vml_joined *ret)
{
	vml_origin origin = vml_document_origin(input, selection, doc);
	vml_result joined;

	*ret = (vml_joined){ 0 };
	/* the audit collects no keys if there is only one domain */
	if (!result->keys)
		return;
	ret->fleet = vml_fleet_new();
	vml_fleet_keep_results(ret->fleet);
	vml_fleet_add(ret->fleet, &origin, result);
	vml_fleet_join(ret->fleet);
	while (vml_fleet_next(ret->fleet, &origin, &joined)) {
		ret->results = vml_realloc(ret->results, (ret->n + 1) * sizeof(*ret->results));
		ret->results[ret->n++] = joined;
	}
}

void vml_joined_partition(vml_joined *joined, bool show_all)
{
	for (size_t i = 0; i < joined->n; i++)
		vml_fleet_partition(joined->fleet, &joined->results[i], show_all);
}

void vml_joined_free(vml_joined *joined)
{
	free(joined->results);
	vml_fleet_free(joined->fleet);
	*joined = (vml_joined){ 0 };
}
