/*
 * Identities of domains: active and inactive definitions, snapshots, the sides of a migration and
 * copies in a backup directory are one domain.
 */
#include "fleet_store.h"

#include "arena.h"
#include "hash.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A domain and the hash of what identifies it. */
struct named {
	uint64_t hash;
	uint32_t domain;
};

static int by_hash(const void *a, const void *b)
{
	const struct named *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->domain < y->domain ? -1 : x->domain > y->domain;
}

/* Return the next hexadecimal digit of a UUID, in lowercase; 0 at its end. */
static char next_digit(const char **uuid)
{
	while (**uuid == '-')
		(*uuid)++;
	return **uuid ? (char)tolower((unsigned char)*(*uuid)++) : '\0';
}

/* Compare UUIDs as libvirt does: dashes and case are ignored. */
static bool same_uuid(const char *a, const char *b)
{
	char digit;

	do {
		digit = next_digit(&a);
		if (digit != next_digit(&b))
			return false;
	} while (digit);
	return true;
}

static uint64_t hash_of(const char *name, const char *uuid)
{
	uint64_t hash = vml_hash_bytes(1, name, strlen(name) + 1);
	char digit;

	while ((digit = next_digit(&uuid)))
		hash = vml_hash_bytes(hash, &digit, 1);
	return hash;
}

/*
 * Add the domains of a pass.
 *
 * by_name: false: those with a UUID, which must be equal, too; true: all that have a name
 */
static size_t collect(const vml_fleet *fleet, bool by_name, struct named *ret)
{
	size_t n = 0;

	for (uint32_t i = 0; i < fleet->n_domains; i++) {
		const char *uuid, *name = vml_fleet_name(fleet, i, &uuid);

		if (by_name ? *name : *uuid)
			ret[n++] = (struct named){ .hash = hash_of(name, by_name ? "" : uuid),
				.domain = i };
	}
	if (n)
		qsort(ret, n, sizeof(*ret), by_hash);
	return n;
}

/* Return true if both passes may identify the domains; a domain without UUID has a name only. */
static bool is_same(const vml_fleet *fleet, uint32_t first, uint32_t other, bool by_name)
{
	const char *uuid, *own, *name = vml_fleet_name(fleet, first, &uuid);

	if (strcmp(name, vml_fleet_name(fleet, other, &own)) != 0)
		return false;
	return by_name ? !*own : same_uuid(uuid, own);
}

static void identify(vml_fleet *fleet, bool by_name, struct named *list)
{
	size_t n = collect(fleet, by_name, list), first = 0;

	for (size_t i = 1; i < n; i++) {
		if (list[i].hash != list[first].hash)
			first = i;
		else if (is_same(fleet, list[first].domain, list[i].domain, by_name))
			fleet->identities[list[i].domain] = fleet->identities[list[first].domain];
	}
}

static const char *input_of(const vml_fleet *fleet, uint32_t domain)
{
	return vml_pool_get(&fleet->pool, fleet->inputs[fleet->domains[domain].input].name, NULL);
}

/* Count the domains that several inputs contain; a snapshot contains its domain twice. */
static void count_repeated(vml_fleet *fleet)
{
	for (uint32_t i = 0; i < fleet->n_domains; i++) {
		uint32_t first = fleet->identities[i];

		if (fleet->domains[first].input == fleet->domains[i].input ||
			fleet->domains[first].repeated)
			continue;
		fleet->domains[first].repeated = true;
		if (fleet->repeated.n++)
			continue;
		fleet->repeated.name = vml_fleet_name(fleet, first, NULL);
		fleet->repeated.input = input_of(fleet, first);
		fleet->repeated.second = input_of(fleet, i);
	}
}

void vml_fleet_identify(vml_fleet *fleet)
{
	struct named *list = vml_realloc(NULL, fleet->n_domains * sizeof(*list));
	bool anonymous = false;

	fleet->identities = vml_realloc(NULL, fleet->n_domains * sizeof(*fleet->identities));
	for (uint32_t i = 0; i < fleet->n_domains; i++) {
		const char *uuid;

		vml_fleet_name(fleet, i, &uuid);
		anonymous |= !*uuid;
		fleet->identities[i] = i;
	}
	identify(fleet, false, list);
	if (anonymous)
		identify(fleet, true, list);
	free(list);
	count_repeated(fleet);
}

vml_repeated vml_fleet_repeated(const vml_fleet *fleet)
{
	return fleet->repeated;
}
