/* Fleet: collects the domains of a run. */
#include "fleet_store.h"

#include "arena.h"

#include <stdlib.h>
#include <string.h>

vml_fleet *vml_fleet_new(void)
{
	vml_fleet *fleet = vml_realloc(NULL, sizeof(*fleet));

	*fleet = (vml_fleet){ .arena = vml_arena_new() };
	return fleet;
}

/*
 * Add the name of the origin's host to the string pool, and return its number there. If the host of
 * a file is unknown, the directory of the file is used instead.
 */
static uint32_t host_of(vml_fleet *fleet, const vml_origin *origin)
{
	const char *name = origin->host ? origin->host : origin->name, *slash;

	if (origin->host || origin->kind == VML_INPUT_LIVE)
		return vml_pool_add(&fleet->pool, name, strlen(name));
	/* files "./a.xml" and "b.xml" are in one directory */
	while (!strncmp(name, "./", 2))
		name += 2;
	slash = strrchr(name, '/');
	return vml_pool_add(&fleet->pool, name, slash ? (size_t)(slash - name) : 0);
}

static bool is_input(const vml_fleet *fleet, const struct fleet_input *input,
	const vml_origin *origin, uint32_t host)
{
	return input->kind == origin->kind && input->host == host &&
		!strcmp(vml_pool_get(&fleet->pool, input->name, NULL), origin->name);
}

/*
 * Return the index of the origin in `inputs`; adds the origin if it is new. Documents of one input
 * are added one after the other, so only the last element of `inputs` is compared.
 */
static uint32_t input_of(vml_fleet *fleet, const vml_origin *origin)
{
	uint32_t host = host_of(fleet, origin);
	size_t n = fleet->n_inputs;

	if (n && is_input(fleet, &fleet->inputs[n - 1], origin, host))
		return (uint32_t)(n - 1);
	if ((n & (n - 1)) == 0) /* full at 2^k: double it */
		fleet->inputs =
			vml_realloc(fleet->inputs, (n ? 2 * n : 1) * sizeof(*fleet->inputs));
	fleet->inputs[fleet->n_inputs++] = (struct fleet_input){
		.name = vml_pool_add(&fleet->pool, origin->name, strlen(origin->name)),
		.host = host,
		.label = vml_pool_add(&fleet->pool, origin->label ? origin->label : "",
			origin->label ? strlen(origin->label) : 0),
		.kind = origin->kind,
		.host_known = origin->host || origin->kind == VML_INPUT_LIVE
	};
	return (uint32_t)n;
}

static void add_domain(vml_fleet *fleet, struct fleet_domain domain, const vml_facts *facts)
{
	size_t n = fleet->n_domains;

	if ((n & (n - 1)) == 0)
		fleet->domains =
			vml_realloc(fleet->domains, (n ? 2 * n : 1) * sizeof(*fleet->domains));
	domain.start = fleet->bytes.len;
	fleet->domains[fleet->n_domains++] = domain;
	vml_buffer_add(&fleet->bytes, facts->name, strlen(facts->name) + 1);
	vml_buffer_add(&fleet->bytes, facts->uuid, strlen(facts->uuid) + 1);
}

/* Set found[i] to true if the i-th domain has an active finding that is shown; else to false. */
static void find_active(const vml_result *result, bool *found)
{
	memset(found, 0, result->n_domains * sizeof(*found));
	for (size_t i = 0; i < result->n_findings; i++)
		if (result->findings[i]->state == VML_STATE_ACTIVE)
			found[result->findings[i]->facts->place] = true;
}

void vml_fleet_add(vml_fleet *fleet, const vml_origin *origin, const vml_result *result)
{
	const vml_keys *keys = result->keys;
	uint32_t input;
	bool one, *found = &one; /* enough for a document with one domain, as nearly all have */

	if (!keys)
		return;
	input = input_of(fleet, origin);
	if (result->n_domains > 1)
		found = vml_realloc(NULL, result->n_domains * sizeof(*found));
	find_active(result, found);
	for (size_t i = 0; i < result->n_domains; i++) {
		if (!keys->first[i])
			continue;
		add_domain(fleet,
			(struct fleet_domain){ .input = input,
				.idle = origin->idle,
				.clean = !found[i],
				.shown = (unsigned char)keys->shown },
			result->domains[i]);
		for (const vml_use *key = keys->first[i]; key;
			key = (const vml_use *)key->finding.next)
			vml_fleet_store(fleet, key);
	}
	if (found != &one)
		free(found);
}

void vml_fleet_free(vml_fleet *fleet)
{
	if (!fleet)
		return;
	vml_pool_free(&fleet->pool);
	vml_buffer_free(&fleet->bytes);
	vml_buffer_free(&fleet->scratch);
	vml_arena_free(fleet->arena);
	free(fleet->inputs);
	free(fleet->domains);
	free(fleet->entries);
	free(fleet->rules);
	free(fleet->identities);
	free(fleet->conflicts);
	free(fleet);
}
