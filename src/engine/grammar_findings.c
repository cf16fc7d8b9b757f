/* Findings from the problems of the grammar check. */
#include "check.h"
#include "context.h"
#include "rules.h"

/* Return true if a rule that explains a problem better runs on this kind of domain. */
static bool is_explained(const vml_context *ctx, const char *id)
{
	const vml_rule *rule = id ? vml_rule_by_id(id) : NULL;

	return rule && !(rule->when & ~ctx->facts.gates) && !(rule->unless & ctx->facts.gates);
}

static void add_fix(vml_finding *finding, const vml_problem *problem)
{
	switch (problem->correction) {
	case VML_CORRECT_NOTHING: break;
	case VML_CORRECT_NAME:
		vml_fix_rename(finding, problem->node, problem->attr, problem->to);
		break;
	case VML_CORRECT_VALUE:
		if (problem->attr)
			vml_fix_set(finding, problem->node, problem->attr, problem->to);
		else
			vml_fix_text(finding, problem->node, problem->to);
		break;
	case VML_CORRECT_MOVE:
		if (problem->attr) {
			vml_fix_set(finding, problem->target, problem->attr, problem->to);
			vml_fix_unset(finding, problem->node, problem->attr);
		} else {
			vml_fix_move(finding, problem->node, problem->target);
		}
		break;
	}
}

static void report(vml_context *ctx, const vml_problem *problem)
{
	vml_finding *finding;

	if (problem->attr)
		finding =
			vml_report_attr(ctx, problem->node, problem->attr, "%s", problem->message);
	else
		finding = vml_report(ctx, problem->node, "%s", problem->message);
	vml_lower_severity(finding, problem->severity);
	if (problem->remedy)
		vml_remedy(finding, "%s", problem->remedy);
	add_fix(finding, problem);
}

void vml_report_grammar(vml_context *ctx, vml_grammar_kind kind)
{
	const vml_facts *facts = &ctx->facts;

	if (!ctx->grammar_checked) {
		ctx->problems =
			vml_grammar_check(ctx->doc->arena, facts->domain, facts->target.libvirt);
		ctx->grammar_checked = true;
	}
	for (const vml_problem *problem = ctx->problems; problem; problem = problem->next)
		if (problem->kind == kind && !is_explained(ctx, problem->rule))
			report(ctx, problem);
}
