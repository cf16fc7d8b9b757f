/* The rule table, for the engine. */
#ifndef VML_RULES_H
#define VML_RULES_H

#include <vmlint/vmlint.h>

/* How many rules there are; vml_rules()[i] for i below it. */
size_t vml_rule_count(void);

/* Whether the rule has this id, or had it formerly. */
bool vml_rule_answers_to(const vml_rule *rule, const char *id);

/* The id of the i-th of a list of rules that ends with NULL, for vml_did_you_mean(). */
const char *vml_nth_rule(const void *rules, size_t i);

#endif
