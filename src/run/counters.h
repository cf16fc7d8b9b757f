/* Errors of an input, and counters of a run. */
#ifndef VML_COUNTERS_H
#define VML_COUNTERS_H

#include "fault.h"
#include "report.h"

/*
 * Record an error of an input and set its status to VML_INPUT_ERROR. The message is copied, because
 * reports in machine formats need it at the end of the input.
 */
void vml_input_fail(vml_input *input, const vml_fault *fault);

/* Free the messages of an input. */
void vml_input_release(vml_input *input);

/*
 * Add the domains of a result and its findings at or above the severity result->shown, including
 * suppressed and known ones, to the counters of the run. The domains are not added if the result
 * has findings across domains (vml_fleet_next()): they were counted before.
 */
void vml_summary_add(vml_summary *summary, const vml_result *result);

/* Count a finished input. */
void vml_summary_add_input(vml_summary *summary, const vml_input *input);

#endif
