/* Findings of the grammar check, which compares a domain with the XML that libvirt accepts. */
#ifndef VML_GRAMMAR_FINDINGS_H
#define VML_GRAMMAR_FINDINGS_H

#include <vmlint/audit.h>

/*
 * Remove findings of the grammar check on nodes for which another rule reports an error. Also
 * remove findings of refusal rows (refusal.h) that repeat a refusal finding of another rule. Call
 * it after all rules have run on the domain.
 */
void vml_drop_explained(vml_context *ctx);

#endif
