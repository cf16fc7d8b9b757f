/*
 * Storage of keys (values that the rules across domains compare, vmlint/fleet.h). A key is encoded
 * as a record: numbers of variable length, and pool numbers of strings that most domains share.
 */
#define _GNU_SOURCE /* memmem */
#include "fleet_store.h"

#include "arena.h"
#include "hash.h"

#include <stdlib.h>
#include <string.h>

enum {
	NUMBER_MAX = 10, /* limit on the bytes of an encoded number */
	NUMBERS_MAX = 14 /* limit on the numbers in a record */
};

/* Write a number at `at`, seven bits per byte, the lowest bits first. Returns the end. */
static char *put_number(char *at, uint64_t number)
{
	for (; number > 0x7f; number >>= 7)
		*at++ = (char)(number | 0x80);
	*at++ = (char)number;
	return at;
}

static uint64_t get_number(const char **at)
{
	uint64_t number = 0;
	unsigned int shift = 0;

	for (; *(*at) & 0x80; (*at)++, shift += 7)
		number |= (uint64_t)(*(*at) & 0x7f) << shift;
	return number | (uint64_t)(unsigned char)*(*at)++ << shift;
}

static char *put_bytes(char *at, const char *bytes, size_t len)
{
	memcpy(at, bytes, len);
	return at + len;
}

static const char *get_text(const char **at)
{
	const char *text = *at;

	*at += strlen(text) + 1;
	return text;
}

/*
 * Return the index of a rule in fleet->rules; adds the rule if it is new. The search is linear,
 * because only few rules have keys.
 */
static size_t number_of(vml_fleet *fleet, const vml_rule *rule)
{
	size_t i = 0;

	while (i < fleet->n_rules && fleet->rules[i] != rule)
		i++;
	if (i == fleet->n_rules) {
		fleet->rules = vml_realloc(fleet->rules, (i + 1) * sizeof(*fleet->rules));
		fleet->rules[fleet->n_rules++] = rule;
	}
	return i;
}

/*
 * Write `len` bytes, with the value of the key replaced by VML_FLEET_VALUE. Returns the end.
 *
 * found, n: the value, a part of `bytes`, and its length; NULL if `bytes` does not contain it
 */
static char *put_marked(char *at, const char *bytes, size_t len, const char *found, size_t n)
{
	size_t before = found ? (size_t)(found - bytes) : len;

	at = put_bytes(at, bytes, before);
	if (!found)
		return at;
	at = put_bytes(at, VML_FLEET_VALUE, 1);
	return put_bytes(at, found + n, len - before - n);
}

/*
 * Find the value of a key in its source line. The value of an attribute usually begins at the
 * caret, the text of an element after the marked start tag; otherwise the whole line is searched.
 * Returns NULL if the value is not in the line.
 */
static const char *value_in_line(const vml_use *key, size_t value_len)
{
	const vml_stored *stored = &key->stored;
	size_t at = stored->caret + (key->finding.attr ? 0 : stored->mark);

	if (at <= stored->line_len && stored->line_len - at >= value_len &&
		!memcmp(stored->line + at, key->value, value_len))
		return stored->line + at;
	return memmem(stored->line, stored->line_len, key->value, value_len);
}

/*
 * Add path, device and source line of a key to the pool as one string. The pool stores equal
 * strings once, and a run has few different ones.
 */
static uint32_t pool_texts(vml_fleet *fleet, const vml_use *key, size_t value_len)
{
	const vml_stored *stored = &key->stored;
	size_t path = strlen(stored->path) + 1, device = strlen(stored->device);
	char *text, *at;

	fleet->scratch.len = 0;
	text = vml_buffer_reserve(&fleet->scratch, path + device + stored->line_len + 4);
	at = put_bytes(text, stored->path, path);
	at = put_marked(at, stored->device, device,
		device ? memmem(stored->device, device, key->value, value_len) : NULL, value_len);
	*at++ = '\0';
	if (stored->line)
		at = put_marked(at, stored->line, stored->line_len, value_in_line(key, value_len),
			value_len);
	return vml_pool_add(&fleet->pool, text, (size_t)(at - text));
}

/*
 * Return the hash of a key: equal for keys with equal rule and value, and the same host if the
 * value is local to a host.
 */
static uint64_t hash_of(const vml_fleet *fleet, const vml_use *key, size_t rule, size_t value_len)
{
	const struct fleet_input *input =
		&fleet->inputs[fleet->domains[fleet->n_domains - 1].input];
	bool by_host = key->scope == VML_SCOPE_HOST ||
		(key->scope == VML_SCOPE_STORAGE && input->host_known);
	uint64_t hash = vml_hash_number(rule + 1, by_host ? input->host + 1 : 0);

	/* amounts on one host are added up, so their values must not change the hash */
	return vml_hash_words(hash, key->value, key->finding.rule->joined->limit ? 0 : value_len);
}

static char *put_range(char *at, const vml_use *key)
{
	const vml_range *range = &key->finding.range;
	const vml_stored *stored = &key->stored;

	at = put_number(at, range->start.line);
	if (!range->start.line)
		return at;
	at = put_number(at, range->start.column);
	at = put_number(at, range->start.byte);
	at = put_number(at, range->end.line - range->start.line);
	at = put_number(at, range->end.column);
	at = put_number(at, range->end.byte - range->start.byte);
	at = put_number(at, stored->column);
	at = put_number(at, stored->end_column);
	at = put_number(at, stored->caret);
	return put_number(at, stored->mark);
}

static void get_range(const char **at, struct fleet_key *key)
{
	vml_range *range = &key->range;

	range->start.line = get_number(at);
	key->has_range = range->start.line;
	if (!key->has_range)
		return;
	range->start.column = get_number(at);
	range->start.byte = get_number(at);
	range->end.line = range->start.line + get_number(at);
	range->end.column = get_number(at);
	range->end.byte = range->start.byte + get_number(at);
	key->column = get_number(at);
	key->end_column = get_number(at);
	key->caret = get_number(at);
	key->mark = get_number(at);
}

static void add_entry(vml_fleet *fleet, struct fleet_entry entry)
{
	if ((fleet->n_entries & (fleet->n_entries - 1)) == 0) /* full at 2^k: double it */
		fleet->entries = vml_realloc(fleet->entries,
			(fleet->n_entries ? 2 * fleet->n_entries : 1) * sizeof(entry));
	fleet->entries[fleet->n_entries++] = entry;
}

void vml_fleet_store(vml_fleet *fleet, const vml_use *key)
{
	const vml_finding *finding = &key->finding;
	const struct fleet_domain *domain = &fleet->domains[fleet->n_domains - 1];
	size_t rule = number_of(fleet, finding->rule), offset = fleet->bytes.len - domain->start;
	size_t value_len = strlen(key->value);
	const char *reason = finding->reason ? finding->reason : "";
	char *start, *at;

	if (offset > UINT32_MAX)
		return;
	add_entry(fleet,
		(struct fleet_entry){ .hash = hash_of(fleet, key, rule, value_len),
			.domain = (uint32_t)(fleet->n_domains - 1),
			.offset = (uint32_t)offset });
	start = vml_buffer_reserve(
		&fleet->bytes, (size_t)NUMBERS_MAX * NUMBER_MAX + strlen(reason) + value_len + 2);
	at = put_number(start, rule);
	at = put_number(at,
		(unsigned int)finding->severity | (unsigned int)finding->state << 2 |
			(unsigned int)key->scope << 4 | key->use << 6);
	if (finding->state != VML_STATE_ACTIVE)
		at = put_bytes(at, reason, strlen(reason) + 1);
	at = put_number(at, pool_texts(fleet, key, value_len));
	at = put_range(at, key);
	at = put_bytes(at, key->value, value_len + 1);
	fleet->bytes.len += (size_t)(at - start);
}

struct fleet_key vml_fleet_load(const vml_fleet *fleet, const struct fleet_entry *entry)
{
	const char *at = fleet->bytes.bytes + fleet->domains[entry->domain].start + entry->offset;
	struct fleet_key key = { .rule = fleet->rules[get_number(&at)] };
	uint64_t packed = get_number(&at);

	key.severity = (vml_severity)(packed & 3);
	key.state = (vml_state)(packed >> 2 & 3);
	key.scope = (vml_scope)(packed >> 4 & 3);
	key.use = packed >> 6 & (VML_USES - 1);
	if (key.state != VML_STATE_ACTIVE)
		key.reason = get_text(&at);
	if (key.reason && !*key.reason)
		key.reason = NULL;
	key.texts = (uint32_t)get_number(&at);
	get_range(&at, &key);
	key.value = get_text(&at);
	return key;
}

const char *vml_fleet_name(const vml_fleet *fleet, uint32_t domain, const char **ret_uuid)
{
	const char *at = fleet->bytes.bytes + fleet->domains[domain].start;
	const char *name = get_text(&at);

	if (ret_uuid)
		*ret_uuid = get_text(&at);
	return name;
}
