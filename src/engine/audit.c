/* The audit of one document: gates, one walk for all rules, findings in order. */
#include "roots.h"
#include "rules.h"
#include "run.h"
#include "select.h"

#include "bytemap.h"

#include <stdlib.h>
#include <string.h>

enum { GATES_TO_BE_GIVEN = VML_WHEN_HOSTCAPS | VML_WHEN_DOMCAPS };

struct audit {
	const vml_rule *const *rules; /* vml_rules() */
	vml_run *run;
	const bool *applies; /* by index into rules */
};

static bool leads_to(const vml_step *step, const xmlNode *child)
{
	for (size_t i = 0; i < step->name_len; i++)
		if (child->name[i] != (xmlChar)step->name[i])
			return false;
	return !child->name[step->name_len];
}

static void visit(const struct audit *audit, const vml_step *step, xmlNode *node)
{
	for (size_t i = 0; i < step->n_rules; i++) {
		const vml_rule *rule = audit->rules[step->rules[i]];

		if (!audit->applies[step->rules[i]])
			continue;
		audit->run->rule = rule;
		rule->check(audit->run, node);
	}
	if (!step->n_children)
		return;
	for (xmlNode *child = node->children; child; child = child->next) {
		if (child->type != XML_ELEMENT_NODE || child->ns)
			continue;
		for (size_t i = 0; i < step->n_children; i++)
			if (leads_to(&step->children[i], child)) {
				visit(audit, &step->children[i], child);
				break; /* the steps of one parent have different names */
			}
	}
}

/* Which rules apply to the domain; those that lack only what can be given are told of. */
static bool *judge_gates(
	vml_run *run, const vml_selection *selection, vml_skip *skips, size_t *n_skips)
{
	const vml_rule *const *rules = vml_rules();
	bool *applies = vml_arena_alloc(run->doc->arena, vml_rule_count() * sizeof(*applies) + 1);

	for (size_t i = 0; rules[i]; i++) {
		unsigned int lacking = rules[i]->when & ~run->facts.gates;

		if (!selection->enabled[i] || run->facts.gates & rules[i]->unless)
			continue;
		applies[i] = !lacking;
		if (!lacking || lacking & ~(unsigned int)GATES_TO_BE_GIVEN)
			continue;
		skips[(*n_skips)++] = (vml_skip){ .rule = rules[i],
			.facts = &run->facts,
			.why = lacking & VML_WHEN_DOMCAPS ? "needs domain capabilities"
							  : "needs host capabilities" };
	}
	return applies;
}

/* From the start tag's '<' to its end; of an attribute, its value between the quotes. */
static void locate(vml_doc *doc, vml_finding *finding)
{
	const vml_span *span = vml_span_of(doc, finding->node);
	vml_attr_span attr;

	if (!span)
		return;
	finding->has_range = true;
	if (finding->attr && vml_span_attr(doc, span, (const char *)finding->attr->name, &attr)) {
		finding->range.start = vml_doc_pos(doc, attr.value);
		finding->range.end = vml_doc_pos(doc, attr.value_end);
		return;
	}
	finding->range.start = vml_doc_pos(doc, span->start);
	finding->range.end = vml_doc_pos(doc, span->tag_end);
}

static int by_place(const void *a, const void *b)
{
	const vml_finding *x = *(const vml_finding *const *)a, *y = *(const vml_finding *const *)b;
	int ids;

	if (x->range.start.byte != y->range.start.byte)
		return x->range.start.byte < y->range.start.byte ? -1 : 1;
	ids = strcmp(x->rule->id, y->rule->id);
	return ids ? ids : strcmp(x->message, y->message);
}

/* The findings of all domains that are to be shown, in order. */
static void collect(
	vml_doc *doc, vml_run *runs, size_t n, const vml_selection *selection, vml_result *ret)
{
	const vml_finding **list;
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += runs[i].n_findings;
	if (!count)
		return;
	list = vml_arena_alloc(doc->arena, count * sizeof(*list));
	for (size_t i = 0; i < n; i++)
		for (vml_finding *f = runs[i].findings; f; f = f->next) {
			if (f->severity < selection->least)
				continue;
			locate(doc, f);
			list[ret->n_findings++] = f;
		}
	qsort(list, ret->n_findings, sizeof(*list), by_place);
	ret->findings = list;
}

void vml_audit(vml_doc *doc, const vml_selection *selection, vml_result *ret)
{
	size_t n;
	xmlNode **domains = vml_domains_in(doc, &n, &ret->not_audited);
	vml_run *runs = vml_arena_alloc(doc->arena, n * sizeof(*runs) + 1);
	const vml_facts **facts = vml_arena_alloc(doc->arena, n * sizeof(*facts) + 1);
	vml_skip *skips = vml_arena_alloc(doc->arena, n * vml_rule_count() * sizeof(*skips) + 1);
	const char *why = ret->not_audited;

	*ret = (vml_result){ .domains = facts, .n_domains = n, .skips = skips, .not_audited = why };
	for (size_t i = 0; i < n; i++) {
		struct audit audit = { .rules = vml_rules(), .run = &runs[i] };

		vml_facts_gather(&runs[i], doc, domains[i], selection->guest);
		facts[i] = &runs[i].facts;
		audit.applies = judge_gates(&runs[i], selection, skips, &ret->n_skips);
		visit(&audit, &selection->plan, domains[i]);
	}
	collect(doc, runs, n, selection, ret);
}
