/* Byte buffer whose capacity doubles when needed. */
#include "buffer.h"

#include "arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

char *vml_buffer_reserve(vml_buffer *buffer, size_t len)
{
	size_t need, room = buffer->room ? buffer->room : 256;

	if (len >= SIZE_MAX / 4 - buffer->len)
		vml_out_of_memory();
	need = buffer->len + len + 1;
	while (room < need)
		room *= 2;
	if (room != buffer->room) {
		buffer->bytes = vml_realloc(buffer->bytes, room);
		buffer->room = room;
	}
	buffer->bytes[buffer->len] = '\0';
	return buffer->bytes + buffer->len;
}

void vml_buffer_add(vml_buffer *buffer, const char *bytes, size_t len)
{
	/* the condition is false for nearly all calls: the parser adds pieces of a few bytes */
	if (buffer->len + len >= buffer->room || len >= buffer->room)
		vml_buffer_reserve(buffer, len);
	if (len)
		memcpy(buffer->bytes + buffer->len, bytes, len);
	buffer->len += len;
	buffer->bytes[buffer->len] = '\0';
}

void vml_buffer_puts(vml_buffer *buffer, const char *text)
{
	vml_buffer_add(buffer, text, strlen(text));
}

void vml_buffer_free(vml_buffer *buffer)
{
	free(buffer->bytes);
	*buffer = (vml_buffer){ 0 };
}
