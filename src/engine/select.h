/* Which rules run, and what the engine visits for them. */
#ifndef VML_SELECT_H
#define VML_SELECT_H

#include "custom_rule.h"

#include <vmlint/vmlint.h>

/* One element name on the way that the engine walks; the root step is <domain>. */
typedef struct vml_step {
	const char *name; /* not ended by a NUL: name_len bytes */
	size_t name_len;
	size_t *rules; /* indexes into the selection's rules */
	size_t n_rules;
	struct vml_step *children;
	size_t n_children;
} vml_step;

/* Choices that hold together; those of later layers win. */
typedef struct vml_layer {
	char *domains;		 /* shell pattern of names, NULL: all */
	signed char *turn;	 /* a rule each: 1 on, -1 off, 0 as before */
	unsigned char *severity; /* a rule each: vml_severity, 0 as before */
	bool only;		 /* an "only" list was given: it began with nothing */
	vml_target target;	 /* name "" unless the layer sets one */
} vml_layer;

/* What the layers come to, a row a rule. */
typedef struct vml_choice {
	bool enabled;
	vml_severity severity;
} vml_choice;

struct vml_selection {
	const vml_rule **rules; /* those of the build, then the site's; ends with NULL */
	size_t n_rules;
	vml_custom_rule **custom; /* behind rules[vml_rule_count()] and following */
	size_t n_custom;
	vml_layer *layers;
	size_t n_layers;
	bool by_domain; /* some layer depends on the domain's name */
	bool inline_off;
	vml_severity shown, counted; /* counted <= shown */
	const char *guest;
	vml_choice *choices; /* where no layer depends on the name */
	vml_step plan;	     /* of all rules that any domain may enable */
};

/* The choices for a domain of that name; they live in the arena or the selection. */
const vml_choice *vml_choices_for(
	const vml_selection *selection, vml_arena *arena, const char *domain);

/*
 * Find the target for a domain of that name: that of the last matching layer that sets one.
 *
 * Returns NULL if no layer sets one.
 */
const vml_target *vml_target_for(const vml_selection *selection, const char *domain);

#endif
