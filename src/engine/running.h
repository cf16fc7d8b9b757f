/*
 * Reports errors in the definition of a running guest that its persistent definition no longer has.
 */
#ifndef VML_RUNNING_H
#define VML_RUNNING_H

#include "context.h"

/*
 * Audit the definition of the running guest and report its errors, if a rule has called
 * vml_report_running_errors(). Call it after all rules have run.
 */
void vml_running_check(vml_context *ctx, const vml_selection *selection);

#endif
