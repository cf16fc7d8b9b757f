/* A byte buffer that grows. */
#ifndef VML_BUFFER_H
#define VML_BUFFER_H

#include <stddef.h>

typedef struct vml_buffer {
	char *bytes; /* len bytes and a NUL behind them; NULL while nothing was added */
	size_t len, room;
} vml_buffer;

/** Append `len` bytes. */
void vml_buffer_add(vml_buffer *buffer, const char *bytes, size_t len);

/** Append a string. */
void vml_buffer_puts(vml_buffer *buffer, const char *text);

/**
 * Make room for `len` bytes behind those there are.
 *
 * @return where to write them; the caller adds what it wrote to buffer->len
 */
char *vml_buffer_reserve(vml_buffer *buffer, size_t len);

/** Release the memory and leave an empty buffer. */
void vml_buffer_free(vml_buffer *buffer);

#endif
