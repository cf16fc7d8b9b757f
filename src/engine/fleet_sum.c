/* Adds up what the domains of a host use, and compares the sum with what the host has. */
#include "fleet_store.h"

#include "arena.h"

#include <stdlib.h>
#include <string.h>

/* Sum of the amounts of a host's domains, and the entries with the largest amounts. */
struct sum {
	uint64_t total, capacity;
	size_t n; /* number of domains whose amounts were added */
	struct largest {
		uint64_t amount;
		struct fleet_entry entry;
	} largest[1 + FLEET_OTHERS]; /* in descending order; min(n, size) entries are set */
};

/*
 * Insert an amount into sum->largest if it is one of the largest so far. Equal amounts remain in
 * the order of the inputs.
 */
static void insert(struct sum *sum, uint64_t amount, const struct fleet_entry *entry)
{
	const size_t most = sizeof(sum->largest) / sizeof(*sum->largest);
	size_t n = sum->n < most ? sum->n : most, at = n;

	while (at && sum->largest[at - 1].amount < amount)
		at--;
	if (at == most)
		return;
	if (n == most)
		n--;
	memmove(&sum->largest[at + 1], &sum->largest[at], (n - at) * sizeof(*sum->largest));
	sum->largest[at] = (struct largest){ .amount = amount, .entry = *entry };
}

static void add(struct sum *sum, const char *value, const struct fleet_entry *entry)
{
	char *end;
	uint64_t amount = strtoull(value, &end, 10), capacity = strtoull(end, NULL, 10);

	insert(sum, amount, entry);
	sum->n++;
	sum->total = amount > UINT64_MAX - sum->total ? UINT64_MAX : sum->total + amount;
	if (capacity > sum->capacity)
		sum->capacity = capacity;
}

/*
 * Return true if the domain is counted: its host is known, and it is running or starts with the
 * host.
 */
static bool counts(const vml_fleet *fleet, const struct fleet_domain *domain)
{
	return fleet->inputs[domain->input].host_known && !domain->idle;
}

static void report(vml_fleet *fleet, const struct sum *sum)
{
	const struct fleet_entry *first = &sum->largest[0].entry;
	struct fleet_conflict conflict = { .entry = *first,
		.n_others = sum->n - 1,
		.severity = vml_fleet_load(fleet, first).severity,
		.sum = sum->total,
		.capacity = sum->capacity };

	for (size_t i = 1; i < sum->n && i <= FLEET_OTHERS; i++)
		conflict.others[i - 1] = sum->largest[i].entry;
	vml_fleet_add_conflict(fleet, &conflict);
}

void vml_fleet_sum(vml_fleet *fleet, const struct fleet_entry *list, size_t n)
{
	const vml_joined *joined = vml_fleet_load(fleet, list).rule->joined;
	unsigned char *seen = vml_realloc(NULL, fleet->n_domains / 8 + 1);
	struct sum sum = { 0 };

	memset(seen, 0, fleet->n_domains / 8 + 1);
	for (size_t i = 0; i < n; i++) {
		uint32_t same = fleet->identities[list[i].domain];
		unsigned char bit = (unsigned char)(1U << same % 8);

		if (seen[same / 8] & bit || !counts(fleet, &fleet->domains[list[i].domain]))
			continue;
		seen[same / 8] |= bit;
		add(&sum, vml_fleet_load(fleet, &list[i]).value, &list[i]);
	}
	free(seen);
	/* a single guest that exceeds the host is reported by other rules */
	if (sum.n > 1 && sum.capacity <= UINT64_MAX / joined->limit &&
		sum.total > sum.capacity * joined->limit)
		report(fleet, &sum);
}

const char *vml_fleet_amount_text(const vml_fleet *fleet, uint64_t amount, vml_unit unit)
{
	if (unit == VML_UNIT_NUMBER)
		return vml_arena_printf(fleet->arena, "%llu", (unsigned long long)amount);
	return amount >> 30
		? vml_arena_printf(fleet->arena, "%.1f GiB", (double)amount / (1 << 30))
		: vml_arena_printf(fleet->arena, "%.1f MiB", (double)amount / (1 << 20));
}
