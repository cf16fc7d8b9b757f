/* What there is to be told about the rules themselves. */
#ifndef VML_EXPLAIN_H
#define VML_EXPLAIN_H

#include "options.h"

/*
 * --explain: tell all about the rules that the operands name: summary, why, remedy, an example
 * before and after. A site's rules are those of the configuration.
 *
 * Returns the exit status, after a message where it is not 0.
 */
int vml_explain(vml_settings *settings);

/* --list-rules: the build's and the site's. Returns the exit status. */
int vml_list_rules(vml_settings *settings);

#endif
