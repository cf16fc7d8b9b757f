/* The rule table, for the engine. */
#ifndef VML_RULES_H
#define VML_RULES_H

#include <vmlint/vmlint.h>

/* How many rules there are; vml_rules()[i] for i below it. */
size_t vml_rule_count(void);

#endif
