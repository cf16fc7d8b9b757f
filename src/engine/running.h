/* Errors of a running guest that its persistent definition no longer has. */
#ifndef VML_RUNNING_H
#define VML_RUNNING_H

#include "context.h"

/* Report them if a rule asked for it by vml_report_running_errors(); after all other rules. */
void vml_running_check(vml_context *ctx, const vml_selection *selection);

#endif
