/* Output of --explain and --list-rules. */
#ifndef VML_EXPLAIN_H
#define VML_EXPLAIN_H

#include "options.h"

/*
 * Print each rule that the operands name (--explain): summary, reason, remedy, and an example
 * before and after the fix. If an operand does not name a built-in rule, the configuration is read,
 * because it may define a custom rule of that name.
 *
 * settings: from the command line; the configuration adds settings that the command line lacks
 *
 * Returns the exit status; if it is not 0, a message was printed.
 */
int vml_explain(vml_settings *settings);

/*
 * Write an example for a rule: the first finding in its fixture, with the element before and after
 * the fix. Writes nothing if the rule has no fixture.
 */
void vml_put_example(FILE *out, const vml_rule *rule);

/*
 * List the built-in and custom rules in the format line->list (--list-rules).
 *
 * line: its settings are completed as in vml_explain()
 *
 * Returns the exit status; if it is not 0, a message was printed.
 */
int vml_list_rules(vml_command_line *line);

#endif
