/* Findings of the grammar check. */
#ifndef VML_GRAMMAR_FINDINGS_H
#define VML_GRAMMAR_FINDINGS_H

#include <vmlint/vmlint.h>

/*
 * Remove the grammar's findings on values and missing parts that another rule explains better:
 * it reports an error on the same node. For use after all rules have run on the domain.
 */
void vml_drop_explained(vml_context *ctx);

#endif
