/*
 * Evaluation of the refusal rows of a rule: conditions under which libvirt rejects a domain
 * (include/vmlint/refusal.h).
 */
#ifndef VML_REFUSALS_H
#define VML_REFUSALS_H

#include "prefilter.h"

/*
 * Evaluate the rows of the current rule, ctx->rule, on an element, and report a finding for each
 * row that matches.
 *
 * filters: result of vml_prefilters_of() for the rows and the name of the element
 */
void vml_check_refusals(vml_context *ctx, const xmlNode *node, const vml_prefilter *filters);

#endif
