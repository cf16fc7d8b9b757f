/* Plan of a selection, internal to select.c and plan.c. */
#ifndef VML_PLAN_H
#define VML_PLAN_H

#include "select.h"

/* Free the steps, rules and prefilters of a plan, and reset it. */
void vml_plan_free(vml_plan *plan);

/* Set the choices, one per rule, to those of the rules themselves. */
void vml_begin_choices(const vml_selection *selection, vml_choice *choices);

/* Override the first n choices by those that a layer sets. */
void vml_apply_layer(const vml_layer *layer, size_t n, vml_choice *choices);

#endif
