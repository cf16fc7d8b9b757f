/* Wrapping of paragraphs. As in excerpts, double-width characters count as one column. */
#include "wrap.h"

#include "escape.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

size_t vml_columns_of(const char *text, size_t len)
{
	size_t n = vml_plain_run(text, len), plain = n;
	vml_text_stream safe;

	if (plain == len)
		return n;
	vml_text_open(&safe);
	vml_put_safe(safe.out, text + plain, len - plain);
	vml_text_close(&safe);
	for (size_t i = 0; i < safe.len; i++)
		n += ((unsigned char)safe.text[i] & 0xc0) != 0x80;
	free(safe.text);
	return n;
}

void vml_wrap_word(vml_wrap *wrap, size_t columns)
{
	const size_t indent = strlen(wrap->lead), space = !wrap->joined;

	if (wrap->limit && wrap->column > indent && wrap->column + space + columns > wrap->limit) {
		fputc('\n', wrap->out);
		fputs(wrap->lead, wrap->out);
		wrap->breaks++;
		wrap->column = indent;
	} else if (space) {
		fputc(' ', wrap->out);
		wrap->column++;
	}
	wrap->joined = false;
	wrap->column += columns;
}

/* Write a word. ASCII words that are longer than a line are broken. */
static void put_word(vml_wrap *wrap, const char *word, size_t len)
{
	const size_t line = wrap->limit - strlen(wrap->lead);

	while (len > line && vml_plain_run(word, len) == len) {
		vml_wrap_word(wrap, line);
		vml_put_safe(wrap->out, word, line);
		wrap->joined = true;
		word += line;
		len -= line;
	}
	vml_wrap_word(wrap, vml_columns_of(word, len));
	vml_put_safe(wrap->out, word, len);
}

void vml_wrap_text(vml_wrap *wrap, const char *text, size_t len)
{
	if (!wrap->limit) {
		vml_wrap_word(wrap, len);
		vml_put_safe(wrap->out, text, len);
		return;
	}
	while (len) {
		const char *space = memchr(text, ' ', len);
		size_t word = space ? (size_t)(space - text) : len;

		put_word(wrap, text, word);
		word += space != NULL;
		text += word;
		len -= word;
	}
}
