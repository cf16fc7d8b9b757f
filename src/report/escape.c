/* Escaping of untrusted text for human-readable reports. */
#include "escape.h"

#include "secrets.h"

#include "arena.h"
#include "text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

size_t vml_utf8_char(const char *text, size_t len, unsigned int *ret_code)
{
	static const unsigned int least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *b = (const unsigned char *)text;
	size_t n = b[0] < 0x80 ? 1
		: b[0] < 0xc2  ? 0
		: b[0] < 0xe0  ? 2
		: b[0] < 0xf0  ? 3
		: b[0] < 0xf5  ? 4
			       : 0;
	unsigned int code = n == 1 ? b[0] : n ? b[0] & (0xffu >> (n + 1)) : 0;

	if (!n || n > len)
		return 0;
	for (size_t i = 1; i < n; i++) {
		if ((b[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (b[i] & 0x3f);
	}
	if (code < least[n] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
		return 0;
	*ret_code = code;
	return n;
}

/* Return true for code points that control a terminal or reorder text, and for noncharacters. */
static bool is_dangerous(unsigned int code)
{
	return (code < 0x20 && code != '\t') || (code >= 0x7f && code < 0xa0) || code == 0x061c ||
		(code >= 0x200e && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
		(code >= 0x2066 && code <= 0x2069) || code == 0xfeff || (code & 0xfffe) == 0xfffe;
}

/*
 * GitHub, Azure and TeamCity execute "##[command]", "##vso[command]" and "##teamcity[command]"
 * anywhere in a line.
 */
bool vml_is_command(const char *text, size_t len)
{
	size_t n = 2;

	if (len < 3 || text[0] != '#' || text[1] != '#')
		return false;
	while (n < len &&
		((text[n] >= 'a' && text[n] <= 'z') || (text[n] >= 'A' && text[n] <= 'Z')))
		n++;
	return n < len && text[n] == '[';
}

/*
 * Return the length of a prefix that consists of printable ASCII without '#': a multiple of 8.
 * Checks eight bytes at once: the high bit of a byte in `bad` is set by a borrow or carry if the
 * byte is not plain.
 */
static size_t plain_words(const char *text, size_t len)
{
	const uint64_t ones = 0x0101010101010101U, high = 0x8080808080808080U;
	size_t n = 0;

	for (; len - n >= 8; n += 8) {
		uint64_t word, hash, bad;

		memcpy(&word, text + n, sizeof(word));
		hash = word ^ ones * '#';
		/* in this order: bytes below 0x20, 0x7f, '#', bytes that are not ASCII */
		bad = (word - ones * 0x20) | (word + ones) | (hash - ones) | word;
		if (bad & high)
			break;
	}
	return n;
}

size_t vml_plain_run(const char *text, size_t len)
{
	size_t n = plain_words(text, len);

	/*
	 * check the last 8 bytes at once, including bytes that were checked before: nearly all text
	 * is plain
	 */
	if (len >= 8 && len - n < 8 && plain_words(text + len - 8, 8))
		return len;
	for (;;) {
		n += plain_words(text + n, len - n);
		if (n >= len || text[n] < 0x20 || text[n] >= 0x7f ||
			(text[n] == '#' && vml_is_command(text + n, len - n)))
			return n;
		n++;
	}
}

/* Return the number of bytes at the start of `text` that mask a secret. */
static size_t secret_run(const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && text[n] == VML_SECRET)
		n++;
	return n;
}

void vml_put_safe(FILE *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len;) {
		unsigned int code;
		size_t n = vml_plain_run(text + i, len - i);

		if (n) {
			fwrite(text + i, 1, n, out);
			i += n;
			continue;
		}
		if (text[i] == VML_SECRET) {
			i += secret_run(text + i, len - i);
			fputs("***", out);
			continue;
		}
		if (vml_is_command(text + i, len - i)) {
			fputs("#\\u{23}", out);
			i += 2;
			continue;
		}
		n = vml_utf8_char(text + i, len - i, &code);
		if (!n) {
			fprintf(out, "\\x{%02x}", (unsigned char)text[i]);
			n = 1;
		} else if (is_dangerous(code)) {
			fprintf(out, "\\u{%x}", code);
		} else {
			fwrite(text + i, 1, n, out);
		}
		i += n;
	}
}

void vml_puts_safe(FILE *out, const char *text)
{
	vml_put_safe(out, text, strlen(text));
}

void vml_puts_safe_first(FILE *out, const char *text)
{
	size_t n = 0;

	/* CI runners skip leading whitespace, including that of Unicode */
	while (text[n] && (text[n] <= 0x20 || text[n] >= 0x7f))
		n++;
	if (strncmp(text + n, "::", 2)) {
		vml_puts_safe(out, text);
		return;
	}
	vml_put_safe(out, text, n);
	fputs("\\u{3a}", out);
	vml_puts_safe(out, text + n + 1);
}

char *vml_safe_text(const char *text)
{
	size_t len = strlen(text);
	vml_text_stream safe;

	/* shortcut for nearly all text: a JUnit report takes 40 % less time */
	if (vml_plain_run(text, len) == len)
		return vml_strndup(text, len);
	vml_text_open(&safe);
	vml_puts_safe(safe.out, text);
	return vml_text_close(&safe);
}

/*
 * Return true if *p must be escaped in Markdown: markup, and the beginning of links ("://" and
 * "www.").
 */
static bool is_markup(const char *text, const char *p)
{
	return strchr("\\`*_{}[]#|~@$^!", *p) || (*p == ':' && p[1] == '/') ||
		(*p == '.' && p - text >= 3 && !strncasecmp(p - 3, "www", 3));
}

void vml_put_markdown(FILE *out, const char *text)
{
	char *safe = vml_safe_text(text);

	for (const char *p = safe; *p; p++)
		if (*p == '<')
			fputs("&lt;", out);
		else if (*p == '>')
			fputs("&gt;", out);
		else if (*p == '&')
			fputs("&amp;", out);
		else if (*p == '\t')
			fputc(' ', out);
		else
			fprintf(out, is_markup(safe, p) ? "\\%c" : "%c", *p);
	free(safe);
}
