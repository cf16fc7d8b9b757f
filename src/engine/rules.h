/* Rule table: functions for the engine only. */
#ifndef VML_RULES_H
#define VML_RULES_H

#include <vmlint/audit.h>

/* Return the number of rules in vml_rules(). */
size_t vml_rule_count(void);

/* Return true if `id` is the rule's id or one of its aliases. */
bool vml_rule_answers_to(const vml_rule *rule, const char *id);

/*
 * Return the id of rule i, borrowed from the rule, or NULL at the end: an iterator for
 * vml_did_you_mean().
 *
 * rules: a vml_rule pointer array, terminated by NULL
 */
const char *vml_nth_rule(const void *rules, size_t i);

#endif
