/*
 * Plan of a selection: merges the paths of all rules into one walk, groups rules with the same
 * gates (conditions on a domain), and caches the prefilters of refusal rows.
 */
#include "plan.h"

#include "arena.h"
#include "prefilter.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Initial capacities: enough for all built-in rules, so that the arrays need not grow. */
enum { STEPS = 256, RULES = 1024 };

void vml_plan_free(vml_plan *plan)
{
	for (size_t i = 1; i < plan->n_rules; i++)
		free(plan->rules[i].filters);
	free(plan->steps);
	free(plan->rules);
	*plan = (vml_plan){ 0 };
}

/*
 * Return true if an array with n elements is full. Its initial capacity is `first`, a power of two;
 * the caller doubles the capacity when the array is full.
 */
static bool is_full(size_t n, size_t first)
{
	return n >= first && !(n & (n - 1));
}

static size_t add_step(vml_plan *plan, const char *name, size_t len)
{
	size_t n = plan->n_steps++;

	if (is_full(n, STEPS))
		plan->steps = vml_realloc(plan->steps, 2 * n * sizeof(*plan->steps));
	plan->steps[n] = (vml_step){ .name = name, .name_len = len };
	return n;
}

static void begin(vml_plan *plan)
{
	plan->steps = vml_realloc(NULL, STEPS * sizeof(*plan->steps));
	plan->rules = vml_realloc(NULL, RULES * sizeof(*plan->rules));
	plan->n_rules = 1; /* rules[0] is not used: index 0 means none */
	add_step(plan, "domain", strlen("domain"));
}

/* Return the index of the child step with this name; adds the step if there is none. */
static size_t child_step(vml_plan *plan, size_t parent, const char *name, size_t len)
{
	size_t initial = vml_step_initial(name), child = plan->steps[parent].last[initial];
	vml_step *step;

	for (; child; child = plan->steps[child].previous)
		if (plan->steps[child].name_len == len &&
			!memcmp(plan->steps[child].name, name, len))
			return child;
	child = add_step(plan, name, len);
	step = &plan->steps[parent];
	plan->steps[child].previous = step->last[initial];
	step->last[initial] = (unsigned short)child;
	step->has_children = true;
	return child;
}

static void add_rule(vml_plan *plan, vml_step *step, size_t rule)
{
	unsigned int n = (unsigned int)plan->n_rules++;

	if (is_full(n, RULES))
		plan->rules = vml_realloc(plan->rules, 2 * (size_t)n * sizeof(*plan->rules));
	plan->rules[n] = (vml_step_rule){ .rule = (unsigned int)rule };
	if (step->last_rule)
		plan->rules[step->last_rule].next = n;
	else
		step->first_rule = n;
	step->last_rule = n;
}

/*
 * Add a rule to the step at which the first of its '|'-separated paths ends; adds missing steps.
 * Returns the end of this path: a '|' or the NUL.
 */
static const char *plan_path(vml_plan *plan, const char *path, size_t rule)
{
	size_t step = 0;

	while (*path && *path != '|') {
		size_t n = strcspn(path, "/|");

		if (n != 1 || *path != '.')
			step = child_step(plan, step, path, n);
		path += path[n] == '/' ? n + 1 : n;
	}
	add_rule(plan, &plan->steps[step], rule);
	return path;
}

/*
 * Return true if there may be a domain on which the rule is enabled with a severity at or above
 * selection->counted.
 */
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

bool vml_selection_needs(const vml_selection *selection, unsigned int gates)
{
	for (size_t i = 0; i < selection->n_rules; i++)
		if (selection->rules[i]->when & gates && may_run(selection, i))
			return true;
	return false;
}

/*
 * Return the index of a rule's gates in selection->gates, plus 1. Adds the gates unless an earlier
 * rule has the same ones.
 *
 * guess: result for the previous rule, which is tried first, because consecutive rules often have
 * the same gates; 0: none
 */
static unsigned short gates_of(vml_selection *selection, const vml_rule *rule, unsigned short guess)
{
	size_t i = 0;

	if (guess && selection->gates[guess - 1].when == rule->when &&
		selection->gates[guess - 1].unless == rule->unless)
		return guess;
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

/*
 * Group the rules that may run: rules with the same gates are in one list, and these gates are
 * checked once per domain.
 */
static void plan_gates(vml_selection *selection)
{
	size_t n = selection->n_rules;
	unsigned short last = 0;

	selection->n_gates = selection->n_conditional = 0;
	selection->gates_of = vml_realloc(selection->gates_of, n * sizeof(*selection->gates_of));
	selection->next_alike =
		vml_realloc(selection->next_alike, n * sizeof(*selection->next_alike));
	selection->conditional =
		vml_realloc(selection->conditional, n * sizeof(*selection->conditional));
	for (size_t i = 0; i < n; i++) {
		const vml_rule *rule = selection->rules[i];
		vml_gates *gates;

		selection->gates_of[i] = 0;
		if (rule->when & VML_HOST_GATES)
			selection->conditional[selection->n_conditional++] = i;
		if (rule->when & VML_HOST_GATES || !may_run(selection, i))
			continue;
		selection->gates_of[i] = last = gates_of(selection, rule, last);
		gates = &selection->gates[last - 1];
		selection->next_alike[i] = gates->first;
		gates->first = (unsigned short)(i + 1);
	}
}

static void plan_choices(vml_selection *selection)
{
	plan_gates(selection);
	vml_begin_choices(selection, selection->choices);
	for (size_t i = 0; i < selection->n_layers; i++)
		vml_apply_layer(&selection->layers[i], selection->n_rules, selection->choices);
}

/* Plan the walk. hosts: include the rules that need facts of a host */
static void plan_walk(const vml_selection *selection, vml_plan *plan, bool hosts)
{
	vml_plan_free(plan);
	begin(plan);
	for (size_t i = 0; i < selection->n_rules; i++) {
		const vml_rule *rule = selection->rules[i];
		const char *path = rule->each;

		/* the walk need not visit the elements of a rule that does not run */
		if (!path || (!hosts && rule->when & VML_HOST_GATES) ||
			(!selection->gates_of[i] && !may_run(selection, i)))
			continue;
		while (*(path = plan_path(plan, path, i)))
			path++;
	}
}

const vml_plan *vml_selection_prepare(const vml_selection *selection, bool hosts)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	vml_selection *own = (vml_selection *)(uintptr_t)selection;
	vml_plan *plan = hosts ? &own->host_plan : &own->plan;
	unsigned char bit = hosts ? VML_PLAN_HOST_RULES : VML_PLAN_RULES;

	if (__atomic_load_n(&own->planned, __ATOMIC_ACQUIRE) & bit)
		return plan;
	pthread_mutex_lock(&lock);
	if (!own->planned)
		plan_choices(own);
	if (!(own->planned & bit)) {
		plan_walk(own, plan, hosts);
		__atomic_store_n(&own->planned, own->planned | bit, __ATOMIC_RELEASE);
	}
	pthread_mutex_unlock(&lock);
	return plan;
}

const vml_prefilter *vml_step_filters(
	const vml_selection *selection, const vml_step *step, vml_step_rule *rule)
{
	vml_prefilter *made, *known = __atomic_load_n(&rule->filters, __ATOMIC_ACQUIRE);

	if (known)
		return known;
	made = vml_prefilters_of(
		selection->rules[rule->rule]->refusals, step->name, step->name_len);
	if (__atomic_compare_exchange_n(
		    &rule->filters, &known, made, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
		return made;
	/* another thread has set rule->filters first */
	free(made);
	return known;
}
