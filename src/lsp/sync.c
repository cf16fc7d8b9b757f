/* Life cycle: capabilities, open documents and their changes, configuration. */
#include "sync.h"

#include <string.h>

/* Return the value at a path of member names, which ends with NULL; NULL if one is missing. */
static const json_t *follow(const json_t *value, const char *const *names)
{
	while (*names)
		value = json_object_get(value, *names++);
	return value;
}

#define FOLLOW(value, ...) follow(value, (const char *const[]){ __VA_ARGS__, NULL })

static void read_client(vml_server *server, const json_t *capabilities)
{
	const json_t *text = json_object_get(capabilities, "textDocument");
	const json_t *workspace = json_object_get(capabilities, "workspace");
	const json_t *encodings = FOLLOW(capabilities, "general", "positionEncodings"), *value;
	size_t i;

	server->client = (vml_client){
		.snippets = json_is_true(
			FOLLOW(text, "completion", "completionItem", "snippetSupport")),
		.versioned_edits =
			json_is_true(FOLLOW(workspace, "workspaceEdit", "documentChanges")),
		.action_literals = FOLLOW(text, "codeAction", "codeActionLiteralSupport"),
		.watches = json_is_true(
			FOLLOW(workspace, "didChangeWatchedFiles", "dynamicRegistration")),
		.shows_documents =
			json_is_true(FOLLOW(capabilities, "window", "showDocument", "support")),
		.nested_symbols = json_is_true(
			FOLLOW(text, "documentSymbol", "hierarchicalDocumentSymbolSupport")),
	};
	json_array_foreach (
		FOLLOW(text, "completion", "completionItem", "tagSupport", "valueSet"), i, value)
		if (json_integer_value(value) == VML_ITEM_DEPRECATED)
			server->client.item_tags = true;
	server->client.item_deprecated =
		json_is_true(FOLLOW(text, "completion", "completionItem", "deprecatedSupport"));
	server->client.related =
		json_is_true(FOLLOW(text, "publishDiagnostics", "relatedInformation"));
	json_array_foreach (FOLLOW(text, "hover", "contentFormat"), i, value)
		if (json_is_string(value) && !strcmp(json_string_value(value), "markdown"))
			server->client.markdown = true;
	server->units = VML_UTF16;
	json_array_foreach (encodings, i, value)
		if (json_is_string(value) && !strcmp(json_string_value(value), "utf-8"))
			server->units = VML_UTF8;
}

json_t *vml_lsp_initialize(vml_server *server, const json_t *params)
{
	read_client(server, json_object_get(params, "capabilities"));
	vml_workspace_open(&server->projects.workspace, params);
	vml_projects_take(&server->projects, json_object_get(params, "initializationOptions"));
	server->initialized = true;
	return json_pack("{s:{s:s,s:{s:b,s:i,s:{s:b}},s:b,s:b,s:{s:[s,s],s:b},"
			 "s:{s:[s,s,s,s,s,s],s:b},s:{s:[s]},s:{s:{s:b,s:b}}},s:{s:s,s:s}}",
		"capabilities", "positionEncoding", server->units == VML_UTF8 ? "utf-8" : "utf-16",
		"textDocumentSync", "openClose", 1, "change", 2, "save", "includeText", 0,
		"hoverProvider", 1, "documentSymbolProvider", 1, "codeActionProvider",
		"codeActionKinds", "quickfix", "source.fixAll.vmlint", "resolveProvider", 0,
		"completionProvider", "triggerCharacters", "<", "/", " ", "'", "\"", "=",
		"resolveProvider", 0, "executeCommandProvider", "commands", "vmlint.explain",
		"workspace", "workspaceFolders", "supported", 1, "changeNotifications", 1,
		"serverInfo", "name", "vmlint", "version", VMLINT_VERSION);
}

json_t *vml_lsp_initialized(vml_server *server, const json_t *params)
{
	(void)params;
	if (server->client.watches)
		vml_server_request(server, "client/registerCapability",
			json_pack("{s:[{s:s,s:s,s:{s:[{s:s},{s:s}]}}]}", "registrations", "id",
				"configuration", "method", "workspace/didChangeWatchedFiles",
				"registerOptions", "watchers", "globPattern", "**/.vmlint.ini",
				"globPattern", "**/vmlint.ini"));
	return NULL;
}

static vml_document **find(vml_server *server, const char *uri)
{
	vml_document **at = &server->documents;

	while (*at && strcmp((*at)->uri, uri))
		at = &(*at)->next;
	return at;
}

vml_document *vml_server_document(vml_server *server, const json_t *params)
{
	const char *uri = json_string_value(FOLLOW(params, "textDocument", "uri"));
	vml_document *document = uri ? *find(server, uri) : NULL;

	if (!document)
		vml_server_fail(server, VML_RPC_INVALID_PARAMS, "the document is not open");
	else if (!document->project)
		vml_server_refresh(server, document);
	return document;
}

json_t *vml_lsp_opened(vml_server *server, const json_t *params)
{
	const json_t *item = json_object_get(params, "textDocument");
	const char *uri = json_string_value(json_object_get(item, "uri"));
	const json_t *text = json_object_get(item, "text");
	vml_document **at, *document;

	if (!uri || !json_is_string(text))
		return NULL;
	at = find(server, uri);
	document = *at;
	if (!document) {
		document = vml_document_new(uri);
		document->next = server->documents;
		server->documents = document;
	}
	document->version = json_integer_value(json_object_get(item, "version"));
	vml_document_edit(
		document, 0, document->text.len, json_string_value(text), json_string_length(text));
	return NULL;
}

/* Apply one change of a document; returns false if it is invalid. */
static bool apply_change(vml_server *server, vml_document *document, const json_t *change)
{
	const json_t *text = json_object_get(change, "text");
	const json_t *range = json_object_get(change, "range");
	vml_position from, to;
	size_t start = 0, end = document->text.len;

	if (!json_is_string(text))
		return false;
	if (json_is_object(range)) {
		if (!vml_position_read(json_object_get(range, "start"), &from) ||
			!vml_position_read(json_object_get(range, "end"), &to))
			return false;
		start = vml_document_offset(document, server->units, from);
		end = vml_document_offset(document, server->units, to);
		if (end < start) {
			size_t swapped = end;

			end = start;
			start = swapped;
		}
	}
	vml_document_edit(document, start, end, json_string_value(text), json_string_length(text));
	return true;
}

json_t *vml_lsp_changed(vml_server *server, const json_t *params)
{
	vml_document *document = vml_server_document(server, params);
	const json_t *change;
	size_t i;

	if (!document)
		return NULL;
	json_array_foreach (json_object_get(params, "contentChanges"), i, change)
		if (!apply_change(server, document, change))
			vml_server_log(server, "invalid change of %s", document->uri);
	document->version = json_integer_value(FOLLOW(params, "textDocument", "version"));
	return NULL;
}

json_t *vml_lsp_closed(vml_server *server, const json_t *params)
{
	const char *uri = json_string_value(FOLLOW(params, "textDocument", "uri"));
	vml_document **at, *document;

	if (!uri)
		return NULL;
	at = find(server, uri);
	document = *at;
	if (!document)
		return NULL;
	*at = document->next;
	vml_server_notify(server, "textDocument/publishDiagnostics",
		json_pack("{s:s,s:[]}", "uri", uri, "diagnostics"));
	vml_document_free(document);
	return NULL;
}

json_t *vml_lsp_configured(vml_server *server, const json_t *params)
{
	const json_t *settings = json_object_get(params, "settings");

	if (json_is_object(settings))
		vml_projects_take(&server->projects, settings);
	return vml_lsp_files_changed(server, params);
}

json_t *vml_lsp_files_changed(vml_server *server, const json_t *params)
{
	(void)params;
	vml_server_invalidate(server);
	return NULL;
}

json_t *vml_lsp_folders_changed(vml_server *server, const json_t *params)
{
	vml_workspace_change(&server->projects.workspace, json_object_get(params, "event"));
	vml_server_invalidate(server);
	return NULL;
}
