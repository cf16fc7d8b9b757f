/*
 * Fuzzer of the language server. Types a document key by key, edits it at random, and sends
 * requests at random positions; or sends the input itself to the server.
 */
#define _GNU_SOURCE /* memfd_create */
#include "fuzz.h"

#include "buffer.h"
#include "lsp.h"

#include <jansson.h>

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { STEPS = 48, KEYS = 64 };

#define URI "file:///tmp/guest.xml"

struct typist {
	vml_buffer stream; /* messages to the server, with headers */
	uint64_t state;	   /* state of the random number generator */
	const char *text;  /* the text to type */
	size_t len, at;
	json_int_t id;
};

static unsigned int pick(struct typist *t, size_t n)
{
	t->state = t->state * 6364136223846793005U + 1442695040888963407U;
	return n ? (unsigned int)((t->state >> 33) % n) : 0;
}

static void send(struct typist *t, json_t *message)
{
	char *text = message ? json_dumps(message, JSON_COMPACT) : NULL, header[64];

	/* NULL if a string of the message is not UTF-8: json_dumps() fails, and nothing is sent */
	if (text) {
		snprintf(header, sizeof(header), "Content-Length: %zu\r\n\r\n", strlen(text));
		vml_buffer_puts(&t->stream, header);
		vml_buffer_puts(&t->stream, text);
	}
	free(text);
	json_decref(message);
}

static json_t *position(struct typist *t)
{
	return json_pack("{s:i,s:i}", "line", pick(t, 40), "character", pick(t, 60));
}

/* Append the next characters of the text to the document, one message for each. */
static void type_keys(struct typist *t)
{
	for (unsigned int i = pick(t, KEYS); i > 0 && t->at < t->len; i--) {
		char key[2] = { t->text[t->at++], '\0' };
		json_t *range = NULL;

		if ((unsigned char)*key >= 0x80 || !*key)
			continue;
		/* position after the end of the document: the server limits the line */
		range = json_pack("{s:{s:i,s:i},s:{s:i,s:i}}", "start", "line", 99999, "character",
			0, "end", "line", 99999, "character", 0);
		send(t,
			json_pack("{s:s,s:s,s:{s:{s:s,s:i},s:[{s:o,s:s}]}}", "jsonrpc", "2.0",
				"method", "textDocument/didChange", "params", "textDocument", "uri",
				URI, "version", 1, "contentChanges", "range", range, "text", key));
	}
}

static void edit(struct typist *t)
{
	static const char *const texts[] = { "", "<", ">", "'", "/>", "</", " ", "=", "\n", "&",
		"\xf0\x9f\x98\x80", "<!--", "xmlns:a='b'", "\"", "<disk type='", "]]>" };
	const char *text = texts[pick(t, sizeof(texts) / sizeof(*texts))];

	send(t,
		json_pack("{s:s,s:s,s:{s:{s:s,s:i},s:[{s:{s:o,s:o},s:s}]}}", "jsonrpc", "2.0",
			"method", "textDocument/didChange", "params", "textDocument", "uri", URI,
			"version", 2, "contentChanges", "range", "start", position(t), "end",
			position(t), "text", text));
}

static void request(struct typist *t)
{
	static const char *const methods[] = { "textDocument/completion", "textDocument/hover",
		"textDocument/documentSymbol", "textDocument/codeAction" };
	const char *method = methods[pick(t, sizeof(methods) / sizeof(*methods))];

	send(t,
		json_pack("{s:s,s:I,s:s,s:{s:{s:s},s:o,s:{s:o,s:o},s:{s:[]}}}", "jsonrpc", "2.0",
			"id", t->id++, "method", method, "params", "textDocument", "uri", URI,
			"position", position(t), "range", "start", position(t), "end", position(t),
			"context", "diagnostics"));
}

/* Write the protocol of a session that types the text. */
static void write_session(struct typist *t)
{
	send(t,
		json_pack("{s:s,s:i,s:s,s:{s:{s:{s:{s:{s:b}},s:{s:{}}}}}}", "jsonrpc", "2.0", "id",
			0, "method", "initialize", "params", "capabilities", "textDocument",
			"completion", "completionItem", "snippetSupport", (int)pick(t, 2),
			"codeAction", "codeActionLiteralSupport"));
	send(t,
		json_pack("{s:s,s:s,s:{s:{s:s,s:i,s:s%}}}", "jsonrpc", "2.0", "method",
			"textDocument/didOpen", "params", "textDocument", "uri", URI, "version", 0,
			"text", t->text, t->at));
	for (unsigned int i = 0; i < STEPS; i++) {
		void (*const steps[])(struct typist * typist) = { type_keys, edit, request };

		steps[pick(t, 3)](t);
	}
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static const vml_lsp_options options = { .no_config = true };
	struct typist t = { .id = 1 };
	int in = memfd_create("in", MFD_CLOEXEC), out = open("/dev/null", O_WRONLY | O_CLOEXEC);

	fuzz_expect(in >= 0 && out >= 0, "files can be opened");
	if (size > 2 && data[0] % 8) {
		t.state = data[0] + (uint64_t)data[1] * 256;
		t.text = (const char *)data + 2;
		t.len = size - 2;
		t.at = pick(&t, t.len + 1);
		write_session(&t);
	} else {
		vml_buffer_add(&t.stream, (const char *)data, size);
	}
	if (t.stream.len)
		fuzz_expect(write(in, t.stream.bytes, t.stream.len) == (ssize_t)t.stream.len,
			"the session is written");
	lseek(in, 0, SEEK_SET);
	fuzz_expect(vml_lsp_serve(in, out, &options) >= 0, "the server ends");
	close(in);
	close(out);
	vml_buffer_free(&t.stream);
	return 0;
}
