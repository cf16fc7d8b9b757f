/* Suppressions held against findings, and judged themselves. */
#include "suppress.h"

#include "directive.h"
#include "path.h"
#include "rules.h"
#include "suggest.h"
#include "suppression_table.h"

#include <libxml/parser.h>

#include <stdlib.h>
#include <string.h>

#define NAMESPACE "urn:vmlint:metadata:1"

/* An element that is a domain, or that holds one. */
struct holder {
	const xmlNode *node;
	size_t ctx; /* the domain's own */
	bool is_domain;
};

struct allows {
	const vml_selection *selection;
	vml_context *contexts;
	size_t n_runs;
	struct holder *holders; /* by address; NULL: not yet asked for */
	size_t n_holders;
	vml_suppression_table exceptions;
	size_t ctx; /* whose domain the suppression at work is in */
	/* of comments with no element between them, of which a stranger may write thousands */
	bool same_place;
	bool first;    /* no element of their parent stands before them */
	xmlNode *next; /* the element behind them */
	vml_path_budget paths;
	long today;
	unsigned int guesses;
};

/* Make ready to report under one of the suppression rules; false where it is off. */
static bool speak(struct allows *allows, const char *id)
{
	vml_context *ctx = &allows->contexts[allows->ctx];
	const vml_choice *choices =
		vml_choices_for(allows->selection, ctx->doc->arena, ctx->facts.name);

	for (size_t i = 0; i < allows->selection->n_rules; i++) {
		if (strcmp(allows->selection->rules[i]->id, id))
			continue;
		ctx->rule = allows->selection->rules[i];
		ctx->severity = choices[i].severity;
		return choices[i].enabled;
	}
	return false;
}

static void complain(
	struct allows *allows, const char *id, const xmlNode *source, const char *message)
{
	vml_finding *finding;

	if (!speak(allows, id))
		return;
	finding = vml_report(&allows->contexts[allows->ctx], source, "%s", message);
	finding->of_suppression = true;
}

static const char *quoted(struct allows *allows, const char *text, size_t len)
{
	return vml_format(
		&allows->contexts[allows->ctx], "%.*s", (int)(len > 100 ? 100 : len), text);
}

/* Guesses take time: a document of nothing but wrong names gets a few. */
enum {
#ifdef VMLINT_FUZZ
	MOST_GUESSES = 4 /* a fuzzer writes little else */
#else
	MOST_GUESSES = 100
#endif
};

static void unknown_rule(struct allows *allows, const xmlNode *source, const char *id)
{
	const char *near = NULL;

	if (allows->guesses++ < MOST_GUESSES)
		near = vml_did_you_mean(id, vml_nth_rule, allows->selection->rules);

	complain(allows, "suppression-unknown-rule", source,
		vml_format(&allows->contexts[allows->ctx],
			"suppression names '%s', which is no rule's id%s%s%s", id,
			near ? ": did you mean '" : "", near ? near : "", near ? "'?" : ""));
}

/* Allow each of the rules that are named, in each of the scopes. */
static void allow_rules(struct allows *allows, const xmlNode *source, vml_strview rules,
	vml_strview reason, xmlNode **scopes, size_t n_scopes)
{
	vml_context *ctx = &allows->contexts[allows->ctx];
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
		id = quoted(allows, at, len);
		at += len ? len : 1;
		if (!len)
			continue;
		rule = vml_selection_rule(allows->selection, id);
		if (!rule) {
			unknown_rule(allows, source, id);
			continue;
		}
		used = vml_arena_alloc(ctx->doc->arena, sizeof(*used));
		*used = false;
		for (size_t i = 0; i < n_scopes; i++)
			if (!vml_suppression_table_add(&allows->exceptions,
				    &(vml_suppression){ .scope = scopes[i],
					    .rule = rule,
					    .source = source,
					    .reason = why,
					    .ctx = allows->ctx,
					    .used = used }))
				break;
	}
}

/* Judge date and reason; false where the suppression does not hold. */
static bool holds(
	struct allows *allows, const xmlNode *source, vml_strview until, vml_strview reason)
{
	long last = vml_date(until.text, until.len);

	if (!reason.len)
		complain(allows, "suppression-no-reason", source, "suppression gives no reason");
	if (!until.len)
		return true;
	if (!last) {
		complain(allows, "suppression-malformed", source,
			vml_format(&allows->contexts[allows->ctx],
				"suppression says until '%s', which is no date as 2027-01-31",
				quoted(allows, until.text, until.len)));
		return false;
	}
	if (!allows->today)
		allows->today = vml_today();
	if (last >= allows->today)
		return true;
	complain(allows, "suppression-expired", source,
		vml_format(&allows->contexts[allows->ctx], "suppression expired on %s",
			quoted(allows, until.text, until.len)));
	return false;
}

static int by_address(const void *a, const void *b)
{
	const struct holder *x = a, *y = b;

	if (x->node != y->node)
		return (uintptr_t)x->node < (uintptr_t)y->node ? -1 : 1;
	return 0;
}

static void find_holders(struct allows *allows)
{
	size_t n = 0;

	for (size_t i = 0; i < allows->n_runs; i++)
		for (const xmlNode *at = allows->contexts[i].facts.domain; at; at = at->parent)
			n++;
	allows->holders = vml_realloc(NULL, n * sizeof(*allows->holders));
	for (size_t i = 0; i < allows->n_runs; i++) {
		const xmlNode *domain = allows->contexts[i].facts.domain;

		for (const xmlNode *at = domain; at; at = at->parent)
			allows->holders[allows->n_holders++] =
				(struct holder){ .node = at, .ctx = i, .is_domain = at == domain };
	}
	qsort(allows->holders, n, sizeof(*allows->holders), by_address);
}

static const struct holder *holder_of(struct allows *allows, const xmlNode *node)
{
	const struct holder wanted = { .node = node };

	if (!allows->holders)
		find_holders(allows);
	return bsearch(&wanted, allows->holders, allows->n_holders, sizeof(wanted), by_address);
}

/* Whether an element is there to hold others: what is said in it first is said of the next. */
static bool is_container(struct allows *allows, const xmlNode *node)
{
	const struct holder *parent;

	if (holder_of(allows, node))
		return true;
	parent = node->parent ? holder_of(allows, node->parent) : NULL;
	return parent && parent->is_domain && vml_named(node, "devices");
}

/* What a comment speaks of: the element behind it, or, first in an element, that element. */
static xmlNode *scope_of(struct allows *allows, xmlNode *comment)
{
	xmlNode *parent = comment->parent;

	if (!allows->same_place) {
		allows->next = xmlNextElementSibling(comment);
		allows->first = !xmlPreviousElementSibling(comment);
		allows->same_place = true;
	}
	if (parent && parent->type == XML_ELEMENT_NODE && allows->first &&
		!is_container(allows, parent))
		return parent;
	return allows->next;
}

/* The domain that a node lies in; the first one where it lies in none. */
static size_t run_of(struct allows *allows, const xmlNode *node)
{
	for (; node; node = node->parent) {
		const struct holder *holder = holder_of(allows, node);

		if (holder && holder->is_domain)
			return holder->ctx;
	}
	return 0;
}

static void take_comment(struct allows *allows, xmlNode *comment)
{
	xmlNode *scope = scope_of(allows, comment);
	const char *wrong;
	vml_directive directive;

	allows->ctx = run_of(allows, scope ? scope : comment);
	wrong = vml_directive_read((const char *)comment->content, &directive);
	if (!wrong && directive.whole_file) {
		if (comment->parent && comment->parent->type == XML_ELEMENT_NODE)
			wrong = "says 'allow-file' within the document: it stands before the root "
				"element";
		scope = xmlDocGetRootElement(comment->doc);
	} else if (!wrong && !scope) {
		wrong = "stands behind all elements that it could speak of";
	}
	if (wrong) {
		complain(allows, "suppression-malformed", comment,
			vml_format(&allows->contexts[allows->ctx], "suppression %s", wrong));
		return;
	}
	if (holds(allows, comment, directive.until, directive.reason))
		allow_rules(allows, comment, directive.rules, directive.reason, &scope, 1);
}

/* All comments in document order, without recursion: depth is a stranger's choice. */
static void take_comments(struct allows *allows, xmlDoc *tree)
{
	xmlNode *node = tree->children;

	while (node) {
		if (node->type == XML_COMMENT_NODE && node->content &&
			vml_is_directive((const char *)node->content))
			take_comment(allows, node);
		if (node->type == XML_ELEMENT_NODE || !node->next)
			allows->same_place = false;
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

static void take_element(struct allows *allows, xmlNode *source)
{
	vml_context *ctx = &allows->contexts[allows->ctx];
	const char *path = vml_attr(source, "@path"), *trouble = NULL;
	vml_strview rules = strview(vml_attr(source, "@rule")),
		    reason = strview(vml_attr(source, "@reason"));
	xmlNode *domain = ctx->facts.domain, **scopes = &domain;
	size_t n = 1;

	if (strcmp((const char *)source->name, "allow"))
		trouble = "is no <allow> element";
	else if (!rules.len)
		trouble = "names no rule";
	else if (*path) {
		scopes = vml_path_follow(&allows->paths, ctx, path, &n, &trouble);
		if (trouble)
			trouble = vml_format(ctx, "has a bad path: %s", trouble);
	}
	if (trouble) {
		complain(allows, "suppression-malformed", source,
			vml_format(ctx, "suppression %s", trouble));
		return;
	}
	if (!holds(allows, source, strview(vml_attr(source, "@until")), reason))
		return;
	if (!n)
		complain(allows, "suppression-unused", source,
			"suppression is unused: its path selects nothing");
	allow_rules(allows, source, rules, reason, scopes, n);
}

static bool is_ours(const xmlNode *node)
{
	return node->ns && node->ns->href && !strcmp((const char *)node->ns->href, NAMESPACE);
}

static void take_metadata(struct allows *allows, size_t ctx)
{
	const xmlNode *metadata = vml_child(allows->contexts[ctx].facts.domain, "metadata");

	allows->ctx = ctx;
	for (xmlNode *ours = vml_first(metadata); ours; ours = vml_sibling(ours))
		for (xmlNode *source = is_ours(ours) ? vml_first(ours) : NULL; source;
			source = vml_sibling(source))
			take_element(allows, source);
	vml_path_budget_end(&allows->paths);
}

static void hold_against(struct allows *allows, vml_context *ctx)
{
	for (vml_finding *finding = ctx->findings; finding; finding = finding->next) {
		vml_suppression *exception;

		if (finding->of_suppression)
			continue;
		exception = vml_suppression_for(&allows->exceptions, finding);
		if (!exception)
			continue;
		*exception->used = true;
		finding->state = VML_STATE_SUPPRESSED;
		finding->reason = exception->reason;
	}
}

/* Whether the rule was to speak there, so that its silence means something. */
static bool was_asked(const struct allows *allows, const vml_suppression *exception)
{
	vml_context *ctx = &allows->contexts[exception->ctx];
	const vml_choice *choice =
		vml_choices_for(allows->selection, ctx->doc->arena, ctx->facts.name);

	for (const vml_rule **rule = allows->selection->rules; *rule != exception->rule; rule++)
		choice++;
	return choice->enabled && choice->severity >= allows->selection->counted;
}

static void check_use(struct allows *allows)
{
	for (size_t i = 0; i < allows->exceptions.n; i++) {
		const vml_suppression *exception = &allows->exceptions.list[i];

		if (*exception->used || !was_asked(allows, exception))
			continue;
		*exception->used = true; /* said once for all that its path selects */
		allows->ctx = exception->ctx;
		complain(allows, "suppression-unused", exception->source,
			vml_format(&allows->contexts[exception->ctx],
				"suppression of %s is unused: nothing here needs it",
				exception->rule->id));
	}
}

void vml_suppress(const vml_selection *selection, vml_context *contexts, size_t n_runs)
{
	struct allows allows = { .selection = selection, .contexts = contexts, .n_runs = n_runs };

	if (contexts->doc->addressed)
		take_comments(&allows, contexts->doc->tree);
	for (size_t i = 0; i < n_runs; i++)
		take_metadata(&allows, i);
	free(allows.holders);
	if (!allows.exceptions.n)
		return;
	vml_suppression_table_sort(&allows.exceptions);
	for (size_t i = 0; i < n_runs; i++)
		hold_against(&allows, &contexts[i]);
	check_use(&allows);
	vml_suppression_table_free(&allows.exceptions);
}
