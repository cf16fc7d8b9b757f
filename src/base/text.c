/* Formatted strings in allocated memory, and streams that write to a string. */
#include "text.h"

#include "arena.h"

#include <stdbool.h>

char *vml_vasprintf(const char *fmt, va_list args)
{
	va_list again;
	char *text;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	/* vsnprintf() fails only if memory runs out, because the formats are valid */
	if (len < 0)
		vml_out_of_memory();
	text = vml_realloc(NULL, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, fmt, args);
	return text;
}

char *vml_asprintf(const char *fmt, ...)
{
	va_list args;
	char *text;

	va_start(args, fmt);
	text = vml_vasprintf(fmt, args);
	va_end(args);
	return text;
}

void vml_text_open(vml_text_stream *stream)
{
	*stream = (vml_text_stream){ 0 };
	stream->out = open_memstream(&stream->text, &stream->len);
	if (!stream->out)
		vml_out_of_memory();
}

char *vml_text_close(vml_text_stream *stream)
{
	/*
	 * checked because fclose() does not report earlier failed writes, and not always that it
	 * ran out of memory
	 */
	bool good = !ferror(stream->out);

	if (fclose(stream->out) || !good || !stream->text)
		vml_out_of_memory();
	return stream->text;
}
