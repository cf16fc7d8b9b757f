/* A site's own rules: what their XPath selects is a finding. */
#include "custom_rule.h"

#include "text.h"

#include <stdlib.h>

vml_custom_rule *vml_custom_rule_new(const vml_custom_rule_def *rule)
{
	vml_custom_rule *site = vml_realloc(NULL, sizeof(*site));

	*site = (vml_custom_rule){ .xpath = vml_strdup(rule->xpath),
		.rule = { .id = rule->id,
			.summary = rule->message,
			.why = rule->message,
			.remedy = rule->remedy,
			.url = rule->url,
			.severity = rule->severity,
			.category = rule->category } };
	return site;
}

void vml_custom_rule_free(vml_custom_rule *site)
{
	free(site->xpath);
	free(site);
}

void vml_custom_rule_check(vml_context *ctx, vml_xpath *xpath, const vml_custom_rule *site)
{
	const char *trouble;
	size_t n;
	xmlNode **nodes = vml_xpath_select(xpath, site->xpath, &n, &trouble);

	if (trouble)
		vml_report(ctx, ctx->facts.domain, "rule '%s' could not judge the domain: %s",
			site->rule.id, trouble);
	for (size_t i = 0; i < n; i++)
		vml_report(ctx, nodes[i], "%s", site->rule.summary);
}
