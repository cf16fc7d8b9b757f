/* Output of --explain and --list-rules. */
#ifndef VML_EXPLAIN_H
#define VML_EXPLAIN_H

#include "options.h"

/*
 * Print, for each rule named by the operands, its summary, reason, remedy and an example before
 * and after the fix (--explain). Custom rules are found in the configuration.
 *
 * settings: the configuration fills in what the command line does not set
 *
 * Returns the exit status; a message was printed if it is not 0.
 */
int vml_explain(vml_settings *settings);

/*
 * Write the first finding in the rule's fixture as an example: element before and after the fix,
 * and message. Nothing if the rule has no fixture.
 */
void vml_put_example(FILE *out, const vml_rule *rule);

/* List the built-in and custom rules (--list-rules); as vml_explain() otherwise. */
int vml_list_rules(vml_command_line *line);

#endif
