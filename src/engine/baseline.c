/* A multiset of findings: read, written, held against what is found. */
#include "baseline.h"

#include "arena.h"
#include "text.h"

#include <jansson.h>
#include <libxml/hash.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define SCHEMA "vmlint-baseline/1"

struct entry {
	char *rule, *domain, *name, *path, *evidence;
	size_t times, used;
	const struct chance *chance; /* its domain's, of its rule */
};

/* Whether a rule judged a domain, and so could need the entries of both. */
struct chance {
	const char *rule; /* an entry's */
	bool had;
	struct chance *next; /* of the domain, not had yet either */
};

struct domain {
	struct chance *waiting;
};

struct vml_baseline {
	struct entry **entries;
	size_t n;
	xmlHashTable *by_key;  /* of entries, by rule and evidence, domain, path */
	xmlHashTable *chances; /* by domain, rule */
	xmlHashTable *domains;
};

vml_baseline *vml_baseline_new(void)
{
	vml_baseline *baseline = vml_realloc(NULL, sizeof(*baseline));

	*baseline = (vml_baseline){ .by_key = xmlHashCreate(256),
		.chances = xmlHashCreate(64),
		.domains = xmlHashCreate(64) };
	if (!baseline->by_key || !baseline->chances || !baseline->domains)
		vml_out_of_memory();
	return baseline;
}

static void release(void *payload, const xmlChar *name)
{
	(void)name;
	free(payload);
}

void vml_baseline_free(vml_baseline *baseline)
{
	if (!baseline)
		return;
	for (size_t i = 0; i < baseline->n; i++) {
		struct entry *entry = baseline->entries[i];

		free(entry->rule);
		free(entry->domain);
		free(entry->name);
		free(entry->path);
		free(entry->evidence);
		free(entry);
	}
	xmlHashFree(baseline->by_key, NULL);
	xmlHashFree(baseline->chances, release);
	xmlHashFree(baseline->domains, release);
	free(baseline->entries);
	free(baseline);
}

/* Rule and evidence in one word: a hash table has three. */
static char *first_word(const vml_key *key)
{
	return vml_asprintf("%s %s", key->rule, key->evidence);
}

static struct entry *look_up(const vml_baseline *baseline, const vml_key *key)
{
	char *word = first_word(key);
	struct entry *entry = xmlHashLookup3(
		baseline->by_key, BAD_CAST word, BAD_CAST key->domain, BAD_CAST key->path);

	free(word);
	return entry;
}

static struct domain *domain_of(vml_baseline *baseline, const char *id)
{
	struct domain *domain = xmlHashLookup(baseline->domains, BAD_CAST id);

	if (!domain) {
		domain = vml_realloc(NULL, sizeof(*domain));
		*domain = (struct domain){ 0 };
		if (xmlHashAddEntry(baseline->domains, BAD_CAST id, domain))
			vml_out_of_memory();
	}
	return domain;
}

/* One for all entries of a domain and a rule: an audit must not look through all of them. */
static const struct chance *chance_of(vml_baseline *baseline, const struct entry *entry)
{
	struct chance *chance =
		xmlHashLookup2(baseline->chances, BAD_CAST entry->domain, BAD_CAST entry->rule);
	struct domain *domain;

	if (!chance) {
		domain = domain_of(baseline, entry->domain);
		chance = vml_realloc(NULL, sizeof(*chance));
		*chance = (struct chance){ .rule = entry->rule, .next = domain->waiting };
		domain->waiting = chance;
		if (xmlHashAddEntry2(baseline->chances, BAD_CAST entry->domain,
			    BAD_CAST entry->rule, chance))
			vml_out_of_memory();
	}
	return chance;
}

static struct entry *new_entry(vml_baseline *baseline, const vml_key *key, const char *name)
{
	struct entry *entry = vml_realloc(NULL, sizeof(*entry));
	char *word = first_word(key);

	*entry = (struct entry){ .rule = vml_strdup(key->rule),
		.domain = vml_strdup(key->domain),
		.name = vml_strdup(name),
		.path = vml_strdup(key->path),
		.evidence = vml_strdup(key->evidence) };
	if ((baseline->n & (baseline->n + 1)) == 0) /* full at 2^k - 1: double it */
		baseline->entries = vml_realloc(
			baseline->entries, (baseline->n + 1) * 2 * sizeof(*baseline->entries));
	baseline->entries[baseline->n++] = entry;
	if (xmlHashAddEntry3(baseline->by_key, BAD_CAST word, BAD_CAST key->domain,
		    BAD_CAST key->path, entry))
		vml_out_of_memory();
	free(word);
	entry->chance = chance_of(baseline, entry);
	return entry;
}

static void add(vml_baseline *baseline, const vml_key *key, const char *name)
{
	struct entry *entry = look_up(baseline, key);

	if (!entry)
		entry = new_entry(baseline, key, name);
	entry->times++;
}

void vml_baseline_add(vml_baseline *baseline, const vml_finding *finding)
{
	vml_key key = vml_finding_key(finding);

	add(baseline, &key, finding->facts->name);
}

void vml_baseline_add_all(vml_baseline *baseline, const vml_result *result)
{
	for (size_t i = 0; i < result->n_all; i++)
		if (result->all[i]->state == VML_STATE_ACTIVE)
			vml_baseline_add(baseline, result->all[i]);
}

/* Whether the rule judged the domain, so that it would have found the fault again. */
static bool was_judged(const char *rule, const vml_rule *const *rules, const bool *ran)
{
	for (size_t i = 0; rules[i]; i++)
		if (!strcmp(rules[i]->id, rule))
			return ran[i];
	return true; /* there is no such rule any more */
}

/* Which rules' entries of a domain have their chance now; those need not wait any longer. */
static void note_chances(vml_baseline *baseline, const vml_rule *const *rules,
	const vml_facts *facts, const bool *ran)
{
	struct domain *domain = xmlHashLookup(baseline->domains, BAD_CAST facts->id);
	struct chance **link = domain ? &domain->waiting : NULL;

	while (link && *link) {
		(*link)->had = was_judged((*link)->rule, rules, ran);
		if ((*link)->had)
			*link = (*link)->next;
		else
			link = &(*link)->next;
	}
}

void vml_baseline_accept(
	vml_baseline *baseline, const vml_rule *const *rules, const vml_result *result)
{
	if (!baseline->n)
		return;
	for (size_t i = 0; i < result->n_all; i++) {
		vml_finding *finding = result->all[i];
		struct entry *entry;
		vml_key key;

		if (finding->state != VML_STATE_ACTIVE)
			continue;
		key = vml_finding_key(finding);
		entry = look_up(baseline, &key);
		if (!entry || entry->used == entry->times)
			continue;
		entry->used++;
		finding->state = VML_STATE_BASELINED;
	}
	for (size_t i = 0; i < result->n_domains; i++)
		note_chances(baseline, rules, result->domains[i], result->ran[i]);
}

static int compare(const void *a, const void *b)
{
	const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;
	int order = strcmp(x->name, y->name);

	order = order ? order : strcmp(x->domain, y->domain);
	order = order ? order : strcmp(x->rule, y->rule);
	order = order ? order : strcmp(x->path, y->path);
	return order ? order : strcmp(x->evidence, y->evidence);
}

bool vml_baseline_next_stale(const vml_baseline *baseline, size_t *at, vml_stale *ret)
{
	while (*at < baseline->n) {
		const struct entry *entry = baseline->entries[(*at)++];

		if (!entry->chance->had || entry->used >= entry->times)
			continue;
		*ret = (vml_stale){ .rule = entry->rule,
			.name = *entry->name ? entry->name : entry->domain,
			.path = entry->path,
			.times = entry->times - entry->used };
		return true;
	}
	return false;
}

size_t vml_baseline_count(const vml_baseline *baseline)
{
	size_t n = 0;

	for (size_t i = 0; i < baseline->n; i++)
		n += baseline->entries[i]->times;
	return n;
}

static void write_entry(const struct entry *entry, FILE *out)
{
	json_t *object =
		json_pack("{s:s, s:s, s:s, s:s, s:s}", "name", entry->name, "domain", entry->domain,
			"rule", entry->rule, "path", entry->path, "evidence", entry->evidence);

	if (!object)
		vml_out_of_memory();
	json_dumpf(object, out, JSON_ENSURE_ASCII);
	json_decref(object);
}

void vml_baseline_write(vml_baseline *baseline, FILE *out)
{
	bool any = false;

	if (baseline->n)
		qsort(baseline->entries, baseline->n, sizeof(*baseline->entries), compare);
	fputs("{\"schema\": \"" SCHEMA "\", \"findings\": [", out);
	for (size_t i = 0; i < baseline->n; i++)
		for (size_t j = 0; j < baseline->entries[i]->times; j++) {
			fputs(any ? ",\n" : "\n", out);
			any = true;
			write_entry(baseline->entries[i], out);
		}
	fputs(any ? "\n]}\n" : "]}\n", out);
}

static const char *member(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

/* NULL, or what is wrong. */
static const char *read_entries(vml_baseline *baseline, const json_t *root)
{
	const char *schema = member(root, "schema");
	const json_t *findings = json_object_get(root, "findings");

	if (!schema || strcmp(schema, SCHEMA) || !json_is_array(findings))
		return "is no baseline of vmlint (\"schema\": \"" SCHEMA "\")";
	for (size_t i = 0; i < json_array_size(findings); i++) {
		const json_t *object = json_array_get(findings, i);
		const char *name = member(object, "name");
		vml_key key = { .rule = member(object, "rule"),
			.domain = member(object, "domain"),
			.path = member(object, "path"),
			.evidence = member(object, "evidence") };
		const vml_rule *rule;

		if (!key.rule || !key.domain || !key.path || !key.evidence)
			return "an entry lacks rule, domain, path or evidence";
		rule = vml_rule_by_id(key.rule);
		if (rule)
			key.rule = rule->id; /* it may have been called otherwise */
		add(baseline, &key, name ? name : "");
	}
	return NULL;
}

int vml_baseline_read(const char *path, vml_baseline **ret, char **ret_error)
{
	FILE *in = fopen(path, "re");
	const char *wrong;
	json_error_t error;
	json_t *root;

	if (!in) {
		*ret_error = vml_asprintf("%s: %s", path, strerror(errno));
		return -1;
	}
	root = json_loadf(in, JSON_REJECT_DUPLICATES, &error);
	fclose(in);
	if (!root) {
		*ret_error = vml_asprintf("%s:%d: %s", path, error.line, error.text);
		return -1;
	}
	*ret = vml_baseline_new();
	wrong = read_entries(*ret, root);
	json_decref(root);
	if (!wrong)
		return 0;
	*ret_error = vml_asprintf("%s: %s", path, wrong);
	vml_baseline_free(*ret);
	*ret = NULL;
	return -1;
}
