/* Findings from the problems of the grammar check. */
#include "grammar_findings.h"
#include "check.h"
#include "context.h"
#include "repaired.h"

#include <string.h>

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
			/* the remedy of the grammar describes the fix */
			if (!finding->ops)
				vml_remedy(finding, "Move the element to <%s>, or remove it.",
					(const char *)problem->target->name);
		}
		break;
	}
}

/* Return true if an attribute of the element has a repaired value that is only a guess. */
static bool has_doubtful_attribute(const xmlNode *element)
{
	for (const xmlAttr *attr = element->properties; attr; attr = attr->next)
		if (attr->_private)
			return true;
	return false;
}

/*
 * Return true if the repaired document has the problem, but the intact one may not have had it: the
 * element is incomplete because the document is truncated, or a guessed value may have selected the
 * wrong variant of the grammar.
 */
static bool is_uncertain(const vml_context *ctx, const vml_problem *problem)
{
	const vml_element *element = problem->node->_private;

	if (!ctx->doc->repaired)
		return false;
	if (!problem->attr && (element->unended || element->doubtful))
		return true;
	for (const xmlNode *node = problem->node; node && node->type == XML_ELEMENT_NODE;
		node = node->parent)
		if (ctx->doc->repaired->repair.n_doubts && has_doubtful_attribute(node))
			return true;
	return false;
}

static void report(vml_context *ctx, const vml_problem *problem)
{
	vml_finding *finding;

	ctx->doc->beyond = is_uncertain(ctx, problem);

	if (problem->attr)
		finding =
			vml_report_attr(ctx, problem->node, problem->attr, "%s", problem->message);
	else
		finding = vml_report(ctx, problem->node, "%s", problem->message);
	vml_lower_severity(finding, problem->severity);
	if (problem->remedy)
		vml_remedy(finding, "%s", problem->remedy);
	else if (problem->release)
		vml_remedy(finding,
			"Remove the setting, or run the guest on a host with libvirt %u.%u or later.",
			problem->release / 1000, problem->release % 1000);
	add_fix(finding, problem);
	finding->of_grammar = true;
}

void vml_report_grammar(vml_context *ctx, vml_grammar_kind kind)
{
	const vml_facts *facts = &ctx->facts;

	if (kind == VML_GRAMMAR_TOO_NEW && !facts->target.libvirt)
		return;
	if (!ctx->grammar_checked) {
		ctx->problems = vml_grammar_check(ctx->doc, facts->domain, facts->target.libvirt);
		ctx->grammar_checked = true;
	}
	for (const vml_problem *problem = ctx->problems; problem; problem = problem->next)
		if (problem->kind == kind)
			report(ctx, problem);
}

/* Return the index key of an element, or of one of its attributes if `attr` is not NULL. */
static uint64_t key_of(const xmlNode *node, const xmlAttr *attr)
{
	return vml_hash_number(vml_hash_number(1, (uintptr_t)node), (uintptr_t)attr);
}

/*
 * Return true if the finding is an error of a rule that does not use the grammar check: such a rule
 * explains better why libvirt rejects the node. This does not depend on the severities that the
 * user chose. A finding that its rule lowered is about something else, such as unused I/O threads.
 */
static bool is_error(const vml_finding *finding)
{
	return !finding->of_grammar && !finding->lowered && finding->rule->severity == VML_ERROR &&
		finding->rule->category == VML_CORRECTNESS;
}

static void index_errors(vml_context *ctx, vml_index *index)
{
	for (const vml_finding *it = ctx->findings; it; it = it->next)
		if (is_error(it))
			vml_index_add(index, key_of(it->node, it->attr), it->node);
}

/*
 * Return true if a finding of the grammar check is to be dropped, because an error of another rule
 * (is_error()) concerns the same node and explains the problem better. This includes findings on
 * unknown names: they report that libvirt silently drops the node, which is wrong if libvirt
 * rejects it.
 */
static bool is_explained(vml_context *ctx, const vml_finding *finding)
{
	const xmlNode *node = finding->node;
	bool missing = !strcmp(finding->rule->id, "xml-missing");

	if (!vml_one_of(finding->rule->id,
		    "xml-value-invalid|xml-schema-only|xml-missing|xml-repeated|"
		    "xml-unknown-attribute|xml-unknown-element"))
		return false;
	return vml_index_find(ctx, index_errors, key_of(node, finding->attr)) ||
		/*
		 * another rule may have reported on the parent, such as <disk>, that a part is
		 * missing
		 */
		(missing && node->parent &&
			vml_index_find(ctx, index_errors, key_of(node->parent, NULL)));
}

/*
 * Return true if an earlier refusal finding of another rule is on the same attribute, or on the
 * same element without children: two tables then describe one requirement. Findings of several rows
 * of one rule are kept, because the rows complement each other.
 */
static bool is_refused_before(vml_context *ctx, vml_index **seen, const vml_finding *finding)
{
	const xmlNode *node = finding->node;
	uint64_t part = key_of(node, finding->attr), row;

	if (!finding->refusal || (!finding->attr && vml_first(node)))
		return false;
	row = vml_hash(part, finding->rule->id);
	if (vml_index_peek(*seen, row))
		return false;
	if (vml_index_earlier(seen, ctx->doc->arena, part, node))
		return true;
	vml_index_earlier(seen, ctx->doc->arena, row, node);
	return false;
}

void vml_drop_explained(vml_context *ctx)
{
	vml_finding **link = &ctx->findings;
	vml_index *seen = NULL;

	while (*link) {
		if ((*link)->of_grammar ? is_explained(ctx, *link)
					: is_refused_before(ctx, &seen, *link)) {
			*link = (*link)->next;
			ctx->n_findings--;
		} else {
			link = &(*link)->next;
		}
	}
	ctx->last = link;
}
