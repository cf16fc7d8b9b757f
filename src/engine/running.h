/*
 * Reports errors in the definition of a running guest that its persistent definition no longer has.
 */
#ifndef VML_RUNNING_H
#define VML_RUNNING_H

#include "context.h"

/*
 * If a rule has called vml_report_running_errors(), audit the XML of the running guest
 * (ctx->doc->other), and report one error of each rule that has no finding on the persistent
 * definition (ctx->doc). Call it after all rules have run on ctx->doc.
 */
void vml_running_check(vml_context *ctx, const vml_selection *selection);

#endif
