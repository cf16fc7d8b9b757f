/* Findings of the grammar check. */
#ifndef VML_GRAMMAR_FINDINGS_H
#define VML_GRAMMAR_FINDINGS_H

#include <vmlint/audit.h>

/*
 * Remove findings of the grammar on nodes for which another rule reports an error, and refusals
 * that repeat one of another rule. Call it after all rules have run on the domain.
 */
void vml_drop_explained(vml_context *ctx);

#endif
