/* Selecting rules by patterns, and merging what they visit into one walk. */
#include "select.h"

#include "arena.h"
#include "rules.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

static void free_step(vml_step *step)
{
	for (size_t i = 0; i < step->n_children; i++)
		free_step(&step->children[i]);
	free(step->children);
	free(step->rules);
	*step = (vml_step){ 0 };
}

static vml_step *child_step(vml_step *step, const char *name, size_t len)
{
	for (size_t i = 0; i < step->n_children; i++)
		if (step->children[i].name_len == len && !memcmp(step->children[i].name, name, len))
			return &step->children[i];
	step->children =
		vml_realloc(step->children, (step->n_children + 1) * sizeof(*step->children));
	step->children[step->n_children] = (vml_step){ .name = name, .name_len = len };
	return &step->children[step->n_children++];
}

/* Put a rule where one of its paths leads. */
static void plan_path(vml_step *step, const char *path, size_t len, size_t rule)
{
	while (len > 0 && !(len == 1 && *path == '.')) {
		const char *slash = memchr(path, '/', len);
		size_t n = slash ? (size_t)(slash - path) : len;

		step = child_step(step, path, n);
		path += slash ? n + 1 : n;
		len -= slash ? n + 1 : n;
	}
	step->rules = vml_realloc(step->rules, (step->n_rules + 1) * sizeof(*step->rules));
	step->rules[step->n_rules++] = rule;
}

static void plan(vml_selection *selection)
{
	const vml_rule *const *rules = vml_rules();

	free_step(&selection->plan);
	for (size_t i = 0; rules[i]; i++) {
		const char *path = rules[i]->each;

		/* a silenced rule costs nothing: it is not even visited */
		if (!selection->enabled[i] || rules[i]->severity < selection->least)
			continue;
		for (;;) {
			size_t n = strcspn(path, "|");

			plan_path(&selection->plan, path, n, i);
			if (!path[n])
				break;
			path += n + 1;
		}
	}
}

vml_selection *vml_selection_new(void)
{
	vml_selection *selection = vml_realloc(NULL, sizeof(*selection));
	const vml_rule *const *rules = vml_rules();
	size_t n = vml_rule_count();

	*selection = (vml_selection){ .least = VML_INFO };
	selection->enabled = vml_realloc(NULL, n * sizeof(*selection->enabled));
	for (size_t i = 0; i < n; i++)
		selection->enabled[i] = !rules[i]->optional;
	plan(selection);
	return selection;
}

void vml_selection_free(vml_selection *selection)
{
	if (!selection)
		return;
	free_step(&selection->plan);
	free(selection->enabled);
	free(selection);
}

/* Whether a pattern names a rule: its id, an id that it had, its category, a shell pattern. */
static bool names_rule(const char *pattern, const vml_rule *rule)
{
	return !fnmatch(pattern, rule->id, 0) || vml_rule_by_id(pattern) == rule ||
		!strcmp(pattern, vml_category_name(rule->category));
}

static bool known(const char *pattern)
{
	for (const vml_rule *const *rule = vml_rules(); *rule; rule++)
		if (names_rule(pattern, *rule))
			return true;
	return false;
}

static void apply(vml_selection *selection, vml_select_how how, const char *pattern)
{
	const vml_rule *const *rules = vml_rules();

	for (size_t i = 0; rules[i]; i++)
		if (names_rule(pattern, rules[i]))
			selection->enabled[i] = how != VML_SELECT_DISABLE;
}

int vml_select(
	vml_selection *selection, vml_select_how how, const char *patterns, char **ret_unknown)
{
	char *copy = vml_strdup(patterns), *rest = copy, *pattern;
	int status = 0;

	while ((pattern = strtok_r(rest, ", \t\n", &rest))) {
		if (!known(pattern)) {
			*ret_unknown = vml_strdup(pattern);
			status = -1;
			break;
		}
		if (how == VML_SELECT_ONLY && !selection->only) {
			memset(selection->enabled, 0, vml_rule_count() * sizeof(bool));
			selection->only = true;
		}
		apply(selection, how, pattern);
	}
	free(copy);
	plan(selection);
	return status;
}

void vml_select_severity(vml_selection *selection, vml_severity least)
{
	selection->least = least;
	plan(selection);
}

void vml_select_guest(vml_selection *selection, const char *id)
{
	selection->guest = id;
}
