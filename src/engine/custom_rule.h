/* A site's own rules: XPath 1.0 on the domain, no code. */
#ifndef VML_CUSTOM_RULE_H
#define VML_CUSTOM_RULE_H

#include "xpath.h"

#include <vmlint/vmlint.h>

typedef struct vml_custom_rule {
	vml_rule rule; /* its row of the table, without a check */
	char *xpath;
} vml_custom_rule;

/* Make a rule of it; a finding for each element that the XPath selects. */
vml_custom_rule *vml_custom_rule_new(const vml_custom_rule_def *rule);
void vml_custom_rule_free(vml_custom_rule *site);
void vml_custom_rule_check(vml_context *ctx, vml_xpath *xpath, const vml_custom_rule *site);

#endif
