/* Evaluation of the refusal rows of a rule (include/vmlint/refusal.h). */
#ifndef VML_REFUSALS_H
#define VML_REFUSALS_H

#include "prefilter.h"

/*
 * Evaluate the rows of the current rule, ctx->rule, on an element, and report those that match.
 * filters: the prefilters of the rows for this element name.
 */
void vml_check_refusals(vml_context *ctx, const xmlNode *node, const vml_prefilter *filters);

#endif
