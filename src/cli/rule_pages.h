/* Pages of --list-rules=html:DIR and markdown:DIR: one per built-in rule, and an index. */
#ifndef VML_RULE_PAGES_H
#define VML_RULE_PAGES_H

#include "options.h"

/*
 * Write the pages of the built-in rules to line->directory. It is created, but not its parent.
 *
 * Returns the exit status; if it is not 0, a message was printed.
 */
int vml_write_rule_pages(vml_command_line *line);

#endif
