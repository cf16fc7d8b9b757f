/* Formatted strings that somebody owns. */
#ifndef VML_TEXT_H
#define VML_TEXT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

/** The formatted string; the caller releases it with free(). */
char *vml_asprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/** As vml_asprintf(), for the callers that have a va_list. */
char *vml_vasprintf(const char *fmt, va_list args) __attribute__((format(printf, 1, 0)));

/** A stream that ends up as a string. It must not move while it is open. */
typedef struct vml_text_stream {
	FILE *out; /**< for the caller to write to */
	char *text;
	size_t len;
} vml_text_stream;

void vml_text_open(vml_text_stream *stream);

/**
 * What was written, and its length in stream->len; the caller releases it with free().
 * Where memory ran out on the way, the process ends.
 */
char *vml_text_close(vml_text_stream *stream);

#endif
