/* Evaluation of the refusal rows of a rule (include/vmlint/refusal.h). */
#ifndef VML_REFUSALS_H
#define VML_REFUSALS_H

#include <vmlint/refusal.h>

/*
 * Evaluate the rows of the current rule (ctx->rule) on an element that its `.each` visits, and
 * report those that are true.
 */
void vml_check_refusals(vml_context *ctx, const xmlNode *node);

#endif
