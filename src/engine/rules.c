/* Table of all rules of this build, and the names of severities, categories and fix levels. */
#include "rules.h"

#include "arena.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

extern const vml_rule *const vml_rule_modules[];

static const vml_rule **all;
static size_t n_all;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/*
 * Insert a rule into all[], whose first n elements are sorted by id. Modules are in the order of
 * their names, so the rules are nearly sorted already. Few elements move: sorting, which happens at
 * each start, takes a third of the time of qsort().
 */
static void insert(size_t n, const vml_rule *rule)
{
	for (; n && strcmp(all[n - 1]->id, rule->id) > 0; n--)
		all[n] = all[n - 1];
	all[n] = rule;
}

static void release(void)
{
	free(all);
}

static void collect(void)
{
	for (const vml_rule *const *module = vml_rule_modules; *module; module++)
		for (const vml_rule *rule = *module; rule->id; rule++)
			n_all++;
	all = vml_realloc(NULL, (n_all + 1) * sizeof(*all));
	n_all = 0;
	for (const vml_rule *const *module = vml_rule_modules; *module; module++)
		for (const vml_rule *rule = *module; rule->id; rule++)
			insert(n_all++, rule);
	all[n_all] = NULL;
	atexit(release);
}

const vml_rule *const *vml_rules(void)
{
	pthread_once(&once, collect);
	return all;
}

size_t vml_rule_count(void)
{
	vml_rules();
	return n_all;
}

/* Return true if `word` is in the space-separated `list`. NULL is an empty list. */
static bool has_word(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *at = list; at && *at; at += strcspn(at, " "), at += *at == ' ')
		if (!strncmp(at, word, n) && (at[n] == ' ' || !at[n]))
			return true;
	return false;
}

bool vml_rule_answers_to(const vml_rule *rule, const char *id)
{
	return !strcmp(rule->id, id) || (*id && has_word(rule->aliases, id));
}

const vml_rule *vml_rule_by_id(const char *id)
{
	const vml_rule *alias = NULL;

	/*
	 * continue after an alias was found: if a rule was split, the alias may also be the id of
	 * another rule, and ids take precedence
	 */
	for (const vml_rule *const *rule = vml_rules(); *rule; rule++) {
		if (!strcmp((*rule)->id, id))
			return *rule;
		if (!alias && vml_rule_answers_to(*rule, id))
			alias = *rule;
	}
	return alias;
}

const char *vml_rule_since(const vml_rule *rule)
{
	return rule->since ? rule->since : "0.1.0";
}

const char *vml_nth_rule(const void *rules, size_t i)
{
	const vml_rule *const *list = rules;

	return list[i] ? list[i]->id : NULL;
}

const char *vml_state_name(vml_state state)
{
	static const char *const names[] = { "active", "suppressed", "baselined" };

	return names[state];
}

const char *vml_severity_name(vml_severity severity)
{
	static const char *const names[] = { "none", "info", "warning", "error" };

	return names[severity];
}

bool vml_severity_by_name(const char *name, vml_severity *ret)
{
	for (vml_severity s = VML_INFO; s <= VML_ERROR; s++)
		if (!strcmp(name, vml_severity_name(s))) {
			*ret = s;
			return true;
		}
	return false;
}

const char *vml_category_name(vml_category category)
{
	static const char *const names[] = { "", "performance", "security", "reliability",
		"portability", "compatibility", "correctness" };

	return names[category];
}

const char *vml_fix_level_name(vml_fix_level level)
{
	static const char *const names[] = { "none", "review", "safe" };

	return names[level];
}
