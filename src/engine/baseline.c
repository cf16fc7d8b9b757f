/* Multiset of findings: reads and writes baseline files, marks findings that are in a baseline. */
#include "baseline.h"

#include "arena.h"
#include "text.h"

#include <jansson.h>
#include <libxml/hash.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define SCHEMA "vmlint-baseline/1"

/* The findings with one key (vml_key). */
struct entry {
	char *rule, *domain, *name, *path, *evidence;
	size_t times, used;	   /* number of findings: in the baseline, and matched so far */
	const struct check *check; /* shared by all entries of the same rule and domain */
};

/* One rule on one domain: its entries can be stale only if the rule has run on the domain. */
struct check {
	const char *rule;   /* id, borrowed from an entry */
	bool done;	    /* the rule has run on the domain, or no longer exists */
	struct check *next; /* next rule that has entries for the domain but has not run on it */
};

struct domain {
	/* rules that have entries for the domain but have not run on it yet */
	struct check *pending;
	bool audited;
};

struct vml_baseline {
	struct entry **entries;
	size_t n;
	xmlHashTable *by_key;  /* struct entry, by three keys: rule and evidence; domain; path */
	xmlHashTable *checks;  /* struct check, by domain and rule */
	xmlHashTable *domains; /* struct domain, by id */
};

vml_baseline *vml_baseline_new(void)
{
	vml_baseline *baseline = vml_realloc(NULL, sizeof(*baseline));

	*baseline = (vml_baseline){ .by_key = xmlHashCreate(256),
		.checks = xmlHashCreate(64),
		.domains = xmlHashCreate(64) };
	if (!baseline->by_key || !baseline->checks || !baseline->domains)
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
	xmlHashFree(baseline->checks, release);
	xmlHashFree(baseline->domains, release);
	free(baseline->entries);
	free(baseline);
}

/* Join rule and evidence: xmlHash supports at most three keys. */
static char *join_rule_and_evidence(const vml_key *key)
{
	return vml_asprintf("%s %s", key->rule, key->evidence);
}

static struct entry *look_up(const vml_baseline *baseline, const vml_key *key)
{
	char *joined = join_rule_and_evidence(key);
	struct entry *entry = xmlHashLookup3(
		baseline->by_key, BAD_CAST joined, BAD_CAST key->domain, BAD_CAST key->path);

	free(joined);
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

/*
 * Return the struct check of an entry's domain and rule; adds it if there is none. All entries of
 * this domain and rule share it, so that an audit sets `done` once and need not visit all entries.
 */
static const struct check *check_of(vml_baseline *baseline, const struct entry *entry)
{
	struct check *check =
		xmlHashLookup2(baseline->checks, BAD_CAST entry->domain, BAD_CAST entry->rule);
	struct domain *domain;

	if (!check) {
		domain = domain_of(baseline, entry->domain);
		check = vml_realloc(NULL, sizeof(*check));
		*check = (struct check){ .rule = entry->rule, .next = domain->pending };
		domain->pending = check;
		if (xmlHashAddEntry2(
			    baseline->checks, BAD_CAST entry->domain, BAD_CAST entry->rule, check))
			vml_out_of_memory();
	}
	return check;
}

static struct entry *new_entry(vml_baseline *baseline, const vml_key *key, const char *name)
{
	struct entry *entry = vml_realloc(NULL, sizeof(*entry));
	char *joined = join_rule_and_evidence(key);

	*entry = (struct entry){ .rule = vml_strdup(key->rule),
		.domain = vml_strdup(key->domain),
		.name = vml_strdup(name),
		.path = vml_strdup(key->path),
		.evidence = vml_strdup(key->evidence) };
	if ((baseline->n & (baseline->n + 1)) == 0) /* n is 2^k - 1: grow to 2^(k + 1) */
		baseline->entries = vml_realloc(
			baseline->entries, (baseline->n + 1) * 2 * sizeof(*baseline->entries));
	baseline->entries[baseline->n++] = entry;
	if (xmlHashAddEntry3(baseline->by_key, BAD_CAST joined, BAD_CAST key->domain,
		    BAD_CAST key->path, entry))
		vml_out_of_memory();
	free(joined);
	entry->check = check_of(baseline, entry);
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

/*
 * Return true if unmatched entries of a rule are stale: the rule ran on the domain, or it no longer
 * exists. Always false for rules across domains, such as that on a MAC address that two guests use:
 * the other domain may not be part of this run.
 *
 * ran: per rule in `rules`, whether it ran on the domain
 */
static bool has_run(const char *rule, const vml_rule *const *rules, const bool *ran)
{
	for (size_t i = 0; rules[i]; i++)
		if (!strcmp(rules[i]->id, rule))
			return ran[i] && !rules[i]->joined;
	return true; /* the rule no longer exists: its entries are stale */
}

/* Record which rules ran on this domain; their unmatched entries can be reported as stale. */
static void note_checks(vml_baseline *baseline, const vml_rule *const *rules,
	const vml_facts *facts, const bool *ran)
{
	struct domain *domain = xmlHashLookup(baseline->domains, BAD_CAST facts->id);
	struct check **link = domain ? &domain->pending : NULL;

	while (link && *link) {
		(*link)->done = has_run((*link)->rule, rules, ran);
		if ((*link)->done)
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
	for (size_t i = 0; result->ran && i < result->n_domains; i++)
		note_checks(baseline, rules, result->domains[i], result->ran[i]);
}

void vml_baseline_note_domains(vml_baseline *baseline, const vml_result *result)
{
	for (size_t i = 0; i < result->n_domains; i++)
		domain_of(baseline, result->domains[i]->id)->audited = true;
}

size_t vml_baseline_keep(vml_baseline *baseline, const vml_baseline *old)
{
	size_t n = 0;

	for (size_t i = 0; i < old->n; i++) {
		const struct entry *entry = old->entries[i];
		const struct domain *domain = xmlHashLookup(old->domains, BAD_CAST entry->domain);
		const vml_key key = { .rule = entry->rule,
			.domain = entry->domain,
			.path = entry->path,
			.evidence = entry->evidence };

		for (size_t j = 0; !(domain && domain->audited) && j < entry->times; j++, n++)
			add(baseline, &key, entry->name);
	}
	return n;
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

		if (!entry->check->done || entry->used >= entry->times)
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

/* Add the entries of a baseline file. Returns NULL, or a static error message. */
static const char *read_entries(vml_baseline *baseline, const json_t *root)
{
	const char *schema = member(root, "schema");
	const json_t *findings = json_object_get(root, "findings");

	if (!schema || strcmp(schema, SCHEMA) || !json_is_array(findings))
		return "not a vmlint baseline: expected \"schema\": \"" SCHEMA "\"";
	for (size_t i = 0; i < json_array_size(findings); i++) {
		const json_t *object = json_array_get(findings, i);
		const char *name = member(object, "name");
		vml_key key = { .rule = member(object, "rule"),
			.domain = member(object, "domain"),
			.path = member(object, "path"),
			.evidence = member(object, "evidence") };
		const vml_rule *rule;

		if (!key.rule || !key.domain || !key.path || !key.evidence)
			return "an entry has no rule, domain, path or evidence";
		rule = vml_rule_by_id(key.rule);
		if (rule)
			key.rule = rule->id; /* the file may use an alias */
		add(baseline, &key, name ? name : "");
	}
	return NULL;
}

int vml_baseline_read(const char *path, vml_baseline **ret, char **ret_error)
{
	FILE *in = fopen(path, "re");
	const char *problem;
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
	problem = read_entries(*ret, root);
	json_decref(root);
	if (!problem)
		return 0;
	*ret_error = vml_asprintf("%s: %s", path, problem);
	vml_baseline_free(*ret);
	*ret = NULL;
	return -1;
}
