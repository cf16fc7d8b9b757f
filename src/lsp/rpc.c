/* Dispatch of messages: table of methods, life cycle of the server, errors. */
#include "server.h"

#include "sync.h"

#include <string.h>

/* A method of the protocol. For requests, `perform` returns the result; for notifications NULL. */
struct method {
	const char *name;
	json_t *(*perform)(vml_server *server, const json_t *params);
	bool notification;
	bool early; /* allowed before "initialize" */
	bool late;  /* allowed after "shutdown" */
};

static void respond(vml_server *server, json_t *id, const char *key, json_t *value)
{
	vml_transport_send(&server->transport,
		json_pack("{s:s,s:O,s:o}", "jsonrpc", "2.0", "id", id, key, value));
}

void vml_lsp_refuse(vml_server *server, json_t *id, int code, const char *text)
{
	vml_server_log(server, "<- error %d: %s", code, text);
	respond(server, id, "error", json_pack("{s:i,s:s}", "code", code, "message", text));
}

static json_t *shut_down(vml_server *server, const json_t *params)
{
	(void)params;
	server->shut_down = true;
	return json_null();
}

static json_t *end(vml_server *server, const json_t *params)
{
	(void)params;
	server->exiting = true;
	return NULL;
}

static json_t *ignore(vml_server *server, const json_t *params)
{
	(void)server;
	(void)params;
	return NULL;
}

static const struct method methods[] = {
	{ .name = "initialize", .perform = vml_lsp_initialize, .early = true },
	{ .name = "initialized", .perform = vml_lsp_initialized, .notification = true },
	{ .name = "shutdown", .perform = shut_down },
	{ .name = "exit", .perform = end, .notification = true, .early = true, .late = true },
	{ .name = "textDocument/didOpen", .perform = vml_lsp_opened, .notification = true },
	{ .name = "textDocument/didChange", .perform = vml_lsp_changed, .notification = true },
	{ .name = "textDocument/didClose", .perform = vml_lsp_closed, .notification = true },
	{ .name = "textDocument/didSave", .perform = ignore, .notification = true },
	{ .name = "workspace/didChangeConfiguration",
		.perform = vml_lsp_configured,
		.notification = true },
	{ .name = "workspace/didChangeWatchedFiles",
		.perform = vml_lsp_files_changed,
		.notification = true },
	{ .name = "workspace/didChangeWorkspaceFolders",
		.perform = vml_lsp_folders_changed,
		.notification = true },
	{ .name = "textDocument/codeAction", .perform = vml_lsp_code_actions },
	{ .name = "textDocument/completion", .perform = vml_lsp_completion },
	{ .name = "textDocument/hover", .perform = vml_lsp_hover },
	{ .name = "textDocument/documentSymbol", .perform = vml_lsp_symbols },
	{ .name = "workspace/executeCommand", .perform = vml_lsp_execute },
};

static const struct method *method_of(const char *name)
{
	for (size_t i = 0; i < sizeof(methods) / sizeof(*methods); i++)
		if (!strcmp(methods[i].name, name))
			return &methods[i];
	return NULL;
}

/*
 * Return an error code if the method is not a known request or not allowed in the current state of
 * the server, with *ret_text set to a message. Returns 0 if the method is allowed.
 */
static int refusal(const vml_server *server, const struct method *method, const char **ret_text)
{
	*ret_text = "unknown method";
	if (!method || method->notification)
		return VML_RPC_UNKNOWN_METHOD;
	*ret_text = "the server is not initialized";
	if (!server->initialized && !method->early)
		return VML_RPC_NOT_INITIALIZED;
	*ret_text = server->shut_down ? "the server is shut down" : "the server is initialized";
	return server->shut_down || (server->initialized && method->early) ? VML_RPC_INVALID_REQUEST
									   : 0;
}

static void perform_request(
	vml_server *server, const struct method *method, json_t *id, const json_t *params)
{
	const char *text;
	json_t *result;
	int code = refusal(server, method, &text);

	if (code) {
		vml_lsp_refuse(server, id, code, text);
		return;
	}
	server->error = 0;
	result = method->perform(server, params);
	if (!server->error) {
		respond(server, id, "result", result);
		return;
	}
	json_decref(result);
	vml_lsp_refuse(server, id, server->error, server->error_text);
}

void vml_lsp_dispatch(vml_server *server, const json_t *message)
{
	json_t *id = json_object_get(message, "id");
	const json_t *params = json_object_get(message, "params");
	const char *name = json_string_value(json_object_get(message, "method"));
	const struct method *method;

	if (!name) {
		/*
		 * no error for responses of the client to requests of the server: they are ignored
		 */
		if (!json_object_get(message, "result") && !json_object_get(message, "error"))
			vml_lsp_refuse(server,
				json_is_integer(id) || json_is_string(id) ? id : json_null(),
				VML_RPC_INVALID_REQUEST, "the message is not a request");
		return;
	}
	vml_server_log(server, "-> %s", name);
	method = method_of(name);
	if (id && !json_is_integer(id) && !json_is_string(id))
		vml_lsp_refuse(server, json_null(), VML_RPC_INVALID_REQUEST,
			"the id is not a number or string");
	else if (id)
		perform_request(server, method, id, params);
	else if (method && method->notification && (server->initialized || method->early) &&
		(!server->shut_down || method->late))
		method->perform(server, params);
}
