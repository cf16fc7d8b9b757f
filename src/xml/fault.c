/* Location of an error in its input: line, column and excerpt. */
#define _GNU_SOURCE /* memrchr */
#include "fault.h"

#include "charset.h"

#include <string.h>

const char *vml_slice_line(const vml_slice *slice, size_t byte, size_t *ret_len, size_t *ret_at)
{
	const char *end;
	size_t start, stop;

	if (byte > slice->len)
		byte = slice->len;
	end = memrchr(slice->bytes, '\n', byte);
	start = end ? (size_t)(end - slice->bytes) + 1 : vml_mark_length(slice->bytes, slice->len);
	if (byte < start)
		byte = start;
	end = memchr(slice->bytes + byte, '\n', slice->len - byte);
	stop = end ? (size_t)(end - slice->bytes) : slice->len;
	if (stop > start && slice->bytes[stop - 1] == '\r')
		stop--;
	*ret_len = stop - start;
	/* a byte of the "\r\n" counts as the end of the line */
	*ret_at = byte < stop ? byte - start : stop - start;
	return slice->bytes + start;
}

void vml_fault_at(const vml_slice *slice, size_t byte, vml_fault *fault)
{
	unsigned long line = slice->line;
	const char *p = slice->bytes, *end, *next;
	vml_lengths before;

	if (byte > slice->len)
		byte = slice->len;
	end = slice->bytes + byte;
	while ((next = memchr(p, '\n', (size_t)(end - p)))) {
		line++;
		p = next + 1;
	}
	fault->line = line;
	fault->excerpt = vml_slice_line(slice, byte, &fault->excerpt_len, &fault->caret);
	fault->excerpt_lead = (size_t)(fault->excerpt - slice->bytes);
	fault->encoding = slice->encoding;
	vml_measure(slice->encoding, fault->excerpt, fault->caret, &before);
	fault->column = before.utf8 + (line == slice->line ? slice->column : 1);
}
