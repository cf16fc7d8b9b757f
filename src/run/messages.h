/* Messages of a run: errors, notes and details, passed to a function that the caller chooses. */
#ifndef VML_MESSAGES_H
#define VML_MESSAGES_H

#include "doc.h"

#include <stdbool.h>
#include <stdio.h>

typedef enum vml_message_kind {
	VML_MESSAGE_ERROR,
	VML_MESSAGE_NOTE,
	VML_MESSAGE_DETAIL /* what was done; with vml_settings.verbose also why */
} vml_message_kind;

/* A message. It may contain untrusted text of documents and file names, unescaped. */
typedef struct vml_message {
	vml_message_kind kind;
	const char *text; /* one line; not used if `fault` is set */
	const char *hint; /* advice in the imperative, or NULL */
	const char *see;  /* command that lists the valid values, or NULL */
	/*
	 * for an error of an input: name of the input, and the error with its location; both NULL
	 * for other messages
	 */
	const char *input;
	const vml_fault *fault;
} vml_message;

/* Receiver of messages: a function and its data. */
typedef struct vml_messages {
	/* called for each message, which is valid during the call only; NULL: discard messages */
	void (*put)(void *data, const vml_message *message);
	void *data;
} vml_messages;

/* An error that a function returns to its caller. */
typedef struct vml_error {
	char *text;	  /* owned */
	const char *hint; /* advice in the imperative, or NULL; static */
	const char *see;  /* command that lists the valid values, or NULL; static */
} vml_error;

/* Pass a message to the receiver. errno is preserved. */
void vml_messages_put(const vml_messages *messages, const vml_message *message);

/* Format a message and pass it to the receiver. hint: NULL is allowed. errno is preserved. */
void vml_messages_printf(const vml_messages *messages, vml_message_kind kind, const char *hint,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Pass an error to the receiver and free its text. */
void vml_messages_error(const vml_messages *messages, vml_error *error);

/*
 * Print a message as the command line does: "vmlint: TEXT", or the location, message and source
 * line of a fault; then the hint. Untrusted text is escaped.
 */
void vml_message_print(FILE *out, const vml_message *message, bool colour);

#endif
