/* Custom rules: defined in a configuration, by an XPath 1.0 expression on the domain. */
#ifndef VML_CUSTOM_RULE_H
#define VML_CUSTOM_RULE_H

#include "xpath.h"

#include <vmlint/audit.h>

/* A custom rule: a vml_rule and the XPath expression to evaluate. */
typedef struct vml_custom_rule {
	vml_rule rule; /* its strings are borrowed from the definition; check is NULL */
	char *xpath;   /* owned */
} vml_custom_rule;

/*
 * Return a rule made from a definition. The strings of the definition, except xpath, are borrowed
 * and must outlive the rule. The caller frees it with vml_custom_rule_free().
 */
vml_custom_rule *vml_custom_rule_new(const vml_custom_rule_def *rule);

/* Free a rule; NULL is not allowed. */
void vml_custom_rule_free(vml_custom_rule *custom);

/*
 * Report each element that the rule's expression selects. If the expression cannot be evaluated,
 * report this error once, on the domain.
 *
 * ctx: ctx->rule must be &custom->rule
 * xpath: evaluator for the domain of `ctx`
 */
void vml_custom_rule_check(vml_context *ctx, vml_xpath *xpath, const vml_custom_rule *custom);

#endif
