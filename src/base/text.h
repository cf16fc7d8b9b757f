/* Formatted strings that the caller frees. */
#ifndef VML_TEXT_H
#define VML_TEXT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

/**
 * Format a string as printf() does; the caller frees it with free(). If memory runs out, ends the
 * process.
 */
char *vml_asprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/** Same as vml_asprintf(), with a va_list; the caller calls va_end(). */
char *vml_vasprintf(const char *fmt, va_list args) __attribute__((format(printf, 1, 0)));

/** A stream that writes to a string. Must not be moved or copied while open. */
typedef struct vml_text_stream {
	FILE *out;  /**< for the caller to write to */
	char *text; /**< valid after vml_text_close() */
	size_t len; /**< length of the string; valid after vml_text_close() */
} vml_text_stream;

/** Open `stream`; stream->out is then ready for writing. */
void vml_text_open(vml_text_stream *stream);

/**
 * Close the stream and return the string; its length is in stream->len. The caller frees it
 * with free(). If memory ran out, ends the process.
 */
char *vml_text_close(vml_text_stream *stream);

#endif
