/* Main loop of the language server: reads all available messages before it audits. */
#include "server.h"

#include "arena.h"
#include "jsonvalue.h"
#include "text.h"

#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Limit on the number of messages that are read before the first of them is handled. */
enum { QUEUE_MAX = 512 };

struct queue {
	json_t *messages[QUEUE_MAX]; /* NULL: cancelled */
	size_t n;
};

json_t *vml_server_fail(vml_server *server, int code, const char *text)
{
	server->error = code;
	server->error_text = text;
	return NULL;
}

void vml_server_log(vml_server *server, const char *fmt, ...)
{
	va_list args;

	if (!server->log)
		return;
	va_start(args, fmt);
	vfprintf(server->log, fmt, args);
	va_end(args);
	fputc('\n', server->log);
	fflush(server->log);
}

void vml_server_notify(vml_server *server, const char *method, json_t *params)
{
	vml_server_log(server, "<- %s", method);
	vml_transport_send(&server->transport,
		json_pack("{s:s,s:s,s:o}", "jsonrpc", "2.0", "method", method, "params", params));
}

void vml_server_request(vml_server *server, const char *method, json_t *params)
{
	vml_server_log(server, "<- %s", method);
	vml_transport_send(&server->transport,
		json_pack("{s:s,s:I,s:s,s:o}", "jsonrpc", "2.0", "id", server->next_id++, "method",
			method, "params", params));
}

/* Add all messages that have been received to the queue, unless it is full. */
static void fill_queue(vml_server *server, struct queue *queue)
{
	static const struct {
		int code;
		const char *text;
	} errors[] = {
		[VML_RECEIVED_INVALID] = { VML_RPC_PARSE_ERROR, "the message is not valid JSON" },
		[VML_RECEIVED_TOO_LONG] = { VML_RPC_INVALID_REQUEST, "the message is too long" },
		[VML_RECEIVED_NO_HEADER] = { VML_RPC_PARSE_ERROR,
			"the message has no Content-Length" },
	};

	while (queue->n < QUEUE_MAX) {
		json_t *message, *none = json_null();
		vml_received received = vml_transport_next(&server->transport, &message);

		if (received == VML_RECEIVED_MESSAGE)
			queue->messages[queue->n++] = message;
		else if (received != VML_RECEIVED_NOTHING)
			vml_lsp_refuse(server, none, errors[received].code, errors[received].text);
		else if (server->transport.ended || !vml_transport_ready(&server->transport, false))
			return;
		else
			vml_transport_read(&server->transport);
	}
}

static bool is_method(const json_t *message, const char *name)
{
	const char *method = json_string_value(json_object_get(message, "method"));

	return method && !strcmp(method, name);
}

/* Send an error for each request in the queue that a later message in the queue cancels. */
static void cancel_requests(vml_server *server, struct queue *queue)
{
	for (size_t i = 1; i < queue->n; i++) {
		json_t *id;

		if (!is_method(queue->messages[i], "$/cancelRequest"))
			continue;
		id = json_object_get(json_object_get(queue->messages[i], "params"), "id");
		for (size_t k = 0; id && k < i; k++) {
			json_t *other = json_object_get(queue->messages[k], "id");

			if (!other || !json_equal(other, id) ||
				!json_object_get(queue->messages[k], "method"))
				continue;
			vml_lsp_refuse(server, id, VML_RPC_CANCELLED, "cancelled");
			json_decref(queue->messages[k]);
			queue->messages[k] = NULL;
		}
	}
}

static void perform_queue(vml_server *server, struct queue *queue)
{
	cancel_requests(server, queue);
	for (size_t i = 0; i < queue->n; i++) {
		if (queue->messages[i] && !server->exiting && !server->transport.broken)
			vml_lsp_dispatch(server, queue->messages[i]);
		json_decref(queue->messages[i]);
	}
	queue->n = 0;
}

/* Free the audits of the documents that use a project. Called before the project is freed. */
static void forget_project(void *data, const vml_project *project)
{
	vml_server *server = data;

	for (vml_document *d = server->documents; d; d = d->next) {
		if (d->project != project)
			continue;
		vml_document_drop_audit(d);
		d->project = NULL;
		d->outdated = true;
	}
}

void vml_server_invalidate(vml_server *server)
{
	vml_projects_clear(&server->projects);
}

void vml_server_refresh(vml_server *server, vml_document *document)
{
	vml_project *project = vml_projects_for(&server->projects, document->path);

	if (document->project != project)
		vml_document_drop_audit(document);
	document->project = project;
}

/*
 * Send new diagnostics for the documents whose sent ones are outdated, but stop if there is input.
 * Returns false if such documents are left.
 */
static bool send_diagnostics(vml_server *server)
{
	if (!server->initialized || server->shut_down)
		return true;
	for (vml_document *d = server->documents; d; d = d->next) {
		if (!d->outdated)
			continue;
		if (!server->transport.ended && vml_transport_ready(&server->transport, false))
			return false;
		/*
		 * refreshing one document may read a changed configuration, which makes others
		 * outdated, too
		 */
		vml_server_refresh(server, d);
		vml_send_diagnostics(server, d);
	}
	for (const vml_document *d = server->documents; d; d = d->next)
		if (d->outdated)
			return false;
	return true;
}

static void put_message(void *data, const vml_message *message)
{
	vml_server *server = data;
	int type = message->kind == VML_MESSAGE_ERROR ? VML_SHOW_ERROR : VML_SHOW_WARNING;
	char *text;

	if (!message->text || message->kind == VML_MESSAGE_DETAIL)
		return;
	text = vml_asprintf("vmlint: %s%s%s", message->text, message->hint ? "; " : "",
		message->hint ? message->hint : "");
	vml_server_show(server, type, text);
	free(text);
}

void vml_server_show(vml_server *server, int type, const char *text)
{
	vml_server_notify(server, "window/showMessage",
		json_pack("{s:i,s:o}", "type", type, "message", vml_json_safe(text)));
}

static void free_server(vml_server *server)
{
	while (server->documents) {
		vml_document *next = server->documents->next;

		vml_document_free(server->documents);
		server->documents = next;
	}
	vml_projects_free(&server->projects);
	vml_transport_free(&server->transport);
}

int vml_lsp_serve(int in, int out, const vml_lsp_options *options)
{
	struct queue *queue = vml_realloc(NULL, sizeof(*queue));
	vml_server server = { .transport = { .in = in, .out = out },
		.projects = { .workspace = { .options = options } },
		.next_id = 1,
		.log = options->log };
	struct sigaction before, ignore = { .sa_handler = SIG_IGN };
	bool done;

	queue->n = 0;
	sigaction(SIGPIPE, &ignore, &before);
	server.projects.messages = (vml_messages){ .put = put_message, .data = &server };
	server.projects.forget = forget_project;
	server.projects.data = &server;
	while (!server.exiting && !server.transport.broken) {
		fill_queue(&server, queue);
		if (server.transport.ended && !queue->n)
			break;
		perform_queue(&server, queue);
		done = send_diagnostics(&server);
		if (done && !server.exiting && !server.transport.broken)
			vml_transport_ready(&server.transport, true);
	}
	free_server(&server);
	free(queue);
	sigaction(SIGPIPE, &before, NULL);
	return server.exiting && server.shut_down ? 0 : 1;
}
