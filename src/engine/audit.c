/*
 * Audit of one document: checks the gates (conditions on a domain under which a rule runs), runs
 * all rules in one walk, sorts the findings.
 */
#include "context.h"
#include "find_domains.h"
#include "fleet_use.h"
#include "grammar_findings.h"
#include "hosts.h"
#include "refusals.h"
#include "rules.h"
#include "running.h"
#include "select.h"
#include "suppress.h"
#include "templates.h"

#include "repaired.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Audit of one domain. */
struct audit {
	const vml_selection *selection;
	const vml_plan *plan;
	const vml_choice *choices; /* one per rule, indexed like selection->rules */
	vml_context *ctx;
	const bool *applies; /* per rule, indexed like selection->rules: it runs on this domain */
	vml_hosts hosts;
};

static void set_rule(const struct audit *audit, size_t rule)
{
	audit->ctx->rule = audit->selection->rules[rule];
	audit->ctx->severity = audit->choices[rule].severity;
}

static bool step_matches(const vml_step *step, const xmlNode *child)
{
	return !strncmp((const char *)child->name, step->name, step->name_len) &&
		!child->name[step->name_len];
}

static void check(const struct audit *audit, const vml_step *step, xmlNode *node)
{
	vml_step_rule *rules = audit->plan->rules;
	const bool *applies = audit->applies;
	vml_context *ctx = audit->ctx;
	vml_doc *doc = ctx->doc;

	/*
	 * libvirt ignores a repeated element, such as a second <memory>: its content has no effect,
	 * so rules do not check it
	 */
	if (node->parent == ctx->facts.domain && vml_is_ignored_duplicate(node))
		return;
	for (unsigned int next = step->first_rule; next;) {
		vml_step_rule *entry = &rules[next];
		const vml_rule *rule;

		next = entry->next;
		if (!applies[entry->rule])
			continue;
		set_rule(audit, entry->rule);
		rule = ctx->rule;
		doc->beyond = false;
		ctx->reported = NULL;
		if (rule->when & VML_HOST_GATES)
			vml_hosts_check(&audit->hosts, ctx, node);
		else if (rule->refusals)
			vml_check_refusals(
				ctx, node, vml_step_filters(audit->selection, step, entry));
		else
			rule->check(ctx, node);
	}
}

static void visit(const struct audit *audit, const vml_step *step, xmlNode *node)
{
	const vml_step *steps = audit->plan->steps;

	if (step->first_rule)
		check(audit, step, node);
	if (!step->has_children)
		return;
	for (xmlNode *child = node->children; child; child = child->next) {
		unsigned short n;

		if (child->type != XML_ELEMENT_NODE || child->ns)
			continue;
		n = step->last[vml_step_initial((const char *)child->name)];
		/* sibling steps have different names: the first match is the only one */
		while (n && !step_matches(&steps[n], child))
			n = steps[n].previous;
		if (n)
			visit(audit, &steps[n], child);
	}
}

/* Custom rules are not part of the walk: their XPath expression selects the elements. */
static void check_custom_rules(const struct audit *audit)
{
	const vml_selection *selection = audit->selection;
	size_t first = selection->n_rules - selection->n_custom;
	vml_xpath *xpath = NULL;

	for (size_t i = 0; i < selection->n_custom; i++) {
		if (!audit->applies[first + i])
			continue;
		set_rule(audit, first + i);
		if (!xpath)
			xpath = vml_xpath_open(audit->ctx);
		vml_custom_rule_check(audit->ctx, xpath, selection->custom[i]);
	}
	vml_xpath_close(xpath);
}

/*
 * Return true if `chosen`, the choice for a rule in this domain, enables the rule with a severity
 * at or above selection->counted.
 */
static bool is_enabled(const struct audit *audit, const vml_choice *chosen)
{
	return chosen->enabled && chosen->severity >= audit->selection->counted;
}

/*
 * Return true if every gate in `unless` is false, and is also false in the complete document if
 * this one is truncated. Always false if all gates are uncertain.
 */
static bool is_permitted(const vml_context *ctx, unsigned int unless)
{
	return !(unless & (ctx->facts.gates | ctx->uncertain)) && ctx->uncertain != UINT_MAX;
}

/*
 * For each rule that needs facts of a host, set applies[rule] to true if at least one host has the
 * facts. Record the rule as skipped if at least one host lacks them. If no host is known, no rule
 * is recorded as skipped: -v would list all of these rules for each domain.
 */
static void check_conditional(
	const struct audit *audit, bool *applies, vml_skip *skips, size_t *n_skips)
{
	const vml_selection *selection = audit->selection;
	vml_context *ctx = audit->ctx;

	for (size_t i = 0; audit->hosts.n && i < selection->n_conditional; i++) {
		size_t place = selection->conditional[i];
		const vml_rule *rule = selection->rules[place];
		const char *why;

		if (!is_enabled(audit, &audit->choices[place]) || !is_permitted(ctx, rule->unless))
			continue;
		if (rule->when & ~ctx->facts.gates & ~(unsigned int)VML_HOST_GATES)
			continue;
		why = vml_hosts_lack(&audit->hosts, rule, ctx->doc->arena, &applies[place]);
		if (why)
			skips[(*n_skips)++] =
				(vml_skip){ .rule = rule, .facts = &ctx->facts, .why = why };
	}
}

/*
 * Return an array in the arena: per rule, whether it applies to the domain. Record as skipped the
 * rules that do not run only because a host lacks facts.
 */
static bool *check_gates(const struct audit *audit, vml_skip *skips, size_t *n_skips)
{
	const vml_selection *selection = audit->selection;
	const vml_context *ctx = audit->ctx;
	bool *applies = vml_arena_alloc(ctx->doc->arena, selection->n_rules * sizeof(*applies) + 1);
	for (size_t i = 0; i < selection->n_gates; i++) {
		const vml_gates *gates = &selection->gates[i];

		if (gates->when & ~ctx->facts.gates || !is_permitted(ctx, gates->unless))
			continue;
		for (size_t rule = gates->first; rule; rule = selection->next_alike[rule - 1])
			applies[rule - 1] = true;
	}
	for (size_t i = 0; selection->by_domain && i < selection->n_rules; i++)
		applies[i] = applies[i] && is_enabled(audit, &audit->choices[i]);
	check_conditional(audit, applies, skips, n_skips);
	return applies;
}

/*
 * Set the finding's range: for an attribute, its value without the quotes; for an element, its
 * start tag from '<' to '>'; for a suppression in a comment, the comment.
 */
void vml_finding_locate(vml_doc *doc, vml_finding *finding)
{
	const vml_span *span = vml_span_of(doc, finding->node);
	vml_attr_span attr;
	const vml_remark *remark = vml_remark_of(finding->node);

	if (remark && remark->end && doc->placed) {
		finding->has_range = true;
		finding->range.start = vml_doc_pos(doc, remark->start);
		finding->range.end = vml_doc_pos(doc, remark->end);
	}
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

static int by_position(const void *a, const void *b)
{
	const vml_finding *x = *(const vml_finding *const *)a, *y = *(const vml_finding *const *)b;
	int ids;

	if (x->range.start.byte != y->range.start.byte)
		return x->range.start.byte < y->range.start.byte ? -1 : 1;
	ids = strcmp(x->rule->id, y->rule->id);
	return ids ? ids : strcmp(x->message, y->message);
}

void vml_findings_sort(vml_finding **findings, size_t n)
{
	if (n)
		qsort(findings, n, sizeof(*findings), by_position);
}

/*
 * Collect the findings of all domains whose severity is selection->counted or a higher one, sorted
 * by position.
 */
static void collect(vml_doc *doc, vml_context *contexts, size_t n, const vml_selection *selection,
	vml_result *ret)
{
	vml_finding **list;
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += contexts[i].n_findings;
	if (!count)
		return;
	list = vml_arena_alloc(doc->arena, count * sizeof(*list));
	for (size_t i = 0; i < n; i++)
		for (vml_finding *f = contexts[i].findings; f; f = f->next) {
			if (f->severity < selection->counted || f->uncertain)
				continue;
			vml_finding_locate(doc, f);
			/*
			 * the fix would be written together with the repairs of the document, which
			 * need review
			 */
			if (doc->repaired)
				vml_lower_fix(f, VML_FIX_REVIEW);
			list[ret->n_all++] = f;
		}
	vml_findings_sort(list, ret->n_all);
	ret->all = list;
	ret->shown = selection->shown;
	vml_result_partition(doc, ret, false);
}

void vml_result_partition(vml_doc *doc, vml_result *result, bool show_all)
{
	vml_findings_partition(doc->arena, result, show_all);
}

void vml_findings_partition(vml_arena *arena, vml_result *result, bool show_all)
{
	const vml_finding **shown, **hidden;

	if (!result->n_all)
		return;
	shown = vml_arena_alloc(arena, result->n_all * sizeof(vml_finding *));
	hidden = vml_arena_alloc(arena, result->n_all * sizeof(vml_finding *));
	result->findings = shown;
	result->hidden = hidden;
	result->n_findings = result->n_hidden = 0;
	for (size_t i = 0; i < result->n_all; i++) {
		const vml_finding *finding = result->all[i];

		if (finding->severity < result->shown)
			continue;
		if (show_all || finding->state == VML_STATE_ACTIVE)
			shown[result->n_findings++] = finding;
		else
			hidden[result->n_hidden++] = finding;
	}
}

/*
 * Set the domain's target (the versions of libvirt and QEMU that rules assume): that of the options
 * or the configuration, else the versions of the host.
 */
static void set_target(const struct audit *audit)
{
	vml_context *ctx = audit->ctx;
	const vml_target *target = vml_target_for(audit->selection, ctx->facts.name);

	if (!target && !ctx->doc->target.name)
		target = vml_hosts_target(&audit->hosts);
	if (target)
		ctx->facts.target = *target;
}

void vml_audit(vml_doc *doc, const vml_selection *selection, vml_result *ret)
{
	size_t n;
	xmlNode **domains = vml_find_domains(doc, &n, &ret->not_audited);
	vml_context *contexts = vml_arena_alloc(doc->arena, n * sizeof(*contexts) + 1);
	const vml_facts **facts = vml_arena_alloc(doc->arena, n * sizeof(*facts) + 1);
	const bool **ran = vml_arena_alloc(doc->arena, n * sizeof(*ran) + 1);
	const vml_hosts hosts = vml_hosts_for(doc, selection);
	const vml_plan *plan = vml_selection_prepare(selection, hosts.n > 0);
	const char *why = ret->not_audited;
	vml_skip *skips;

	skips = vml_arena_alloc(doc->arena, n * selection->n_conditional * sizeof(*skips) + 1);
	*ret = (vml_result){
		.domains = facts, .n_domains = n, .ran = ran, .skips = skips, .not_audited = why
	};
	for (size_t i = 0; i < n; i++) {
		struct audit audit = {
			.selection = selection, .ctx = &contexts[i], .plan = plan, .hosts = hosts
		};

		vml_facts_gather(&contexts[i], doc, domains[i], selection->guest);
		contexts[i].facts.place = i;
		contexts[i].brief = selection->brief;
		facts[i] = &contexts[i].facts;
		if (doc->joins || n > 1)
			contexts[i].facts.gates |= VML_WHEN_FLEET;
		set_target(&audit);
		audit.choices = vml_choices_for(selection, doc->arena, facts[i]->name);
		ran[i] = audit.applies = check_gates(&audit, skips, &ret->n_skips);
		visit(&audit, plan->steps, domains[i]);
		vml_running_check(&contexts[i], selection);
		vml_drop_explained(&contexts[i]);
		vml_drop_placeholders(&contexts[i]);
		/* an XPath expression may depend on the missing part of the document */
		if (!vml_is_truncated(doc))
			check_custom_rules(&audit);
	}
	/*
	 * in a truncated document, mark the findings on unused suppressions as uncertain: a
	 * suppression may apply to a finding in the missing part
	 */
	doc->beyond = vml_is_truncated(doc);
	if (!selection->inline_off && n)
		vml_suppress(selection, contexts, n);
	collect(doc, contexts, n, selection, ret);
	ret->keys = vml_keys_complete(doc, contexts, n, selection->shown);
}
