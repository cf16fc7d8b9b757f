/* Options that contradict each other or would have no effect. */
#ifndef VML_COMBINATIONS_H
#define VML_COMBINATIONS_H

#include "options.h"

/* Return true if the run reads standard input. */
bool vml_reads_stdin(const vml_settings *settings);

/*
 * Return true, after printing a message, if options contradict each other or one would be ignored.
 */
bool vml_has_conflict(const vml_command_line *line);

#endif
