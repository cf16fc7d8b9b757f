/*
 * Selection of rules: which rules run, with which severity (layers of choices), and the tree of
 * elements to visit (plan).
 */
#ifndef VML_SELECT_H
#define VML_SELECT_H

#include "custom_rule.h"
#include "host.h"

#include <vmlint/audit.h>

/* A rule to check at a step of the walk through a domain. */
typedef struct vml_step_rule {
	unsigned int rule; /* index in the selection's rules */
	unsigned int next; /* index in plan.rules of the step's next rule; 0: none */
	/* prefilters of the rule's refusals; NULL until the first use */
	struct vml_prefilter *filters;
} vml_step_rule;

/*
 * A step of the walk: a node in the tree of element names. VML_STEP_INITIALS: number of slots for
 * the first bytes of the names of children.
 */
enum { VML_STEP_INITIALS = 32 };
typedef struct vml_step {
	const char *name; /* name_len bytes, not NUL-terminated; borrowed from a rule */
	size_t name_len;
	unsigned int first_rule, last_rule; /* indexes in plan.rules; 0: none */
	bool has_children;
	/*
	 * last[i]: index in plan.steps of the last child whose name has slot i (result of
	 * vml_step_initial()); 0: none
	 */
	unsigned short last[VML_STEP_INITIALS];
	/* index in plan.steps of the previous sibling whose name has the same slot; 0: none */
	unsigned short previous;
} vml_step;

/*
 * The tree of all steps, and the rules of each step. All lists are in two arrays and linked by
 * index: one array per list would take hundreds of allocations at each start.
 */
typedef struct vml_plan {
	vml_step *steps; /* steps[0] is <domain>; NULL before the first use */
	size_t n_steps;
	vml_step_rule *rules; /* rules[0] is not used: 0 means none */
	size_t n_rules;
} vml_plan;

/* Return the slot of a name: an index in vml_step.last. */
static inline size_t vml_step_initial(const char *name)
{
	return (unsigned char)*name % VML_STEP_INITIALS;
}

/*
 * Settings of the rules from one source, such as a section of a file. Later layers override earlier
 * ones.
 */
typedef struct vml_layer {
	/* shell pattern: names of the domains to which the layer applies; NULL: all */
	char *domains;
	signed char *turn;	 /* per rule: 1 enable, -1 disable, 0 unchanged */
	unsigned char *severity; /* per rule: vml_severity, 0 unchanged */
	bool only;		 /* the layer has an "only" list, which disables all other rules */
	vml_target target;	 /* target.name is "" if the layer sets no target */
} vml_layer;

/* Result of applying the layers to one rule. */
typedef struct vml_choice {
	bool enabled;
	vml_severity severity;
} vml_choice;

/* The gates (conditions on a domain) of one or more rules. */
typedef struct vml_gates {
	unsigned int when, unless; /* VML_WHEN_* bits */
	unsigned short first;	   /* index of the first rule with these gates, plus 1; 0: none */
} vml_gates;

struct vml_selection {
	const vml_rule **rules; /* built-in rules, then custom ones, then NULL */
	size_t n_rules;
	vml_custom_rule **custom; /* custom[i] is the rule at rules[vml_rule_count() + i] */
	size_t n_custom;
	vml_layer *layers;
	size_t n_layers;
	bool by_domain;		     /* a layer depends on the domain's name */
	bool inline_off;	     /* suppressions in documents are ignored */
	bool brief;		     /* commands and remedies of findings are not printed */
	vml_severity shown, counted; /* see vml_select_severity() */
	/* libosinfo id that is assumed for domains without one; NULL: none */
	const char *guest;
	vml_choice *choices; /* per rule; unused if by_domain */
	/* valid: `choices` and gates, if not 0; the plans, by VML_PLAN_* bits */
	unsigned char planned;
	vml_gates *gates; /* distinct gates of the rules that may run */
	size_t n_gates;
	/*
	 * per rule: index of its gates in `gates`, plus 1; 0: the rule never runs, or needs a host
	 */
	unsigned short *gates_of;
	/* per rule: index of the next rule with the same gates, plus 1; 0: none */
	unsigned short *next_alike;
	size_t *conditional; /* indexes of the rules that need facts of a host, ascending */
	size_t n_conditional;
	const struct vml_setting *host_files; /* setting "host" of the configuration; NULL: none */
	/* hosts for which the domains are audited; borrowed */
	const vml_host **hosts;
	size_t n_hosts;
	/*
	 * steps of the walk for all rules that may run on some domain: without those that need
	 * facts of a host, and with them
	 */
	vml_plan plan, host_plan;
};

/* Bits of vml_selection.planned. */
enum { VML_PLAN_RULES = 1 << 0, VML_PLAN_HOST_RULES = 1 << 1 };

/*
 * Compute selection->choices, gates and a plan, if the selection has changed since the last call.
 * Thread-safe: several audits may start at the same time.
 *
 * hosts: the plan includes the rules that need facts of a host
 *
 * Returns the plan, which the selection owns.
 */
const vml_plan *vml_selection_prepare(const vml_selection *selection, bool hosts);

/*
 * Return the prefilters (prefilter.h) of a rule that has refusals, for the elements of a step of a
 * plan. They are created by the first call and freed with the plan. Thread-safe.
 *
 * rule: element of the plan's rules that belongs to `step`
 */
const struct vml_prefilter *vml_step_filters(
	const vml_selection *selection, const vml_step *step, vml_step_rule *rule);

/* Return true if a rule with one of these gates may run on some domain. */
bool vml_selection_needs(const vml_selection *selection, unsigned int gates);

/*
 * Return for each rule of the selection whether it is enabled for a domain of this name, and with
 * which severity. The array is valid as long as both the arena and the selection are, until the
 * selection changes.
 */
const vml_choice *vml_choices_for(
	const vml_selection *selection, vml_arena *arena, const char *domain);

/*
 * Return the target for a domain of that name: that of the last layer that applies to the domain
 * and sets a target. NULL if there is no such layer. Borrowed from the layer: valid until another
 * layer is opened or the selection is freed.
 */
const vml_target *vml_target_for(const vml_selection *selection, const char *domain);

#endif
