/* Plan of a selection: the rules to check at each element. Internal to select.c and plan.c. */
#ifndef VML_PLAN_H
#define VML_PLAN_H

#include "select.h"

/* Free the arrays of a plan, including prefilters, and reset it. */
void vml_plan_free(vml_plan *plan);

/* Set `choices`, one per rule, to the defaults of the rules. */
void vml_begin_choices(const vml_selection *selection, vml_choice *choices);

/* Apply a layer to the choices of the first n rules: what the layer sets overrides them. */
void vml_apply_layer(const vml_layer *layer, size_t n, vml_choice *choices);

#endif
