/*
 * Links to the documentation of a rule: its page, if the build has an address for these pages;
 * otherwise its reference (rule->url).
 */
#include "rule_link.h"

#include "location.h"

#include "arena.h"
#include "text.h"

#include <stdlib.h>

char *vml_rule_page(const vml_rule *rule, const char *base)
{
	const bool page = *base && vml_rule_by_id(rule->id) == rule;
	char *link = page ? vml_asprintf("%s%s.html", base, rule->id) : vml_strdup(rule->url);

	if (vml_is_link(link))
		return link;
	free(link);
	return NULL;
}

char *vml_rule_link(const vml_rule *rule)
{
	return vml_rule_page(rule, VMLINT_RULES_URL);
}
