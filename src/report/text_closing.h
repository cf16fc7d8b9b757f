/* Closing lines of the text report. */
#ifndef VML_TEXT_CLOSING_H
#define VML_TEXT_CLOSING_H

#include "text_finding.h"

/*
 * Write counts by severity and state: "1 error, 9 warnings, 4 info, 2 suppressed".
 *
 * by_severity, by_state: see vml_summary
 */
void vml_text_put_counts(FILE *out, const size_t by_severity[], const size_t by_state[]);

/*
 * Write how many fixes --fix would apply. Live domains are not changed: for them, write how many
 * fixes --diff would show.
 *
 * by_fix: number of active findings with a fix, by its level (see vml_summary)
 * live: the domains are those of connections
 */
void vml_text_put_fixes(FILE *out, const vml_output *output, const size_t by_fix[], bool live);

/*
 * If the finding is an active error, count it. If it is one of the first VML_ERRORS_LISTED errors,
 * store its location, message and rule for the closing lines.
 */
void vml_text_keep_error(vml_output *output, const vml_input *input, const vml_finding *finding);

/* Write all closing lines that are enabled in output->layout. */
void vml_text_put_closing(vml_output *output, const vml_summary *summary);

#endif
