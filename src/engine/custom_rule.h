/* Custom rules: defined in a configuration, by an XPath 1.0 expression on the domain. */
#ifndef VML_CUSTOM_RULE_H
#define VML_CUSTOM_RULE_H

#include "xpath.h"

#include <vmlint/audit.h>

/* A custom rule: a row as in the rule table, and the expression to evaluate. */
typedef struct vml_custom_rule {
	vml_rule rule; /* its strings are borrowed from the definition; check is NULL */
	char *xpath;   /* owned */
} vml_custom_rule;

/*
 * Return a rule made from a definition, whose strings, except xpath, must outlive it. The
 * caller frees it with vml_custom_rule_free().
 */
vml_custom_rule *vml_custom_rule_new(const vml_custom_rule_def *rule);

/* Free a rule; NULL is not allowed. */
void vml_custom_rule_free(vml_custom_rule *custom);

/*
 * Report a finding for each element that the rule's expression selects, or one for the
 * domain if it cannot be evaluated. ctx->rule must be the rule.
 */
void vml_custom_rule_check(vml_context *ctx, vml_xpath *xpath, const vml_custom_rule *custom);

#endif
