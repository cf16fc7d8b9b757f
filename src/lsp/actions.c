/* Code actions: fixes, repairs, suppressions and explanations. */
#include "server.h"

#include "allow.h"
#include "arena.h"
#include "fixpoint.h"
#include "jsonvalue.h"
#include "repaired.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

#define FIX_ALL "source.fixAll.vmlint"

/*
 * FINDINGS_MAX: limit on the findings in a range for which actions are offered. FIX_ALL_MAX: in
 * documents of this size in bytes and more, the action that applies all safe fixes is offered only
 * if the client asks for it, because it must be computed for each request.
 */
enum { FINDINGS_MAX = 32, FIX_ALL_MAX = 256 << 10 };

struct actions {
	vml_server *server;
	vml_document *document;
	const vml_audited *audited;
	vml_locator locator;
	size_t start, end; /* range for which the client requests actions, as offsets */
	json_t *list;
};

/* Return true if the client requests actions of a kind. only: the requested kinds; empty: all. */
static bool wants(const json_t *only, const char *kind)
{
	const json_t *value;
	size_t i;

	if (!json_array_size(only))
		return true;
	json_array_foreach (only, i, value) {
		const char *wanted = json_string_value(value);
		size_t len = wanted ? strlen(wanted) : 0;

		if (wanted && !strncmp(kind, wanted, len) &&
			(!len || !kind[len] || kind[len] == '.'))
			return true;
	}
	return false;
}

/* Return a WorkspaceEdit of the protocol with the given edits; takes ownership of `edits`. */
static json_t *workspace_edit(const struct actions *actions, json_t *edits)
{
	const vml_document *document = actions->document;

	if (actions->server->client.versioned_edits)
		return json_pack("{s:[{s:{s:s,s:I},s:o}]}", "documentChanges", "textDocument",
			"uri", document->uri, "version", document->version, "edits", edits);
	return json_pack("{s:{s:o}}", "changes", document->uri, edits);
}

/*
 * Append a TextEdit of the protocol that replaces [start, end). text: in UTF-8, as JSON requires.
 */
static void add_edit(struct actions *actions, json_t *edits, size_t start, size_t end,
	const char *text, size_t len)
{
	json_t *string = json_stringn(text, len);

	vml_json_append(edits,
		json_pack("{s:o,s:o}", "range", vml_range_of(&actions->locator, start, end),
			"newText", string ? string : json_string("")));
}

/*
 * Append an action.
 *
 * finding: the finding that the action concerns; NULL if there is none
 * edits, command: NULL if the action has none
 */
static void add_action(struct actions *actions, const char *title, const char *kind,
	const vml_finding *finding, json_t *edits, json_t *command)
{
	json_t *action = json_pack("{s:o,s:s}", "title", vml_json_safe(title), "kind", kind);

	if (finding)
		vml_json_put(action, "diagnostics",
			json_pack("[o]", vml_diagnostic_of(&actions->locator, finding)));
	if (edits)
		vml_json_put(action, "edit", workspace_edit(actions, edits));
	if (command)
		vml_json_put(action, "command", command);
	if (edits && (!finding || finding->level == VML_FIX_SAFE))
		vml_json_put(action, "isPreferred", json_true());
	vml_json_append(actions->list, action);
}

static void add_fix(struct actions *actions, const vml_finding *finding)
{
	size_t n = 0, n_lines = 0;
	const vml_edit *edits =
		vml_finding_fixable(finding) ? vml_finding_edits(finding, &n) : NULL;
	const char *const *lines = edits ? vml_finding_preview(finding, &n_lines) : NULL;
	json_t *list;
	char *title;

	if (!n)
		return;
	title = vml_asprintf("Fix %s%s: %.200s%s", finding->rule->id,
		finding->level == VML_FIX_SAFE ? "" : " (review)", n_lines ? lines[0] : "",
		n_lines > 1 ? " ..." : "");
	list = json_array();
	for (size_t i = 0; i < n; i++)
		add_edit(actions, list, edits[i].start, edits[i].end, edits[i].text, edits[i].len);
	add_action(actions, title, "quickfix", finding, list, NULL);
	free(title);
}

static void add_suppression(struct actions *actions, const vml_finding *finding)
{
	vml_insertion insertion;
	json_t *list;
	char *title;

	/*
	 * findings on conflicts between domains have no element before which a comment could be
	 * inserted
	 */
	if (finding->stored ||
		!vml_allow_here(finding, actions->document->is_virsh_edit, &insertion))
		return;
	list = json_array();
	title = vml_asprintf("Allow %s here, with a reason", finding->rule->id);
	add_edit(
		actions, list, insertion.at, insertion.end, insertion.text, strlen(insertion.text));
	add_action(actions, title, "quickfix", finding, list, NULL);
	/*
	 * editors apply the preferred action without showing it, but the user must replace the
	 * placeholder of the reason
	 */
	json_object_del(
		json_array_get(actions->list, json_array_size(actions->list) - 1), "isPreferred");
	free(title);
	free(insertion.text);
}

static void add_explanation(struct actions *actions, const vml_finding *finding)
{
	char *title = vml_asprintf("Explain %s", finding->rule->id);

	add_action(actions, title, "quickfix", finding, NULL,
		json_pack("{s:s,s:s,s:[s]}", "title", title, "command", "vmlint.explain",
			"arguments", finding->rule->id));
	free(title);
}

/* Append the actions for the findings in the requested range. */
static void add_findings(struct actions *actions)
{
	static void (*const adders[])(struct actions * actions,
		const vml_finding *finding) = { add_fix, add_suppression, add_explanation };
	const vml_audited *audited = actions->audited;
	const vml_finding *found[FINDINGS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < audited->n_findings && n < FINDINGS_MAX; i++) {
		const vml_range *range = &audited->findings[i]->range;

		if (range->start.byte <= actions->end && range->end.byte >= actions->start)
			found[n++] = audited->findings[i];
	}
	for (size_t kind = 0; kind < sizeof(adders) / sizeof(*adders); kind++)
		for (size_t i = 0; i < n; i++)
			adders[kind](actions, found[i]);
}

/* Append an action with all changes in a piece table. */
static void add_changes(
	struct actions *actions, const char *title, const char *kind, const vml_piece_table *pieces)
{
	vml_buffer joined = { 0 };
	size_t n;
	vml_change *changes = vml_piece_table_changes(pieces, &n, &joined);
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		add_edit(actions, list, changes[i].start, changes[i].end, changes[i].text,
			changes[i].len);
	if (n)
		add_action(actions, title, kind, NULL, list, NULL);
	else
		json_decref(list);
	free(changes);
	vml_buffer_free(&joined);
}

/* Append an action that applies all safe fixes. */
static void add_fix_all(struct actions *actions)
{
	vml_document *document = actions->document;
	vml_slice slice = { .bytes = actions->audited->bytes,
		.len = document->text.len,
		.line = 1,
		.column = 1,
		.terminated = true };
	vml_parser *parser = vml_parser_new();
	vml_fixed fixed;
	vml_fault fault;

	if (!vml_fix_until_stable(parser, &slice, vml_document_selection(document), VML_FIX_SAFE,
		    &fixed, &fault)) {
		char *title = vml_asprintf("Apply all %zu safe fixes", fixed.n_done);

		if (!fixed.refused && fixed.n_done)
			add_changes(actions, title, FIX_ALL, &fixed.pieces);
		free(title);
	}
	vml_fixed_free(&fixed);
	vml_parser_free(parser);
}

static void add_repair(struct actions *actions)
{
	const vml_repaired *repaired = actions->audited->doc->repaired;
	char *title = vml_asprintf("Repair %zu syntax error%s", repaired->n_faults,
		repaired->n_faults == 1 ? "" : "s");

	add_changes(actions, title, "quickfix", &repaired->repair.pieces);
	free(title);
}

json_t *vml_lsp_code_actions(vml_server *server, const json_t *params)
{
	vml_document *document = vml_server_document(server, params);
	const json_t *range = json_object_get(params, "range");
	const json_t *only = json_object_get(json_object_get(params, "context"), "only");
	vml_position from, to;
	struct actions actions;

	if (!document)
		return NULL;
	if (!vml_position_read(json_object_get(range, "start"), &from) ||
		!vml_position_read(json_object_get(range, "end"), &to))
		return vml_server_fail(server, VML_RPC_INVALID_PARAMS, "invalid range");
	actions = (struct actions){ .server = server,
		.document = document,
		.audited = vml_document_audit(document),
		.locator = { .document = document, .units = server->units },
		.start = vml_document_offset(document, server->units, from),
		.end = vml_document_offset(document, server->units, to),
		.list = json_array() };
	if (actions.audited->rejected || !actions.audited->result.n_domains ||
		!server->client.action_literals)
		return actions.list;
	if (wants(only, "quickfix")) {
		if (actions.audited->doc->repaired)
			add_repair(&actions);
		add_findings(&actions);
	}
	if (wants(only, FIX_ALL) && !actions.audited->doc->repaired &&
		(json_array_size(only) || document->text.len < FIX_ALL_MAX))
		add_fix_all(&actions);
	return actions.list;
}

/*
 * Return the rule with this id, a built-in rule or a custom rule of any project; NULL if there is
 * none.
 */
static const vml_rule *find_rule(const vml_server *server, const char *id)
{
	const vml_rule *rule = vml_rule_by_id(id);

	for (const vml_project *it = server->projects.list; it && !rule; it = it->next)
		rule = vml_selection_rule(vml_policy_for(it->policy, NULL), id);
	return rule;
}

json_t *vml_lsp_execute(vml_server *server, const json_t *params)
{
	const char *command = json_string_value(json_object_get(params, "command"));
	const char *id = json_string_value(json_array_get(json_object_get(params, "arguments"), 0));
	const vml_rule *rule = NULL;
	char *text;

	if (!command || strcmp(command, "vmlint.explain"))
		return vml_server_fail(server, VML_RPC_INVALID_PARAMS, "unknown command");
	if (id)
		rule = find_rule(server, id);
	if (!rule)
		return vml_server_fail(server, VML_RPC_INVALID_PARAMS, "unknown rule");
	text = vml_asprintf("%s: %s\n\nWhy: %s\n\nFix: %s\n\n%s", rule->id, rule->summary,
		rule->why, rule->remedy, rule->url);
	vml_server_notify(server, "window/showMessage",
		json_pack("{s:i,s:o}", "type", VML_SHOW_INFO, "message", vml_json_text(text)));
	free(text);
	return json_null();
}
