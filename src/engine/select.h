/* Selection of rules: layers of choices, and the tree of elements to visit. */
#ifndef VML_SELECT_H
#define VML_SELECT_H

#include "custom_rule.h"
#include "host.h"

#include <vmlint/audit.h>

/* A rule to run at a step. */
typedef struct vml_step_rule {
	unsigned int rule;	       /* index in the selection's rules */
	unsigned int next;	       /* number of the step's next one in plan.rules; 0: none */
	struct vml_prefilter *filters; /* of the rule's refusals; NULL before first use */
} vml_step_rule;

/* A node of the tree of element names that the engine visits. */
enum { VML_STEP_INITIALS = 32 };
typedef struct vml_step {
	const char *name; /* name_len bytes, not NUL-terminated; borrowed from a rule */
	size_t name_len;
	unsigned int first_rule, last_rule; /* numbers in plan.rules; 0: none */
	bool has_children;
	/* number in plan.steps of the last child with an initial (vml_step_initial); 0: none */
	unsigned short last[VML_STEP_INITIALS];
	unsigned short previous; /* number of the sibling before it with the same initial */
} vml_step;

/*
 * The tree of all steps, and the rules to run at each. Two arrays, in which numbers refer to
 * entries: an array per list would take hundreds of allocations at each start.
 */
typedef struct vml_plan {
	vml_step *steps; /* steps[0] is <domain>; empty before the first use */
	size_t n_steps;
	vml_step_rule *rules; /* from number 1 */
	size_t n_rules;
} vml_plan;

/* Return the index in `last` for a name. */
static inline size_t vml_step_initial(const char *name)
{
	return (unsigned char)*name % VML_STEP_INITIALS;
}

/* Choices from one source, such as a section of a file; later layers override earlier. */
typedef struct vml_layer {
	char *domains;		 /* glob of domain names that it applies to; NULL: all */
	signed char *turn;	 /* per rule: 1 enable, -1 disable, 0 unchanged */
	unsigned char *severity; /* per rule: vml_severity, 0 unchanged */
	bool only;		 /* an "only" list has disabled all other rules */
	vml_target target;	 /* its name is "" unless the layer sets a target */
} vml_layer;

/* Result of applying the layers to one rule. */
typedef struct vml_choice {
	bool enabled;
	vml_severity severity;
} vml_choice;

/* Conditions of the gates, which several rules have in common. */
typedef struct vml_gates {
	unsigned int when, unless; /* VML_WHEN_* bits */
	unsigned short first;	   /* number of the first rule with them, from 1; 0: none */
} vml_gates;

struct vml_selection {
	const vml_rule **rules; /* built-in rules, then custom ones; ends with NULL */
	size_t n_rules;
	vml_custom_rule **custom; /* custom rules: rules[vml_rule_count()] and following */
	size_t n_custom;
	vml_layer *layers;
	size_t n_layers;
	bool by_domain;		     /* a layer depends on the domain's name */
	bool inline_off;	     /* suppressions in documents are ignored */
	bool brief;		     /* no report prints commands or remedies of findings */
	vml_severity shown, counted; /* counted <= shown */
	const char *guest;	     /* libosinfo id for domains without one; NULL: none */
	vml_choice *choices;	     /* per rule; not used if by_domain */
	bool planned;		     /* choices and plan are valid */
	vml_gates *gates;	     /* the different gates of rules */
	size_t n_gates;
	/* per rule: its number in gates, from 1; 0: it never runs, or needs a host */
	unsigned short *gates_of;
	/* per rule: number of the next rule with the same gates, from 1; 0: the last */
	unsigned short *next_alike;
	size_t *conditional; /* rules that need facts of a host, in order */
	size_t n_conditional;
	const struct vml_setting *host_files; /* "host =" of the configuration; NULL: none */
	const vml_host **hosts;		      /* that shall run the domains; borrowed */
	size_t n_hosts;
	vml_plan plan; /* elements to visit for all rules that may run on some domain */
};

/*
 * Compute the choices and the walk of a selection, if it has changed since the last call.
 * Thread-safe: several audits may start at the same time.
 */
void vml_selection_prepare(const vml_selection *selection);

/*
 * Return the prefilters of a rule of a step, which has refusals. They are made at the first call,
 * and live as long as the plan. Thread-safe.
 */
const struct vml_prefilter *vml_step_filters(
	const vml_selection *selection, const vml_step *step, vml_step_rule *rule);

/* Return true if a rule that needs facts of a host may run on some domain. */
bool vml_selection_needs_host(const vml_selection *selection);

/*
 * Return the choices for a domain of that name, one per rule; they are owned by the arena or
 * the selection.
 */
const vml_choice *vml_choices_for(
	const vml_selection *selection, vml_arena *arena, const char *domain);

/*
 * Find the target for a domain of that name: that of the last matching layer that sets one.
 *
 * Returns NULL if no layer sets one.
 */
const vml_target *vml_target_for(const vml_selection *selection, const char *domain);

#endif
