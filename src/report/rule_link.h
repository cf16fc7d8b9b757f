/* Addresses of the documentation of rules. */
#ifndef VML_RULE_LINK_H
#define VML_RULE_LINK_H

#include <vmlint/audit.h>

/*
 * Return the address of a rule's page. For a custom rule, or if `base` is empty, return the address
 * of the rule's reference (rule->url).
 *
 * base: address of the directory with the pages that --list-rules=html writes; ends with a slash
 *
 * The caller frees the address. Returns NULL if it is not safe as a link.
 */
char *vml_rule_page(const vml_rule *rule, const char *base);

/* Same as vml_rule_page(), with the base address of this build (VMLINT_RULES_URL). */
char *vml_rule_link(const vml_rule *rule);

#endif
