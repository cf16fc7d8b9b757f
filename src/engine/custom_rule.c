/* Custom rules: each element that their XPath expression selects is a finding. */
#include "custom_rule.h"

#include "text.h"

#include <stdlib.h>

vml_custom_rule *vml_custom_rule_new(const vml_custom_rule_def *rule)
{
	vml_custom_rule *custom = vml_realloc(NULL, sizeof(*custom));

	*custom = (vml_custom_rule){ .xpath = vml_strdup(rule->xpath),
		.rule = { .id = rule->id,
			.summary = rule->message,
			.why = rule->message,
			.remedy = rule->remedy,
			.url = rule->url,
			.severity = rule->severity,
			.category = rule->category } };
	return custom;
}

void vml_custom_rule_free(vml_custom_rule *custom)
{
	free(custom->xpath);
	free(custom);
}

void vml_custom_rule_check(vml_context *ctx, vml_xpath *xpath, const vml_custom_rule *custom)
{
	const char *error;
	size_t n;
	xmlNode **nodes = vml_xpath_select(xpath, custom->xpath, &n, &error);

	if (error)
		vml_report(ctx, ctx->facts.domain, "cannot evaluate rule '%s': %s", custom->rule.id,
			error);
	for (size_t i = 0; i < n; i++)
		vml_report(ctx, nodes[i], "%s", custom->rule.summary);
}
