/*
 * Plan of a selection: the rules to check at each element. Layers and choices: see select.h.
 * Internal to select.c and plan.c.
 */
#ifndef VML_PLAN_H
#define VML_PLAN_H

#include "select.h"

/* Free the arrays of a plan, including prefilters, and reset it. */
void vml_plan_free(vml_plan *plan);

/* Set `choices`, one per rule of the selection, to the defaults of the rules. */
void vml_begin_choices(const vml_selection *selection, vml_choice *choices);

/* Override choices by what a layer sets. n: number of choices, one per rule of the selection */
void vml_apply_layer(const vml_layer *layer, size_t n, vml_choice *choices);

#endif
