/* Selection of rules: applies patterns and severities, merges the rules' paths into one walk. */
#include "select.h"

#include "arena.h"
#include "buffer.h"
#include "prefilter.h"
#include "rules.h"
#include "target.h"

#include <fnmatch.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static void free_step(vml_step *step)
{
	for (size_t i = 0; i < step->n_children; i++)
		free_step(&step->children[i]);
	for (size_t i = 0; i < step->n_rules; i++)
		free(step->filters[i]);
	free(step->children);
	free(step->filters);
	free(step->rules);
	*step = (vml_step){ 0 };
}

/* Return true if an array of n elements is full: it grows by doubling. */
static bool is_full(size_t n)
{
	return !(n & (n - 1));
}

static vml_step *child_step(vml_step *step, const char *name, size_t len)
{
	unsigned short *last = &step->last[vml_step_initial(name)], previous = *last;

	for (size_t i = 0; i < step->n_children; i++)
		if (step->children[i].name_len == len && !memcmp(step->children[i].name, name, len))
			return &step->children[i];
	if (is_full(step->n_children))
		step->children = vml_realloc(step->children,
			(step->n_children ? 2 * step->n_children : 1) * sizeof(*step->children));
	step->children[step->n_children] =
		(vml_step){ .name = name, .name_len = len, .previous = previous };
	*last = (unsigned short)++step->n_children;
	return &step->children[step->n_children - 1];
}

/* Add a rule to the step that its path ends at, adding missing steps. */
static void plan_path(vml_step *step, const char *path, size_t len, size_t rule)
{
	while (len > 0 && !(len == 1 && *path == '.')) {
		const char *slash = memchr(path, '/', len);
		size_t n = slash ? (size_t)(slash - path) : len;

		step = child_step(step, path, n);
		path += slash ? n + 1 : n;
		len -= slash ? n + 1 : n;
	}
	if (is_full(step->n_rules)) {
		size_t capacity = step->n_rules ? 2 * step->n_rules : 1;

		step->rules = vml_realloc(step->rules, capacity * sizeof(*step->rules));
		step->filters = vml_realloc(step->filters, capacity * sizeof(*step->filters));
	}
	step->filters[step->n_rules] = NULL;
	step->rules[step->n_rules++] = rule;
}

/* Override choices by those that a layer sets. */
static void apply_layer(const vml_layer *layer, size_t n, vml_choice *choices)
{
	for (size_t i = 0; i < n; i++) {
		if (layer->turn[i])
			choices[i].enabled = layer->turn[i] > 0;
		if (layer->severity[i])
			choices[i].severity = layer->severity[i];
	}
}

static void begin_choices(const vml_selection *selection, vml_choice *choices)
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
	begin_choices(selection, choices);
	for (size_t i = 0; i < selection->n_layers; i++) {
		const vml_layer *layer = &selection->layers[i];

		if (!layer->domains || !fnmatch(layer->domains, domain, 0))
			apply_layer(layer, selection->n_rules, choices);
	}
	return choices;
}

/* Return true if the rule may be enabled, at or above the threshold, on some domain. */
static bool may_run(const vml_selection *selection, size_t rule)
{
	bool on = !selection->rules[rule]->optional;
	vml_severity most = selection->rules[rule]->severity;

	for (size_t i = 0; i < selection->n_layers; i++) {
		const vml_layer *layer = &selection->layers[i];
		vml_severity severity = layer->severity[rule];

		if (layer->turn[rule] && !(layer->domains && layer->turn[rule] < 0))
			on = layer->turn[rule] > 0;
		if (severity && (!layer->domains || severity > most))
			most = severity;
	}
	return on && most >= selection->counted;
}

bool vml_selection_needs_host(const vml_selection *selection)
{
	for (size_t i = 0; i < selection->n_rules; i++)
		if (selection->rules[i]->when & VML_HOST_GATES && may_run(selection, i))
			return true;
	return false;
}

/* Return the number of a rule's gates, from 1, adding them if no rule before has the same. */
static unsigned short gates_of(vml_selection *selection, const vml_rule *rule)
{
	size_t i = 0;

	while (i < selection->n_gates &&
		(selection->gates[i].when != rule->when ||
			selection->gates[i].unless != rule->unless))
		i++;
	if (i == selection->n_gates) {
		selection->gates =
			vml_realloc(selection->gates, (i + 1) * sizeof(*selection->gates));
		selection->gates[selection->n_gates++] =
			(vml_gates){ .when = rule->when, .unless = rule->unless };
	}
	return (unsigned short)(i + 1);
}

/* Collect the gates of the rules that may run: each is checked once per domain. */
static void plan_gates(vml_selection *selection)
{
	size_t n = selection->n_rules;

	selection->n_gates = selection->n_conditional = 0;
	selection->gates_of = vml_realloc(selection->gates_of, n * sizeof(*selection->gates_of));
	selection->conditional =
		vml_realloc(selection->conditional, n * sizeof(*selection->conditional));
	for (size_t i = 0; i < n; i++) {
		const vml_rule *rule = selection->rules[i];

		selection->gates_of[i] = 0;
		if (rule->when & VML_HOST_GATES)
			selection->conditional[selection->n_conditional++] = i;
		else if (may_run(selection, i))
			selection->gates_of[i] = gates_of(selection, rule);
	}
}

static void plan(vml_selection *selection)
{
	free_step(&selection->plan);
	plan_gates(selection);
	begin_choices(selection, selection->choices);
	for (size_t i = 0; i < selection->n_layers; i++)
		apply_layer(&selection->layers[i], selection->n_rules, selection->choices);
	for (size_t i = 0; i < selection->n_rules; i++) {
		const char *path = selection->rules[i]->each;

		/* no walk visits the elements of a rule that never runs */
		if (!path || !may_run(selection, i))
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

void vml_selection_prepare(const vml_selection *selection)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	vml_selection *own = (vml_selection *)(uintptr_t)selection;

	if (__atomic_load_n(&own->planned, __ATOMIC_ACQUIRE))
		return;
	pthread_mutex_lock(&lock);
	if (!own->planned) {
		plan(own);
		__atomic_store_n(&own->planned, true, __ATOMIC_RELEASE);
	}
	pthread_mutex_unlock(&lock);
}

const vml_prefilter *vml_step_filters(
	const vml_selection *selection, const vml_step *step, size_t i)
{
	const vml_rule *rule = selection->rules[step->rules[i]];
	vml_prefilter *made, *known = __atomic_load_n(&step->filters[i], __ATOMIC_ACQUIRE);

	if (known)
		return known;
	made = step->name ? vml_prefilters_of(rule->refusals, step->name, step->name_len)
			  : vml_prefilters_of(rule->refusals, "domain", strlen("domain"));
	if (__atomic_compare_exchange_n(
		    &step->filters[i], &known, made, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
		return made;
	/* another thread was faster */
	free(made);
	return known;
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
	free_step(&selection->plan);
	free(selection->layers);
	free(selection->custom);
	free(selection->rules);
	free(selection->choices);
	free(selection->gates);
	free(selection->gates_of);
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

/* Return true if a pattern matches: the rule's id, an alias, its category, or a glob. */
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

/* Enable or disable the rules that a pattern matches; false if it matches none. */
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
	selection->planned = false;
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
		selection->planned = false;
	return known;
}

/* Append a rule to the table, the layers and the choices. */
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
	*ret_error = vml_xpath_check(rule->xpath);
	if (*ret_error)
		return -1;
	custom = vml_custom_rule_new(rule);
	selection->custom = vml_realloc(
		selection->custom, (selection->n_custom + 1) * sizeof(vml_custom_rule *));
	selection->custom[selection->n_custom++] = custom;
	grow(selection, &custom->rule);
	selection->planned = false;
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
	selection->planned = false;
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
