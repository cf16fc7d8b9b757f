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

/*
 * Write a part of a text after vml_wrap_word() has counted its columns. CI systems execute lines
 * that start with "::", even after whitespace, so "::" at the start of a line is escaped.
 */
static void put_part(const vml_wrap *wrap, size_t columns, const char *part, size_t len)
{
	const bool first = wrap->column == strlen(wrap->lead) + columns;

	if (first && len > 1 && !strncmp(part, "::", 2)) {
		fputs("\\u{3a}", wrap->out);
		part++;
		len--;
	}
	vml_put_safe(wrap->out, part, len);
}

/* Write a word. ASCII words that are longer than a line are broken. */
static void put_word(vml_wrap *wrap, const char *word, size_t len)
{
	const size_t line = wrap->limit - strlen(wrap->lead);
	size_t columns;

	while (len > line && vml_plain_run(word, len) == len) {
		vml_wrap_word(wrap, line);
		put_part(wrap, line, word, line);
		wrap->joined = true;
		word += line;
		len -= line;
	}
	columns = vml_columns_of(word, len);
	vml_wrap_word(wrap, columns);
	put_part(wrap, columns, word, len);
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
