/* Transport: JSON messages after a Content-Length header. */
#define _GNU_SOURCE /* memmem */
#include "transport.h"

#include "arena.h"
#include "escape.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { READ_SIZE = 1 << 16 };

bool vml_transport_ready(const vml_transport *transport, bool wait)
{
	struct pollfd poll_fd = { .fd = transport->in, .events = POLLIN };
	int n;

	if (transport->ended)
		return true;
	do
		n = poll(&poll_fd, 1, wait ? -1 : 0);
	while (n < 0 && errno == EINTR);
	return n != 0;
}

/*
 * Discard the consumed bytes if they are more than half of the buffer. All calls together take time
 * linear in the input.
 */
static void compact(vml_transport *transport)
{
	vml_buffer *input = &transport->input;

	if (transport->at < input->len && transport->at <= input->len / 2)
		return;
	if (transport->at < input->len)
		memmove(input->bytes, input->bytes + transport->at, input->len - transport->at);
	input->len -= transport->at;
	transport->at = 0;
	if (!input->len && input->room > (1 << 22))
		vml_buffer_free(input);
}

void vml_transport_read(vml_transport *transport)
{
	char *to;
	ssize_t n;

	compact(transport);
	to = vml_buffer_reserve(&transport->input, READ_SIZE);
	do
		n = read(transport->in, to, READ_SIZE);
	while (n < 0 && errno == EINTR);
	if (n <= 0) {
		transport->ended = true;
		return;
	}
	if (transport->skip) {
		size_t skipped = (size_t)n < transport->skip ? (size_t)n : transport->skip;

		transport->skip -= skipped;
		n -= (ssize_t)skipped;
		memmove(to, to + skipped, (size_t)n);
	}
	transport->input.len += (size_t)n;
}

/*
 * Read the header [at, end). Sets *ret to the length of the content; false if the header has none.
 */
static bool read_header(const char *at, const char *end, size_t *ret)
{
	static const char name[] = "Content-Length:";
	bool found = false;

	while (at < end) {
		const char *line_end = memchr(at, '\n', (size_t)(end - at));
		size_t n = 0;

		line_end = line_end ? line_end : end;
		if ((size_t)(line_end - at) > strlen(name) &&
			!strncasecmp(at, name, strlen(name))) {
			const char *digit = at + strlen(name);

			while (digit < line_end && *digit == ' ')
				digit++;
			found = digit < line_end && *digit >= '0' && *digit <= '9';
			for (; digit < line_end && *digit >= '0' && *digit <= '9'; digit++)
				n = n > SIZE_MAX / 16 ? n : n * 10 + (size_t)(*digit - '0');
			*ret = n;
		}
		at = line_end + 1;
	}
	return found;
}

/* Skip a message of `len` bytes, some of which may not have been received yet. */
static void skip_message(vml_transport *transport, size_t len)
{
	size_t have = transport->input.len - transport->at;

	transport->skip = len > have ? len - have : 0;
	transport->at += len > have ? have : len;
}

/*
 * Return the code of a surrogate if [at, end) begins with its JSON escape, such as \ud83d; else 0.
 */
static unsigned long surrogate_at(const char *at, const char *end)
{
	char digits[5] = { 0 }, *rest;
	unsigned long code;

	if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
		return 0;
	memcpy(digits, at + 2, 4);
	code = strtoul(digits, &rest, 16);
	return !*rest && code >= 0xd800 && code < 0xe000 ? code : 0;
}

/*
 * Copy a message to *ret, replacing invalid UTF-8 and single surrogates, which JSON strings must
 * not contain. Some editors send them: if the message were rejected, the server's copy of the text
 * would differ from the editor's. Returns false if there is nothing to replace.
 */
static bool clean(const char *bytes, size_t len, vml_buffer *ret)
{
	const char *at = bytes, *end = bytes + len;
	bool changed = false;

	while (at < end) {
		unsigned long high = surrogate_at(at, end),
			      low = high ? surrogate_at(at + 6, end) : 0;
		unsigned int code;
		size_t n = vml_utf8_char(at, (size_t)(end - at), &code);

		if (high && high < 0xdc00 && low >= 0xdc00) {
			vml_buffer_add(ret, at, 12);
			at += 12;
		} else if (high) {
			vml_buffer_puts(ret, "\\ufffd");
			at += 6;
			changed = true;
		} else if (*at == '\\' && end - at > 1) {
			vml_buffer_add(ret, at, 2);
			at += 2;
		} else {
			vml_buffer_add(ret, n ? at : "?", n ? n : 1);
			at += n ? n : 1;
			changed = changed || !n;
		}
	}
	return changed;
}

static json_t *parse(const char *bytes, size_t len)
{
	json_t *value = json_loadb(bytes, len, JSON_ALLOW_NUL | JSON_DECODE_ANY, NULL);
	vml_buffer cleaned = { 0 };

	if (!value && clean(bytes, len, &cleaned))
		value = json_loadb(
			cleaned.bytes, cleaned.len, JSON_ALLOW_NUL | JSON_DECODE_ANY, NULL);
	vml_buffer_free(&cleaned);
	return value;
}

vml_received vml_transport_next(vml_transport *transport, json_t **ret)
{
	size_t have = transport->input.len - transport->at, head, len;
	const char *at, *end;

	*ret = NULL;
	if (!have)
		return VML_RECEIVED_NOTHING;
	at = transport->input.bytes + transport->at;
	end = memmem(at, have, "\r\n\r\n", 4);
	if (!end || end - at > VML_HEADER_MAX) {
		if (have < VML_HEADER_MAX)
			return VML_RECEIVED_NOTHING;
		transport->at += have;
		return VML_RECEIVED_NO_HEADER;
	}
	head = (size_t)(end - at) + 4;
	if (!read_header(at, end, &len)) {
		transport->at += head;
		return VML_RECEIVED_NO_HEADER;
	}
	if (len > VML_MESSAGE_MAX) {
		transport->at += head;
		skip_message(transport, len);
		return VML_RECEIVED_TOO_LONG;
	}
	if (have - head < len)
		return VML_RECEIVED_NOTHING;
	transport->at += head + len;
	*ret = parse(at + head, len);
	return *ret ? VML_RECEIVED_MESSAGE : VML_RECEIVED_INVALID;
}

static void write_all(vml_transport *transport, const char *bytes, size_t len)
{
	while (len && !transport->broken) {
		ssize_t n = write(transport->out, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			transport->broken = true;
			return;
		}
		bytes += n;
		len -= (size_t)n;
	}
}

void vml_transport_send(vml_transport *transport, json_t *message)
{
	char *text = json_dumps(message, JSON_COMPACT), header[64];
	size_t len;

	if (!text)
		vml_out_of_memory();
	len = strlen(text);
	snprintf(header, sizeof(header), "Content-Length: %zu\r\n\r\n", len);
	write_all(transport, header, strlen(header));
	write_all(transport, text, len);
	free(text);
	json_decref(message);
}

void vml_transport_free(vml_transport *transport)
{
	vml_buffer_free(&transport->input);
}
