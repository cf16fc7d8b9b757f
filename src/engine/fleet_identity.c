/*
 * Identities of domains: which records are the same domain, such as its active and inactive
 * definition, snapshots, both sides of a migration, and copies in a backup directory.
 */
#include "fleet_store.h"

#include "arena.h"
#include "hash.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/*
 * Hash table with open addressing. domain: index of the first domain with this hash, plus 1; 0: the
 * slot is free.
 */
struct table {
	struct slot {
		uint64_t hash;
		uint32_t domain;
	} * slots;
	size_t size; /* a power of two */
};

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

	if (!strcmp(a, b))
		return true;
	do {
		digit = next_digit(&a);
		if (digit != next_digit(&b))
			return false;
	} while (digit);
	return true;
}

/* Hash a name and a UUID. Different notations of one UUID have equal hashes. */
static uint64_t hash_of(const char *name, const char *uuid)
{
	uint64_t hash = vml_hash_words(1, name, strlen(name) + 1);

	/* 0x20 is the difference between upper and lower case */
	for (; *uuid; uuid++)
		if (*uuid != '-')
			hash = (hash ^ ((unsigned char)*uuid | 0x20U)) * 0x100000001b3U;
	return hash;
}

/* Return the slot that has a hash, or the free slot in which it must be stored. */
static struct slot *slot_of(const struct table *table, uint64_t hash)
{
	size_t at = vml_hash_slot(hash, table->size);

	while (table->slots[at].domain && table->slots[at].hash != hash)
		at = (at + 1) & (table->size - 1);
	return &table->slots[at];
}

/*
 * Return true if two domains with equal hashes are the same: their names are equal, and the
 * condition of `by_name` is met.
 *
 * by_name: false: their UUIDs are equal; true: `other` has no UUID
 */
static bool is_same(const vml_fleet *fleet, uint32_t first, uint32_t other, bool by_name)
{
	const char *uuid, *own, *name = vml_fleet_name(fleet, first, &uuid);

	if (strcmp(name, vml_fleet_name(fleet, other, &own)) != 0)
		return false;
	return by_name ? !*own : same_uuid(uuid, own);
}

/*
 * Set the identity of each domain to that of the first domain that is the same guest.
 *
 * by_name: false: domains with a UUID are the same if names and UUIDs are equal; true: a domain
 * without UUID is the same as the first domain with its name
 */
static void identify(vml_fleet *fleet, bool by_name, struct table *table)
{
	memset(table->slots, 0, table->size * sizeof(*table->slots));
	for (uint32_t i = 0; i < fleet->n_domains; i++) {
		const char *uuid, *name = vml_fleet_name(fleet, i, &uuid);
		struct slot *slot;
		uint64_t hash;

		if (by_name ? !*name : !*uuid)
			continue;
		hash = hash_of(name, by_name ? "" : uuid);
		slot = slot_of(table, hash);
		if (!slot->domain)
			*slot = (struct slot){ .hash = hash, .domain = i + 1 };
		else if (is_same(fleet, slot->domain - 1, i, by_name))
			fleet->identities[i] = fleet->identities[slot->domain - 1];
	}
}

static const char *input_of(const vml_fleet *fleet, uint32_t domain)
{
	return vml_pool_get(&fleet->pool, fleet->inputs[fleet->domains[domain].input].name, NULL);
}

/*
 * Count the domains that are in several inputs. A snapshot contains its domain twice, but is one
 * input.
 */
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
	struct table table = { .size = 64 };
	bool anonymous = false;

	fleet->identities = vml_realloc(NULL, fleet->n_domains * sizeof(*fleet->identities));
	for (uint32_t i = 0; i < fleet->n_domains; i++) {
		const char *uuid;

		vml_fleet_name(fleet, i, &uuid);
		anonymous |= !*uuid;
		fleet->identities[i] = i;
	}
	while (table.size < 2 * fleet->n_domains)
		table.size *= 2;
	table.slots = vml_realloc(NULL, table.size * sizeof(*table.slots));
	identify(fleet, false, &table);
	if (anonymous)
		identify(fleet, true, &table);
	free(table.slots);
	count_repeated(fleet);
}

vml_repeated vml_fleet_repeated(const vml_fleet *fleet)
{
	return fleet->repeated;
}
