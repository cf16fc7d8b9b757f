/*
 * State of the language server, and functions that its files share.
 *
 * Methods of requests (vml_lsp_...) return a new JSON value, which the caller owns. If `params` is
 * invalid or names no open document, they call vml_server_fail() and return NULL.
 */
#ifndef VML_SERVER_H
#define VML_SERVER_H

#include "document.h"
#include "lsp.h"
#include "project.h"
#include "transport.h"

/* Error codes of JSON-RPC and of the protocol. */
enum {
	VML_RPC_PARSE_ERROR = -32700,
	VML_RPC_INVALID_REQUEST = -32600,
	VML_RPC_UNKNOWN_METHOD = -32601,
	VML_RPC_INVALID_PARAMS = -32602,
	VML_RPC_NOT_INITIALIZED = -32002,
	VML_RPC_CANCELLED = -32800,
	VML_RPC_FAILED = -32803
};

/* CompletionItemTag of the protocol. */
enum { VML_ITEM_DEPRECATED = 1 };

/* Message types of window/showMessage. */
enum { VML_SHOW_ERROR = 1, VML_SHOW_WARNING, VML_SHOW_INFO };

/* Capabilities that the client has reported. */
typedef struct vml_client {
	bool snippets;	      /* completion items may have tab stops */
	bool markdown;	      /* hover may be in Markdown */
	bool versioned_edits; /* workspace edits may name the version of a document */
	bool action_literals; /* code actions may be objects, not only commands */
	bool watches;	      /* the client can notify the server about changed files */
	bool shows_documents; /* the client can open URLs */
	bool nested_symbols;  /* symbols may have children */
	bool related;	      /* diagnostics may have related locations */
	bool item_tags;	      /* the client shows the tag "deprecated" of completion items */
	bool item_deprecated; /* completion items may have the property "deprecated" */
} vml_client;

typedef struct vml_server {
	vml_transport transport;
	vml_projects projects;
	vml_client client;
	vml_units units;
	vml_document *documents; /* linked list, most recently opened first */
	bool initialized, shut_down, exiting;
	int error;		/* error code of the current request; 0: none */
	const char *error_text; /* message for `error`, a constant */
	json_int_t next_id;	/* id of the next request to the client */
	FILE *log;		/* NULL: none */
} vml_server;

/*
 * Set the error of the current request. Returns NULL, as the result of the method.
 *
 * code: VML_RPC_INVALID_PARAMS ...
 * text: message, a constant
 */
json_t *vml_server_fail(vml_server *server, int code, const char *text);

/* Send a notification to the client. params: freed. */
void vml_server_notify(vml_server *server, const char *method, json_t *params);

/* Send a request to the client; its response is ignored. params: freed. */
void vml_server_request(vml_server *server, const char *method, json_t *params);

/* Let the client show a message to the user. type: VML_SHOW_ERROR ... */
void vml_server_show(vml_server *server, int type, const char *text);

/* Write a line to the log; nothing if there is no log. */
void vml_server_log(vml_server *server, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/*
 * Return the open document that params.textDocument names, after setting its project; owned by the
 * server. If there is none, calls vml_server_fail() and returns NULL.
 */
vml_document *vml_server_document(vml_server *server, const json_t *params);

/* Set the project of a document; it is read again if its files have changed. */
void vml_server_refresh(vml_server *server, vml_document *document);

/* Free all projects; the diagnostics of all documents are then outdated. */
void vml_server_invalidate(vml_server *server);

/* Send the diagnostics of a document, after auditing it if needed. */
void vml_send_diagnostics(vml_server *server, vml_document *document);

/* Return a new Diagnostic of the protocol for a finding; the caller owns it. */
json_t *vml_diagnostic_of(vml_locator *locator, const vml_finding *finding);

/* Answer textDocument/codeAction: return a new array, which may be empty; NULL on failure. */
json_t *vml_lsp_code_actions(vml_server *server, const json_t *params);

/* Answer workspace/executeCommand: perform the command, return JSON null; NULL on failure. */
json_t *vml_lsp_execute(vml_server *server, const json_t *params);

/* Answer textDocument/completion: return a new list, which may be empty; NULL on failure. */
json_t *vml_lsp_completion(vml_server *server, const json_t *params);

/* Answer textDocument/hover: return a new Hover, JSON null if there is no text; NULL on failure. */
json_t *vml_lsp_hover(vml_server *server, const json_t *params);

/* Answer textDocument/documentSymbol: return a new array, which may be empty; NULL on failure. */
json_t *vml_lsp_symbols(vml_server *server, const json_t *params);

/* Call the method of a message; if it is a request, send the response. message: borrowed. */
void vml_lsp_dispatch(vml_server *server, const json_t *message);

/*
 * Send an error as the response to a request.
 *
 * id: id of the request, borrowed
 * code: VML_RPC_INVALID_PARAMS ...
 * text: message, copied
 */
void vml_lsp_refuse(vml_server *server, json_t *id, int code, const char *text);

#endif
