/* Messages of a run: formatting, and their form on a terminal. */
#define _GNU_SOURCE /* vasprintf */
#include "messages.h"

#include "arena.h"
#include "escape.h"
#include "location.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>

void vml_messages_put(const vml_messages *messages, const vml_message *message)
{
	int error = errno;

	if (messages->put)
		messages->put(messages->data, message);
	errno = error;
}

void vml_messages_printf(
	const vml_messages *messages, vml_message_kind kind, const char *hint, const char *fmt, ...)
{
	int error = errno;
	va_list args;
	char *text;

	if (!messages->put)
		return;
	va_start(args, fmt);
	if (vasprintf(&text, fmt, args) < 0)
		vml_out_of_memory();
	va_end(args);
	vml_messages_put(messages, &(vml_message){ .kind = kind, .text = text, .hint = hint });
	free(text);
	errno = error;
}

void vml_messages_error(const vml_messages *messages, vml_error *error)
{
	vml_messages_put(messages,
		&(vml_message){ .kind = VML_MESSAGE_ERROR,
			.text = error->text,
			.hint = error->hint,
			.see = error->see });
	free(error->text);
	*error = (vml_error){ 0 };
}

void vml_message_print(FILE *out, const vml_message *message, bool colour)
{
	if (message->fault) {
		vml_put_fault(out, message->input, message->fault, colour);
		return;
	}
	fputs(message->kind == VML_MESSAGE_NOTE ? "vmlint: note: " : "vmlint: ", out);
	vml_puts_safe(out, message->text);
	fputc('\n', out);
	if (message->hint) {
		fputs("  do  | ", out);
		vml_puts_safe(out, message->hint);
		fputc('\n', out);
	}
	if (message->see)
		fprintf(out, "Try '%s'.\n", message->see);
}
