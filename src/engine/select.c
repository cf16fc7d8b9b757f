/* Selection of rules: layers of patterns, severities and targets. */
#include "select.h"

#include "arena.h"
#include "plan.h"
#include "rules.h"
#include "target.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

void vml_apply_layer(const vml_layer *layer, size_t n, vml_choice *choices)
{
	for (size_t i = 0; i < n; i++) {
		if (layer->turn[i])
			choices[i].enabled = layer->turn[i] > 0;
		if (layer->severity[i])
			choices[i].severity = layer->severity[i];
	}
}

void vml_begin_choices(const vml_selection *selection, vml_choice *choices)
{
	for (size_t i = 0; i < selection->n_rules; i++)
		choices[i] = (vml_choice){ .enabled = !selection->rules[i]->optional,
			.severity = selection->rules[i]->severity };
}

const vml_choice *vml_choices_for(
	const vml_selection *selection, vml_arena *arena, const char *domain)
{
	vml_choice *choices;

	if (!selection->by_domain)
		return selection->choices;
	choices = vml_arena_alloc(arena, selection->n_rules * sizeof(*choices));
	vml_begin_choices(selection, choices);
	for (size_t i = 0; i < selection->n_layers; i++) {
		const vml_layer *layer = &selection->layers[i];

		if (!layer->domains || !fnmatch(layer->domains, domain, 0))
			vml_apply_layer(layer, selection->n_rules, choices);
	}
	return choices;
}

static vml_layer *top(vml_selection *selection)
{
	return &selection->layers[selection->n_layers - 1];
}

static void open_layer(vml_selection *selection, const char *domains)
{
	size_t n = selection->n_rules;

	selection->layers = vml_realloc(
		selection->layers, (selection->n_layers + 1) * sizeof(*selection->layers));
	selection->layers[selection->n_layers++] =
		(vml_layer){ .domains = domains ? vml_strdup(domains) : NULL,
			.target = { .name = "", .family = "" },
			.turn = vml_realloc(NULL, n),
			.severity = vml_realloc(NULL, n) };
	memset(top(selection)->turn, 0, n);
	memset(top(selection)->severity, 0, n);
	selection->by_domain = selection->by_domain || domains;
}

void vml_select_layer(vml_selection *selection, const char *domains)
{
	open_layer(selection, domains);
}

vml_selection *vml_selection_new(void)
{
	vml_selection *selection = vml_realloc(NULL, sizeof(*selection));
	size_t n = vml_rule_count();

	*selection = (vml_selection){ .shown = VML_INFO, .counted = VML_INFO, .n_rules = n };
	selection->rules = vml_realloc(NULL, (n + 1) * sizeof(*selection->rules));
	memcpy(selection->rules, vml_rules(), (n + 1) * sizeof(*selection->rules));
	selection->choices = vml_realloc(NULL, n * sizeof(*selection->choices));
	open_layer(selection, NULL);
	return selection;
}

void vml_selection_free(vml_selection *selection)
{
	if (!selection)
		return;
	for (size_t i = 0; i < selection->n_layers; i++) {
		free(selection->layers[i].domains);
		free(selection->layers[i].turn);
		free(selection->layers[i].severity);
	}
	for (size_t i = 0; i < selection->n_custom; i++)
		vml_custom_rule_free(selection->custom[i]);
	vml_plan_free(&selection->plan);
	vml_plan_free(&selection->host_plan);
	free(selection->layers);
	free(selection->custom);
	free(selection->rules);
	free(selection->choices);
	free(selection->gates);
	free(selection->gates_of);
	free(selection->next_alike);
	free(selection->conditional);
	free(selection->hosts);
	free(selection);
}

void vml_select_host(vml_selection *selection, const vml_host *host)
{
	selection->hosts =
		vml_realloc(selection->hosts, (selection->n_hosts + 1) * sizeof(vml_host *));
	selection->hosts[selection->n_hosts++] = host;
}

const vml_rule *const *vml_selection_rules(const vml_selection *selection)
{
	return selection->rules;
}

/*
 * Return true if a pattern matches a rule: it is the id, an alias or the category of the rule, or a
 * shell pattern that matches the id.
 */
static bool names_rule(const char *pattern, const vml_rule *rule)
{
	return !fnmatch(pattern, rule->id, 0) || vml_rule_answers_to(rule, pattern) ||
		!strcmp(pattern, vml_category_name(rule->category));
}

const vml_rule *vml_selection_rule(const vml_selection *selection, const char *id)
{
	for (const vml_rule *const *rule = selection->rules; *rule; rule++)
		if (vml_rule_answers_to(*rule, id))
			return *rule;
	return NULL;
}

/* Enable or disable all rules that a pattern matches. Returns false if it matches none. */
static bool apply(vml_selection *selection, vml_select_how how, const char *pattern)
{
	vml_layer *layer = top(selection);
	bool known = false;

	for (size_t i = 0; i < selection->n_rules; i++) {
		if (!names_rule(pattern, selection->rules[i]))
			continue;
		if (how == VML_SELECT_ONLY && !layer->only) {
			memset(layer->turn, -1, selection->n_rules);
			layer->only = true;
		}
		layer->turn[i] = how == VML_SELECT_DISABLE ? -1 : 1;
		known = true;
	}
	return known;
}

int vml_select(
	vml_selection *selection, vml_select_how how, const char *patterns, char **ret_unknown)
{
	char *copy = vml_strdup(patterns), *rest = copy, *pattern;
	int status = 0;

	while ((pattern = strtok_r(rest, ", \t\n", &rest))) {
		if (apply(selection, how, pattern))
			continue;
		*ret_unknown = vml_strdup(pattern);
		status = -1;
		break;
	}
	free(copy);
	selection->planned = 0;
	return status;
}

bool vml_select_severity_of(vml_selection *selection, const char *id, vml_severity severity)
{
	bool known = false;

	/* several rules may have the same alias */
	for (size_t i = 0; i < selection->n_rules; i++) {
		if (!vml_rule_answers_to(selection->rules[i], id))
			continue;
		top(selection)->severity[i] = (unsigned char)severity;
		known = true;
	}
	if (known)
		selection->planned = 0;
	return known;
}

/* Append a rule to the table of rules and extend the arrays of all layers and choices. */
static void grow(vml_selection *selection, const vml_rule *rule)
{
	size_t n = selection->n_rules++;

	selection->rules = vml_realloc(selection->rules, (n + 2) * sizeof(*selection->rules));
	selection->rules[n] = rule;
	selection->rules[n + 1] = NULL;
	selection->choices = vml_realloc(selection->choices, (n + 1) * sizeof(*selection->choices));
	for (size_t i = 0; i < selection->n_layers; i++) {
		vml_layer *layer = &selection->layers[i];

		layer->turn = vml_realloc(layer->turn, n + 1);
		layer->severity = vml_realloc(layer->severity, n + 1);
		layer->turn[n] = 0;
		layer->severity[n] = 0;
	}
}

int vml_select_custom_rule(
	vml_selection *selection, const vml_custom_rule_def *rule, char **ret_error)
{
	vml_custom_rule *custom;

	if (vml_selection_rule(selection, rule->id)) {
		*ret_error = vml_strdup("a rule with this id already exists");
		return -1;
	}
	*ret_error = vml_xpath_check(rule->xpath, true);
	if (*ret_error)
		return -1;
	custom = vml_custom_rule_new(rule);
	selection->custom = vml_realloc(
		selection->custom, (selection->n_custom + 1) * sizeof(vml_custom_rule *));
	selection->custom[selection->n_custom++] = custom;
	grow(selection, &custom->rule);
	selection->planned = 0;
	return 0;
}

void vml_select_inline(vml_selection *selection, bool hold)
{
	selection->inline_off = !hold;
}

void vml_select_severity(vml_selection *selection, vml_severity shown, vml_severity counted)
{
	selection->shown = shown;
	selection->counted = counted;
	selection->planned = 0;
}

void vml_select_guest(vml_selection *selection, const char *id)
{
	selection->guest = id;
}

int vml_select_target(vml_selection *selection, const char *text, char **ret_error)
{
	vml_target target;

	if (vml_target_parse(text, &target, ret_error))
		return -1;
	top(selection)->target = target;
	return 0;
}

const vml_target *vml_target_for(const vml_selection *selection, const char *domain)
{
	for (size_t i = selection->n_layers; i-- > 0;) {
		const vml_layer *layer = &selection->layers[i];

		if (*layer->target.name && (!layer->domains || !fnmatch(layer->domains, domain, 0)))
			return &layer->target;
	}
	return NULL;
}
