/*
 * Counts findings by rule and severity, in a hash table by rule id. Pointers to rules cannot be
 * keys: each selection (set of enabled rules) has its own copies of custom rules.
 */
#include "statistics.h"

#include "arena.h"
#include "escape.h"
#include "hash.h"

#include <stdlib.h>
#include <string.h>

enum { INITIAL_CAPACITY = 256 };

static bool is_row_of(const vml_rule_count *count, const char *id, vml_severity severity)
{
	return count->severity == severity && !strcmp(count->id, id);
}

static size_t *slot_of(const vml_statistics *s, const char *id, vml_severity severity)
{
	uint64_t key = vml_hash_bytes((uint64_t)severity, id, strlen(id));
	size_t at = vml_hash_slot(key, s->capacity);

	while (s->slots[at] && !is_row_of(&s->counts[s->slots[at] - 1], id, severity))
		at = (at + 1) & (s->capacity - 1);
	return &s->slots[at];
}

static void grow(vml_statistics *s)
{
	s->capacity = s->capacity ? 2 * s->capacity : INITIAL_CAPACITY;
	s->counts = vml_realloc(s->counts, s->capacity / 2 * sizeof(*s->counts));
	s->slots = vml_realloc(s->slots, s->capacity * sizeof(*s->slots));
	memset(s->slots, 0, s->capacity * sizeof(*s->slots));
	for (size_t i = 0; i < s->n; i++)
		*slot_of(s, s->counts[i].id, s->counts[i].severity) = i + 1;
}

static vml_rule_count *count_of(vml_statistics *s, const char *id, vml_severity severity)
{
	size_t *slot;

	if (2 * s->n >= s->capacity)
		grow(s);
	slot = slot_of(s, id, severity);
	if (!*slot) {
		s->counts[s->n++] = (vml_rule_count){ .id = id, .severity = severity };
		*slot = s->n;
	}
	return &s->counts[*slot - 1];
}

void vml_statistics_add(vml_statistics *s, const vml_result *result, bool live)
{
	const vml_facts *domain = NULL;

	if (!s->file)
		s->file = 1;
	s->live = live;
	for (size_t i = 0; i < result->n_findings; i++) {
		const vml_finding *finding = result->findings[i];
		vml_rule_count *count;

		if (finding->state != VML_STATE_ACTIVE)
			continue;
		if (live && domain && domain != finding->facts)
			s->file++;
		domain = finding->facts;
		count = count_of(s, finding->rule->id, finding->severity);
		count->findings++;
		count->fixable += vml_finding_fixable(finding);
		count->files += count->last != s->file;
		count->last = s->file;
	}
	s->file += live;
}

void vml_statistics_next(vml_statistics *s)
{
	s->file++;
}

static int by_severity(const void *a, const void *b)
{
	const vml_rule_count *one = a, *other = b;

	if (one->severity != other->severity)
		return one->severity < other->severity ? 1 : -1;
	if (one->findings != other->findings)
		return one->findings < other->findings ? 1 : -1;
	return strcmp(one->id, other->id);
}

void vml_statistics_sort(vml_statistics *s)
{
	if (s->n)
		qsort(s->counts, s->n, sizeof(*s->counts), by_severity);
}

static const char *scope_of(const vml_statistics *s)
{
	return s->live ? "domains" : "files";
}

void vml_statistics_print(FILE *out, const vml_statistics *s)
{
	int width = 4;

	for (size_t i = 0; i < s->n; i++)
		width = (int)strlen(s->counts[i].id) > width ? (int)strlen(s->counts[i].id) : width;
	if (s->n)
		fprintf(out, "count severity %-*s fixable %s\n", width, "rule", scope_of(s));
	for (size_t i = 0; i < s->n; i++) {
		const vml_rule_count *count = &s->counts[i];

		fprintf(out, "%5zu %-8s %-*s %7zu %*zu\n", count->findings,
			vml_severity_name(count->severity), width, count->id, count->fixable,
			(int)strlen(scope_of(s)), count->files);
	}
}

void vml_statistics_print_markdown(FILE *out, const vml_statistics *s)
{
	if (s->n)
		fprintf(out,
			"| Count | Severity | Rule | Fixable | %s |\n"
			"| ---: | --- | --- | ---: | ---: |\n",
			s->live ? "Domains" : "Files");
	for (size_t i = 0; i < s->n; i++) {
		const vml_rule_count *count = &s->counts[i];

		fprintf(out, "| %zu | %s | ", count->findings, vml_severity_name(count->severity));
		vml_put_markdown(out, count->id);
		fprintf(out, " | %zu | %zu |\n", count->fixable, count->files);
	}
	fputs(s->n ? "\n" : "", out);
}

void vml_statistics_free(vml_statistics *s)
{
	free(s->counts);
	free(s->slots);
	*s = (vml_statistics){ 0 };
}
