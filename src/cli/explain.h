/* What there is to be told about the rules themselves. */
#ifndef VML_EXPLAIN_H
#define VML_EXPLAIN_H

#include "options.h"

/*
 * --explain: tell all about a rule: summary, why, remedy, an example before and after.
 * Returns false where there is no such rule.
 */
bool vml_explain(FILE *out, const char *id);

/* --list-rules */
void vml_list_rules(FILE *out, vml_list_format format);

#endif
