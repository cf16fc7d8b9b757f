/* Join of keys: finds the domains that use the same value. */
#include "fleet_store.h"

#include "arena.h"
#include "hash.h"

#include <stdlib.h>
#include <string.h>

enum {
	/* bits per entry of each bitmap in drop_unique(): it keeps at most 6 % of unique hashes */
	BITS_PER_ENTRY = 16,
	MOST_COMPARED = 16 /* limit on the other domains with which each domain is compared */
};

/* A key that has the value of the current group. */
struct member {
	struct fleet_entry entry;
	struct fleet_key key;
	uint32_t identity;
	bool idle;
};

/* The keys of one rule that have one value. */
struct group {
	/*
	 * sorted by use of the value (VML_USES); within a use: running or autostarted domains
	 * first, then by identity
	 */
	struct member *members;
	size_t n, capacity;
	size_t ends[VML_USES]; /* per use: index after its last member */
};

static bool test_and_set(unsigned char *bits, size_t bit)
{
	unsigned char mask = (unsigned char)(1 << bit % 8);
	bool set = bits[bit / 8] & mask;

	bits[bit / 8] |= mask;
	return set;
}

/*
 * Drop nearly all entries whose hash occurs only once; a few remain, because different hashes may
 * have the same bit. Takes linear time and 4 to 8 bytes of memory per entry.
 */
static void drop_unique(vml_fleet *fleet)
{
	size_t size = 64, n = 0;
	unsigned char *once, *again;

	while (size < fleet->n_entries * BITS_PER_ENTRY)
		size *= 2;
	once = vml_realloc(NULL, size / 4);
	again = once + size / 8;
	memset(once, 0, size / 4);
	for (size_t i = 0; i < fleet->n_entries; i++) {
		size_t bit = vml_hash_slot(fleet->entries[i].hash, size);

		if (test_and_set(once, bit))
			test_and_set(again, bit);
	}
	for (size_t i = 0; i < fleet->n_entries; i++) {
		size_t bit = vml_hash_slot(fleet->entries[i].hash, size);

		if (again[bit / 8] & 1 << bit % 8)
			fleet->entries[n++] = fleet->entries[i];
	}
	fleet->n_entries = n;
	free(once);
}

static int by_hash(const void *a, const void *b)
{
	const struct fleet_entry *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	if (x->domain != y->domain)
		return x->domain < y->domain ? -1 : 1;
	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

/* Return the number of bits that the numbers 0 to n - 1 need, at least 1. */
static unsigned int bits_for(size_t n)
{
	unsigned int bits = 1;

	while (bits < 31 && (size_t)1 << bits < n)
		bits++;
	return bits;
}

/*
 * Sort the entries by hash, so that those with equal hashes follow each other. Takes linear time:
 * entries are distributed to slots by some bits of the hash, and only slots that contain different
 * hashes are sorted with qsort(). Entries with equal hashes keep their order, by domain and offset.
 */
static void sort_entries(vml_fleet *fleet)
{
	size_t n = fleet->n_entries, n_slots = (size_t)1 << bits_for(n);
	struct fleet_entry *sorted = vml_realloc(NULL, n * sizeof(*sorted));
	size_t *ends = vml_realloc(NULL, (n_slots + 1) * sizeof(*ends));

	memset(ends, 0, (n_slots + 1) * sizeof(*ends));
	for (size_t i = 0; i < n; i++)
		ends[vml_hash_slot(fleet->entries[i].hash, n_slots) + 1]++;
	for (size_t slot = 0; slot < n_slots; slot++)
		ends[slot + 1] += ends[slot];
	for (size_t i = 0; i < n; i++)
		sorted[ends[vml_hash_slot(fleet->entries[i].hash, n_slots)]++] = fleet->entries[i];
	for (size_t slot = 0, start = 0; slot < n_slots; start = ends[slot++])
		for (size_t i = start + 1; i < ends[slot]; i++)
			if (sorted[i].hash != sorted[start].hash) {
				qsort(sorted + start, ends[slot] - start, sizeof(*sorted), by_hash);
				break;
			}
	free(ends);
	free(fleet->entries);
	fleet->entries = sorted;
}

static int compare_entries(const struct member *x, const struct member *y)
{
	if (x->identity != y->identity)
		return x->identity < y->identity ? -1 : 1;
	if (x->entry.domain != y->entry.domain)
		return x->entry.domain < y->entry.domain ? -1 : 1;
	return x->entry.offset < y->entry.offset ? -1 : x->entry.offset > y->entry.offset;
}

static int by_use(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->key.use != y->key.use)
		return x->key.use < y->key.use ? -1 : 1;
	return compare_entries(x, y);
}

static int by_use_idle(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->key.use != y->key.use)
		return x->key.use < y->key.use ? -1 : 1;
	if (x->idle != y->idle)
		return x->idle ? 1 : -1;
	return compare_entries(x, y);
}

static void add_member(vml_fleet *fleet, struct group *group, const struct fleet_entry *entry,
	const struct fleet_key *key)
{
	if (group->n == group->capacity) {
		group->capacity = group->capacity ? 2 * group->capacity : 16;
		group->members =
			vml_realloc(group->members, group->capacity * sizeof(*group->members));
	}
	group->members[group->n++] = (struct member){ .entry = *entry,
		.key = *key,
		.identity = fleet->identities[entry->domain],
		.idle = fleet->domains[entry->domain].idle };
}

/*
 * Sort the members, but first check whether they are sorted: in most groups, all members have the
 * same use, and they were added in the right order.
 */
static void sort(struct group *group, int (*compare)(const void *, const void *))
{
	for (size_t i = 1; i < group->n; i++)
		if (compare(&group->members[i - 1], &group->members[i]) > 0) {
			qsort(group->members, group->n, sizeof(*group->members), compare);
			return;
		}
}

/*
 * Sort the members by use, and remove all but one of those that have the same domain and the same
 * use. Sets group->ends: for each use, the index after its last member.
 */
static void arrange(struct group *group)
{
	size_t n = 0;

	sort(group, by_use);
	for (size_t i = 0; i < group->n; i++)
		if (!n || group->members[n - 1].key.use != group->members[i].key.use ||
			group->members[n - 1].identity != group->members[i].identity)
			group->members[n++] = group->members[i];
	group->n = n;
	sort(group, by_use_idle);
	for (unsigned int use = 0, i = 0; use < VML_USES; use++) {
		while (i < n && group->members[i].key.use == use)
			i++;
		group->ends[use] = i;
	}
}

static bool is_host_known(const vml_fleet *fleet, const struct member *member)
{
	return fleet->inputs[fleet->domains[member->entry.domain].input].host_known;
}

/*
 * Return the highest severity that a conflict of `a` and `b` may have. It is lower for files of
 * unknown hosts: such a file may belong to a host with its own ports, devices and often storage, or
 * may be a version of the other domain.
 */
static vml_severity most_severe(
	const vml_fleet *fleet, const struct member *a, const struct member *b)
{
	if (is_host_known(fleet, a) && is_host_known(fleet, b))
		return VML_ERROR;
	return a->key.scope == VML_SCOPE_HOST ? VML_INFO : VML_WARNING;
}

/* Return the severity of a finding on `a` because `b` uses the same value. */
static vml_severity severity_of(
	const vml_fleet *fleet, const struct member *a, const struct member *b)
{
	const vml_joined *joined = a->key.rule->joined;
	bool lower = joined->doubtful[a->key.use] & 1 << b->key.use || (a->idle && b->idle);
	vml_severity most = most_severe(fleet, a, b);

	if (lower && most > VML_WARNING)
		most = VML_WARNING;
	return a->key.severity < most ? a->key.severity : most;
}

void vml_fleet_add_conflict(vml_fleet *fleet, const struct fleet_conflict *conflict)
{
	size_t n = fleet->n_conflicts;

	if ((n & (n - 1)) == 0) /* full at 2^k: double it */
		fleet->conflicts =
			vml_realloc(fleet->conflicts, (n ? 2 * n : 1) * sizeof(*fleet->conflicts));
	fleet->conflicts[fleet->n_conflicts++] = *conflict;
}

/*
 * Compare a member with the members whose use conflicts with its own. If there are any, add a
 * conflict.
 */
static void check_member(vml_fleet *fleet, const struct group *group, const struct member *member)
{
	const vml_joined *joined = member->key.rule->joined;
	struct fleet_conflict conflict = { .entry = member->entry };
	size_t compared = 0;

	for (unsigned int use = 0; use < VML_USES; use++) {
		size_t i = use ? group->ends[use - 1] : 0;

		if (!(joined->conflicts[member->key.use] & 1 << use))
			continue;
		for (; i < group->ends[use] && compared < MOST_COMPARED; i++) {
			const struct member *other = &group->members[i];
			vml_severity severity;

			if (other->identity == member->identity)
				continue;
			severity = severity_of(fleet, member, other);
			if (severity > conflict.severity)
				conflict.severity = severity;
			if (conflict.n_others < FLEET_OTHERS)
				conflict.others[conflict.n_others] = other->entry;
			conflict.n_others++;
			compared++;
		}
		/*
		 * the remaining members, except `member` itself, are counted but not compared: very
		 * many domains may use one value
		 */
		if (i < group->ends[use])
			conflict.n_others += group->ends[use] - i -
				(member->key.use == use && member >= &group->members[i] &&
					member < &group->members[group->ends[use]]);
	}
	if (conflict.n_others)
		vml_fleet_add_conflict(fleet, &conflict);
}

/* Return true if the entries are of more than one domain. Copies of a domain count as one. */
static bool has_several(const vml_fleet *fleet, const struct fleet_entry *list, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (fleet->identities[list[i].domain] != fleet->identities[list->domain])
			return true;
	return false;
}

/*
 * Join the first entry of a list with the entries that have the same rule and value. All entries of
 * the list have equal hashes; entries with another rule or value are moved to the start of the
 * list.
 *
 * Returns the number of entries that were moved, which are still to be joined.
 */
static size_t join_equal(vml_fleet *fleet, struct fleet_entry *list, size_t n, struct group *group)
{
	struct fleet_key first = vml_fleet_load(fleet, list);
	size_t left = 0;

	if (first.rule->joined->limit) {
		vml_fleet_sum(fleet, list, n);
		return 0;
	}
	/*
	 * all entries are of one domain, so nothing can conflict. This is the usual case: copies of
	 * a domain in several files have the same UUID and MAC addresses
	 */
	if (!has_several(fleet, list, n))
		return 0;
	group->n = 0;
	for (size_t i = 0; i < n; i++) {
		struct fleet_key key = vml_fleet_load(fleet, &list[i]);

		if (key.rule == first.rule && !strcmp(key.value, first.value))
			add_member(fleet, group, &list[i], &key);
		else
			list[left++] = list[i];
	}
	arrange(group);
	for (size_t i = 0; i < group->n; i++)
		check_member(fleet, group, &group->members[i]);
	return left;
}

static int by_location(const void *a, const void *b)
{
	const struct fleet_conflict *x = a, *y = b;

	if (x->entry.domain != y->entry.domain)
		return x->entry.domain < y->entry.domain ? -1 : 1;
	return x->entry.offset < y->entry.offset ? -1 : x->entry.offset > y->entry.offset;
}

/* For rules that report once per domain: remove all conflicts of a domain but the first. */
static void drop_repeated(vml_fleet *fleet)
{
	size_t n = 0, first = 0;

	for (size_t i = 0; i < fleet->n_conflicts; i++) {
		const struct fleet_conflict *conflict = &fleet->conflicts[i];
		const vml_rule *rule = vml_fleet_load(fleet, &conflict->entry).rule;
		bool known = false;

		if (n && fleet->conflicts[first].entry.domain != conflict->entry.domain)
			first = n;
		for (size_t j = first; j < n && rule->joined->once && !known; j++)
			known = vml_fleet_load(fleet, &fleet->conflicts[j].entry).rule == rule;
		if (!known)
			fleet->conflicts[n++] = *conflict;
	}
	fleet->n_conflicts = n;
}

void vml_fleet_join(vml_fleet *fleet)
{
	struct group group = { 0 };

	if (fleet->n_domains < 2)
		return;
	vml_fleet_identify(fleet);
	drop_unique(fleet);
	if (fleet->n_entries)
		sort_entries(fleet);
	for (size_t i = 0, end; i < fleet->n_entries; i = end) {
		size_t left;

		for (end = i + 1; end < fleet->n_entries; end++)
			if (fleet->entries[end].hash != fleet->entries[i].hash)
				break;
		for (left = end - i; left > 1;)
			left = join_equal(fleet, &fleet->entries[i], left, &group);
	}
	free(group.members);
	if (fleet->n_conflicts)
		qsort(fleet->conflicts, fleet->n_conflicts, sizeof(*fleet->conflicts), by_location);
	drop_repeated(fleet);
}
