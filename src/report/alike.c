/* Groups of similar findings: hashes what they must have in common, and sorts by hash. */
#include "alike.h"

#include "arena.h"
#include "hash.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct member {
	uint64_t key; /* 0: in no group */
	size_t index;
};

static uint64_t add_text(uint64_t key, const char *text)
{
	return vml_hash_bytes(key, text, strlen(text) + 1);
}

/*
 * Hash what all members of a group (vml_alike_of()) have in common. Returns 0 if the finding belongs
 * to no group, because it is not active or its message names no device.
 */
static uint64_t key_of(const vml_finding *finding)
{
	const char *device = vml_finding_device(finding), *at;
	const char *const *fix;
	size_t n, len = strlen(device);
	uint64_t key = (uint64_t)finding->severity;

	if (finding->state != VML_STATE_ACTIVE || !len)
		return 0;
	at = strstr(finding->message, device);
	if (!at)
		return 0;
	key = vml_hash_bytes(key, &finding->rule, sizeof(finding->rule));
	key = vml_hash_bytes(key, &finding->facts, sizeof(finding->facts));
	key = vml_hash_bytes(key, finding->message, (size_t)(at - finding->message));
	key = add_text(key, at + len);
	key = add_text(key, finding->remedy);
	/* only the kind of the device, the first word: a disk is not grouped with a cdrom */
	key = vml_hash_bytes(key, device, strcspn(device, " "));
	fix = vml_finding_preview(finding, &n);
	for (size_t i = 0; i < n; i++)
		key = add_text(key, fix[i]);
	return key ? key : 1;
}

static int by_key(const void *a, const void *b)
{
	const struct member *one = a, *other = b;

	if (one->key != other->key)
		return one->key < other->key ? -1 : 1;
	return one->index < other->index ? -1 : one->index > other->index;
}

/*
 * Set the key of each member. If a rule has only one finding, as most rules do, its key is 0 and
 * nothing is hashed.
 */
static void set_keys(const vml_finding *const *findings, size_t n, struct member *members)
{
	for (size_t i = 0; i < n; i++)
		members[i] = (struct member){ .key = (uintptr_t)findings[i]->rule, .index = i };
	qsort(members, n, sizeof(*members), by_key);
	for (size_t i = 0, end; i < n; i = end) {
		uint64_t rule = members[i].key;

		for (end = i + 1; end < n && members[end].key == rule; end++)
			;
		for (size_t j = i; j < end; j++)
			members[j].key = end - i > 1 ? key_of(findings[members[j].index]) : 0;
	}
}

vml_alike vml_alike_of(const vml_finding *const *findings, size_t n)
{
	struct member *members = vml_realloc(NULL, n * sizeof(*members) + 1);
	vml_alike ret = { .next = vml_realloc(NULL, n * sizeof(*ret.next) + 1),
		.later = vml_realloc(NULL, n * sizeof(*ret.later) + 1) };

	memset(ret.next, 0, n * sizeof(*ret.next));
	memset(ret.later, 0, n * sizeof(*ret.later));
	set_keys(findings, n, members);
	qsort(members, n, sizeof(*members), by_key);
	for (size_t i = 1; i < n; i++) {
		if (!members[i].key || members[i].key != members[i - 1].key)
			continue;
		ret.next[members[i - 1].index] = members[i].index;
		ret.later[members[i].index] = true;
	}
	free(members);
	return ret;
}

void vml_alike_free(vml_alike *alike)
{
	free(alike->next);
	free(alike->later);
}
