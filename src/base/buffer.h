/* Growing byte buffer. A vml_buffer is initialized to { 0 }, which is an empty buffer. */
#ifndef VML_BUFFER_H
#define VML_BUFFER_H

#include <stddef.h>

/* Bytes and their length. If memory runs out, the process ends. */
typedef struct vml_buffer {
	char *bytes;	  /* owned: len bytes and a NUL; NULL until something is added */
	size_t len, room; /* len: bytes in use, without the NUL; room: allocated bytes */
} vml_buffer;

/** Append `len` bytes; `bytes` may be NULL if `len` is 0. */
void vml_buffer_add(vml_buffer *buffer, const char *bytes, size_t len);

/** Append the string `text`. */
void vml_buffer_puts(vml_buffer *buffer, const char *text);

/**
 * Ensure capacity for `len` more bytes.
 *
 * @return the end of the contents, valid until the next call: the caller writes there and
 *         adds the number of bytes written to buffer->len
 */
char *vml_buffer_reserve(vml_buffer *buffer, size_t len);

/** Free the contents and make the buffer empty. */
void vml_buffer_free(vml_buffer *buffer);

#endif
