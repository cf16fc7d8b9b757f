/*
 * Reports errors in the definition of a running guest that its persistent definition no longer has.
 */
#include "running.h"

#include <string.h>

void vml_report_running_errors(vml_context *ctx)
{
	ctx->on_running = ctx->rule;
	ctx->on_running_severity = ctx->severity;
}

static bool has_finding(const vml_context *ctx, const vml_rule *rule)
{
	for (const vml_finding *it = ctx->findings; it; it = it->next)
		if (it->rule == rule)
			return true;
	return false;
}

static bool is_active_error(const vml_finding *finding)
{
	return finding->severity == VML_ERROR && finding->state == VML_STATE_ACTIVE;
}

static bool is_repeated(const vml_result *result, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (result->all[j]->rule == result->all[i]->rule && is_active_error(result->all[j]))
			return true;
	return false;
}

void vml_running_check(vml_context *ctx, const vml_selection *selection)
{
	vml_result result;

	if (!ctx->on_running || ctx->doc->other_kind != VML_OTHER_RUNNING)
		return;
	vml_audit(ctx->doc->other, selection, &result);
	ctx->rule = ctx->on_running;
	ctx->severity = ctx->on_running_severity;
	for (size_t i = 0; i < result.n_all; i++) {
		const vml_finding *finding = result.all[i];

		if (is_active_error(finding) && !has_finding(ctx, finding->rule) &&
			!is_repeated(&result, i))
			vml_report(ctx, NULL,
				"until it is shut off and started again, the running guest has an "
				"error that its definition no longer has: %s (%s)",
				finding->message, finding->rule->id);
	}
}
