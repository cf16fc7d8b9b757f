/*
 * Suppressions: reads them from a document, applies them to findings, reports invalid and unused
 * ones.
 */
#include "suppress.h"

#include "comment_scope.h"
#include "directive.h"
#include "path.h"
#include "rules.h"
#include "suggest.h"
#include "suppression_table.h"

#include <libxml/parser.h>

#include <stdlib.h>
#include <string.h>

#define NAMESPACE "urn:vmlint:metadata:1"

struct state {
	const vml_selection *selection;
	vml_context *contexts;
	vml_comment_scopes scopes;
	vml_suppression_table table;
	size_t ctx; /* index of the context of the domain that contains the current suppression */
	vml_path_budget paths;
	long today;	      /* result of vml_today(); 0 before first use */
	unsigned int guesses; /* number of unknown rule ids so far */
};

/*
 * Make the rule with this id, which reports on suppressions, the current rule. Returns false if the
 * rule is disabled.
 */
static bool select_rule(struct state *state, const char *id)
{
	vml_context *ctx = &state->contexts[state->ctx];
	const vml_choice *choices =
		vml_choices_for(state->selection, ctx->doc->arena, ctx->facts.name);

	for (size_t i = 0; i < state->selection->n_rules; i++) {
		if (strcmp(state->selection->rules[i]->id, id))
			continue;
		ctx->rule = state->selection->rules[i];
		ctx->severity = choices[i].severity;
		return choices[i].enabled;
	}
	return false;
}

static void report(struct state *state, const char *id, const xmlNode *source, const char *message)
{
	vml_finding *finding;

	if (!select_rule(state, id))
		return;
	finding = vml_report(&state->contexts[state->ctx], source, "%s", message);
	finding->of_suppression = true;
}

static const char *quoted(struct state *state, const char *text, size_t len)
{
	return vml_format(&state->contexts[state->ctx], "%.*s", (int)(len > 100 ? 100 : len), text);
}

/* Limit on "did you mean" guesses per document: they are slow, and a document may have many. */
enum {
#ifdef VMLINT_FUZZ
	MOST_GUESSES = 4 /* fuzzers write mostly unknown ids */
#else
	MOST_GUESSES = 100
#endif
};

static void unknown_rule(struct state *state, const xmlNode *source, const char *id)
{
	const char *near = NULL;

	if (state->guesses++ < MOST_GUESSES)
		near = vml_did_you_mean(id, vml_nth_rule, state->selection->rules);

	report(state, "suppression-unknown-rule", source,
		vml_format(&state->contexts[state->ctx], "unknown rule '%s' in suppression%s%s%s",
			id, near ? ": did you mean '" : "", near ? near : "", near ? "'?" : ""));
}

/* Add a suppression for each pair of a rule id in `rules` and a scope. */
static void add_suppressions(struct state *state, const xmlNode *source, vml_strview rules,
	vml_strview reason, xmlNode **scopes, size_t n_scopes)
{
	vml_context *ctx = &state->contexts[state->ctx];
	const char *at = rules.text, *end = at + rules.len;
	const char *why =
		reason.len ? vml_arena_strndup(ctx->doc->arena, reason.text, reason.len) : NULL;

	while (at < end) {
		size_t len = strcspn(at, ", \t\r\n");
		const vml_rule *rule;
		const char *id;
		bool *used;

		if (len > (size_t)(end - at))
			len = (size_t)(end - at);
		id = quoted(state, at, len);
		at += len ? len : 1;
		if (!len)
			continue;
		rule = vml_selection_rule(state->selection, id);
		if (!rule) {
			unknown_rule(state, source, id);
			continue;
		}
		used = vml_arena_alloc(ctx->doc->arena, sizeof(*used));
		*used = false;
		for (size_t i = 0; i < n_scopes; i++)
			if (!vml_suppression_table_add(&state->table,
				    &(vml_suppression){ .scope = scopes[i],
					    .rule = rule,
					    .source = source,
					    .reason = why,
					    .ctx = state->ctx,
					    .used = used }))
				break;
	}
}

/*
 * Return true if a suppression applies today. Report a date that is invalid or past, and a missing
 * reason.
 */
static bool is_in_force(
	struct state *state, const xmlNode *source, vml_strview until, vml_strview reason)
{
	long last = vml_date(until.text, until.len);

	if (!reason.len)
		report(state, "suppression-no-reason", source, "suppression has no reason");
	if (!until.len)
		return true;
	if (!last) {
		report(state, "suppression-malformed", source,
			vml_format(&state->contexts[state->ctx],
				"invalid suppression date '%s': expected a day as YYYY-MM-DD",
				quoted(state, until.text, until.len)));
		return false;
	}
	if (!state->today)
		state->today = vml_today();
	if (last >= state->today)
		return true;
	report(state, "suppression-expired", source,
		vml_format(&state->contexts[state->ctx], "suppression expired on %s",
			quoted(state, until.text, until.len)));
	return false;
}

static void read_comment(struct state *state, xmlNode *comment)
{
	xmlNode *scope = vml_comment_scope(&state->scopes, comment);
	const char *error;
	vml_directive directive;

	state->ctx = vml_comment_context(&state->scopes, scope ? scope : comment);
	error = vml_directive_read((const char *)comment->content, &directive);
	if (!error && directive.whole_file) {
		if (comment->parent && comment->parent->type == XML_ELEMENT_NODE)
			error = "'allow-file' must come before the root element";
		scope = xmlDocGetRootElement(comment->doc);
	} else if (!error && !scope) {
		error = "no element follows that it could apply to";
	}
	if (error) {
		report(state, "suppression-malformed", comment,
			vml_format(&state->contexts[state->ctx], "invalid suppression: %s", error));
		return;
	}
	if (is_in_force(state, comment, directive.until, directive.reason))
		add_suppressions(state, comment, directive.rules, directive.reason, &scope, 1);
}

/* Read all comments in document order. Without recursion: a document may be nested very deeply. */
static void read_comments(struct state *state, xmlDoc *tree)
{
	xmlNode *node = tree->children;

	while (node) {
		if (node->type == XML_COMMENT_NODE && node->content &&
			vml_is_directive((const char *)node->content))
			read_comment(state, node);
		if (node->type == XML_ELEMENT_NODE || !node->next)
			vml_comment_scopes_move(&state->scopes);
		if (node->type == XML_ELEMENT_NODE && node->children) {
			node = node->children;
			continue;
		}
		while (node && !node->next)
			node = node->parent && node->parent->type == XML_ELEMENT_NODE ? node->parent
										      : NULL;
		node = node ? node->next : NULL;
	}
}

static vml_strview strview(const char *text)
{
	return (vml_strview){ .text = text, .len = strlen(text) };
}

static void read_element(struct state *state, xmlNode *source)
{
	vml_context *ctx = &state->contexts[state->ctx];
	const char *path = vml_attr(source, "@path"), *error = NULL;
	vml_strview rules = strview(vml_attr(source, "@rule")),
		    reason = strview(vml_attr(source, "@reason"));
	xmlNode *domain = ctx->facts.domain, **scopes = &domain;
	size_t n = 1;

	if (strcmp((const char *)source->name, "allow"))
		error = vml_format(ctx, "unknown element <%s> in vmlint metadata: expected <allow>",
			quoted(state, (const char *)source->name,
				strlen((const char *)source->name)));
	else if (!rules.len)
		error = "attribute 'rule' is missing";
	else if (*path) {
		scopes = vml_path_follow(&state->paths, ctx, path, &n, &error);
		if (error)
			error = vml_format(ctx, "cannot use its path: %s", error);
	}
	if (error) {
		report(state, "suppression-malformed", source,
			vml_format(ctx, "invalid suppression: %s", error));
		return;
	}
	if (!is_in_force(state, source, strview(vml_attr(source, "@until")), reason))
		return;
	if (!n)
		report(state, "suppression-unused", source,
			"suppression is unused: its path selects nothing");
	add_suppressions(state, source, rules, reason, scopes, n);
}

static bool is_ours(const xmlNode *node)
{
	return node->ns && node->ns->href && !strcmp((const char *)node->ns->href, NAMESPACE);
}

static void read_metadata(struct state *state, size_t ctx)
{
	const xmlNode *metadata = vml_child(state->contexts[ctx].facts.domain, "metadata");

	state->ctx = ctx;
	for (xmlNode *ours = vml_first(metadata); ours; ours = vml_sibling(ours))
		for (xmlNode *source = is_ours(ours) ? vml_first(ours) : NULL; source;
			source = vml_sibling(source))
			read_element(state, source);
	vml_path_budget_end(&state->paths);
}

/*
 * Mark the findings to which a suppression applies.
 *
 * list: findings, or keys of rules across domains (vml_use.finding): conflicts of a marked key are
 * reported as suppressed
 */
static void suppress_findings(struct state *state, vml_finding *list)
{
	for (vml_finding *finding = list; finding; finding = finding->next) {
		vml_suppression *suppression;

		if (finding->of_suppression)
			continue;
		suppression = vml_suppression_for(&state->table, finding);
		if (!suppression)
			continue;
		*suppression->used = true;
		finding->state = VML_STATE_SUPPRESSED;
		finding->reason = suppression->reason;
	}
}

/*
 * Return true if the suppression may be reported as unused: its rule is enabled and checks only
 * this document. A rule across domains also depends on the other inputs of the run.
 */
static bool could_match(const struct state *state, const vml_suppression *suppression)
{
	vml_context *ctx = &state->contexts[suppression->ctx];
	const vml_choice *choice =
		vml_choices_for(state->selection, ctx->doc->arena, ctx->facts.name);

	for (const vml_rule **rule = state->selection->rules; *rule != suppression->rule; rule++)
		choice++;
	return !suppression->rule->joined && choice->enabled &&
		choice->severity >= state->selection->counted;
}

static void check_use(struct state *state)
{
	for (size_t i = 0; i < state->table.n; i++) {
		const vml_suppression *suppression = &state->table.list[i];

		if (*suppression->used || !could_match(state, suppression))
			continue;
		/* `used` is shared by all scopes that the path of an <allow> selects: report once */
		*suppression->used = true;
		state->ctx = suppression->ctx;
		report(state, "suppression-unused", suppression->source,
			vml_format(&state->contexts[suppression->ctx],
				"suppression of %s is unused: no such finding in its scope",
				suppression->rule->id));
	}
}

void vml_suppress(const vml_selection *selection, vml_context *contexts, size_t n_contexts)
{
	struct state state = { .selection = selection,
		.contexts = contexts,
		.scopes = { .contexts = contexts, .n_contexts = n_contexts } };

	if (contexts->doc->addressed)
		read_comments(&state, contexts->doc->tree);
	for (size_t i = 0; i < n_contexts; i++)
		read_metadata(&state, i);
	vml_comment_scopes_free(&state.scopes);
	if (!state.table.n)
		return;
	vml_suppression_table_sort(&state.table);
	for (size_t i = 0; i < n_contexts; i++) {
		suppress_findings(&state, contexts[i].findings);
		suppress_findings(&state, contexts[i].keys);
	}
	check_use(&state);
	vml_suppression_table_free(&state.table);
}
