/* Plan of a selection: the rules' paths merged into one walk, their gates and prefilters. */
#include "plan.h"

#include "arena.h"
#include "prefilter.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

void vml_step_free(vml_step *step)
{
	for (size_t i = 0; i < step->n_children; i++)
		vml_step_free(&step->children[i]);
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
	vml_step_free(&selection->plan);
	plan_gates(selection);
	vml_begin_choices(selection, selection->choices);
	for (size_t i = 0; i < selection->n_layers; i++)
		vml_apply_layer(&selection->layers[i], selection->n_rules, selection->choices);
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
