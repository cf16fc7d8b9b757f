/* Excerpts: source lines with a caret, and locations, for the human-readable formats. */
#include "bytemap.h"
#include "context.h"
#include "escape.h"
#include "report.h"
#include "secrets.h"
#include "stored.h"

#include "buffer.h"
#include "charset.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

enum {
	WIDTH = 100,	     /* bytes of a line that are shown if excerpt->columns is 0 */
	LEAD = 30,	     /* in a cut line: number of shown bytes before the caret */
	MAX_CONVERTED = 4096 /* longer lines (in bytes) are not converted to UTF-8 */
};

enum {
	GUTTER = 8,  /* columns before a line: the line number and " | " */
	ELLIPSES = 6 /* columns of the ellipses around a cut line */
};

/*
 * Limit on the bytes before an excerpt that are searched for the start of a secret that continues
 * in the excerpt. Cookies, for example, are shorter.
 */
enum { SECRET_MAX = 8192 };

const char *vml_paint_on(bool colour, vml_paint paint)
{
	static const char *const codes[] = { "\033[0m", "\033[1m", "\033[2m", "\033[1;36m",
		"\033[1;33m", "\033[1;31m", "\033[32m" };

	return colour ? codes[paint] : "";
}

vml_paint vml_paint_of(vml_severity severity)
{
	return severity == VML_ERROR	  ? VML_PAINT_ERROR
		: severity == VML_WARNING ? VML_PAINT_WARNING
					  : VML_PAINT_INFO;
}

/* Write a colon and a number. fprintf() would take half of the time of a report line. */
static void put_number(FILE *out, unsigned long number)
{
	char digits[3 * sizeof(number) + 1], *p = digits + sizeof(digits);

	do
		*--p = (char)('0' + number % 10);
	while ((number /= 10));
	*--p = ':';
	fwrite(p, 1, (size_t)(digits + sizeof(digits) - p), out);
}

void vml_put_location(FILE *out, const vml_input *input, const vml_finding *finding)
{
	vml_puts_safe_first(out, input->host ? input->host : input->name);
	if (finding->has_range && input->kind != VML_INPUT_LIVE) {
		put_number(out, finding->range.start.line);
		put_number(out, finding->range.start.column);
		return;
	}
	fputs(": ", out);
	vml_puts_safe(out, *finding->facts->name ? finding->facts->name : "(unnamed domain)");
}

/* Return the offset of the first byte of the UTF-8 character that contains the byte at `at`. */
static size_t char_start(const char *line, size_t at)
{
	while (at > 0 && ((unsigned char)line[at] & 0xc0) == 0x80)
		at--;
	return at;
}

/*
 * Write `fill` for each character that vml_put_safe() writes for the text. If `fill` is a space,
 * write tabs unchanged. Double-width characters count as one column, because their width depends on
 * the locale.
 */
static void put_below(FILE *out, const char *text, size_t len, char fill)
{
	size_t plain = vml_plain_run(text, len);
	vml_text_stream safe;

	for (size_t i = 0; i < plain; i++)
		fputc(fill, out);
	if (plain == len)
		return;
	vml_text_open(&safe);
	vml_put_safe(safe.out, text + plain, len - plain);
	vml_text_close(&safe);
	for (size_t i = 0; i < safe.len; i++)
		if (((unsigned char)safe.text[i] & 0xc0) != 0x80)
			fputc(safe.text[i] == '\t' && fill == ' ' ? '\t' : fill, out);
	free(safe.text);
}

/*
 * Return an excerpt converted to UTF-8, which refers to *text. Lines of more than MAX_CONVERTED
 * bytes are returned unchanged, because the whole line is converted again for each finding on it.
 */
static vml_excerpt in_utf8(const vml_excerpt *excerpt, vml_buffer *text)
{
	const char *at = excerpt->line;
	const size_t lengths[] = { excerpt->caret, excerpt->mark,
		excerpt->len - excerpt->caret - excerpt->mark };
	size_t ends[3];

	for (size_t i = 0; i < 3; at += lengths[i], i++) {
		if (excerpt->len > MAX_CONVERTED ||
			!vml_to_utf8(excerpt->encoding, at, lengths[i], text))
			return *excerpt;
		ends[i] = text->len;
	}
	return (vml_excerpt){ .line = text->bytes,
		.len = ends[2],
		.caret = ends[0],
		.mark = ends[1] - ends[0],
		.columns = excerpt->columns };
}

/* Return the part of a long line around the caret that is shown. */
static vml_excerpt cut(const vml_excerpt *excerpt)
{
	const char *line = excerpt->line;
	size_t from = 0, len = excerpt->len, to = len, caret = excerpt->caret;
	size_t width = excerpt->columns ? excerpt->columns - GUTTER : WIDTH;
	vml_excerpt shown = *excerpt;

	if (len > width) {
		width -= excerpt->columns ? ELLIPSES : 0;
		from = caret > LEAD ? char_start(line, caret - LEAD) : 0;
		if (excerpt->columns && len - from < width)
			from = char_start(line, len - width);
		to = from + width < len ? char_start(line, from + width) : len;
	}
	if (shown.mark > to - caret)
		shown.mark = to - caret;
	shown.line += from;
	shown.len = to - from;
	shown.caret -= from;
	shown.cut_before = from > 0;
	shown.cut_after = to < excerpt->len;
	return shown;
}

vml_excerpt vml_excerpt_shown(const vml_excerpt *excerpt, vml_buffer *text)
{
	vml_excerpt shown = *excerpt;

	if (shown.caret > shown.len)
		shown.caret = shown.len;
	if (shown.mark > shown.len - shown.caret)
		shown.mark = shown.len - shown.caret;
	if (shown.encoding)
		shown = in_utf8(&shown, text);
	if (shown.is_raw) {
		vml_buffer_add(text, shown.line, shown.len);
		vml_mask_secrets(text->bytes, text->len);
		shown.line = text->bytes;
	}
	return cut(&shown);
}

void vml_put_excerpt(FILE *out, unsigned long number, const vml_excerpt *excerpt, bool colour)
{
	vml_buffer text = { 0 };
	vml_excerpt shown = vml_excerpt_shown(excerpt, &text);
	const char *line = shown.line;
	size_t caret = shown.caret;

	if (number)
		fprintf(out, "%5lu | %s", number, shown.cut_before ? "..." : "");
	else
		fprintf(out, "      | %s", shown.cut_before ? "..." : "");
	vml_put_safe(out, line, shown.len);
	fprintf(out, "%s\n      | %s", shown.cut_after ? "..." : "", shown.cut_before ? "   " : "");
	put_below(out, line, caret, ' ');
	fprintf(out, "%s^", vml_paint_on(colour, VML_PAINT_FIX));
	if (shown.mark > 1 && vml_plain_run(line + caret, 1))
		put_below(out, line + caret + 1, shown.mark - 1, '~');
	fprintf(out, "%s\n", vml_paint_on(colour, VML_PAINT_OFF));
	vml_buffer_free(&text);
}

bool vml_excerpt_of(const vml_finding *finding, vml_excerpt *ret)
{
	const vml_stored *stored = finding->stored;
	size_t byte, len, start;
	vml_doc *doc;

	if (!finding->has_range || (stored && !stored->line))
		return false;
	if (stored) {
		*ret = (vml_excerpt){ .line = stored->line,
			.len = stored->line_len,
			.caret = stored->caret,
			.mark = stored->mark,
			.is_raw = true };
		return true;
	}
	doc = finding->ctx->doc;
	byte = finding->range.start.byte - doc->slice.offset;
	start = vml_source_line(doc, byte, &len);
	*ret = (vml_excerpt){ .line = vml_source_shown(doc) + start,
		.len = len,
		.caret = byte - start,
		.mark = finding->range.end.line == finding->range.start.line
			? finding->range.end.byte - finding->range.start.byte
			: len - (byte - start),
		.encoding = doc->slice.encoding };
	return true;
}

void vml_put_fault(FILE *out, const char *name, const vml_fault *fault, bool colour)
{
	fputs(vml_paint_on(colour, VML_PAINT_BOLD), out);
	vml_puts_safe_first(out, name);
	if (fault->line)
		fprintf(out, ":%lu:%lu", fault->line, fault->column);
	fprintf(out, ": %serror: %s", vml_paint_on(colour, VML_PAINT_ERROR),
		vml_paint_on(colour, VML_PAINT_OFF));
	vml_puts_safe(out, fault->message);
	fputc('\n', out);
	if (fault->excerpt) {
		vml_buffer text = { 0 };
		size_t lead = fault->excerpt_lead < SECRET_MAX ? fault->excerpt_lead : SECRET_MAX;

		vml_buffer_add(&text, fault->excerpt - lead, lead + fault->excerpt_len);
		vml_mask_secrets(text.bytes, text.len);
		vml_put_excerpt(out, fault->line,
			&(vml_excerpt){ .line = text.bytes + lead,
				.len = fault->excerpt_len,
				.caret = fault->caret,
				.encoding = fault->encoding },
			colour);
		vml_buffer_free(&text);
	}
	if (fault->hint) {
		fputs("  do  | ", out);
		vml_puts_safe(out, fault->hint);
		fputc('\n', out);
	}
}
