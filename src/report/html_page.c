/*
 * Frame of HTML pages: escaping, and a content security policy with the hashes of style and script.
 */
#include "html_page.h"

#include "escape.h"
#include "location.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

static const vml_embedded *asset(const char *id)
{
	const vml_embedded *found = vml_html_assets;

	while (found->id && strcmp(found->id, id))
		found++;
	return found;
}

static unsigned int nibble(char digit)
{
	return (unsigned int)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

/*
 * Write a SHA-256 hash of 64 hexadecimal digits in base64, as a content security policy requires.
 */
static void put_hash(FILE *out, const char *hex)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t len = strlen(hex);

	/* three hexadecimal digits are two digits of base64; the 64th remains */
	fputs("'sha256-", out);
	for (size_t i = 0; i < len; i += 3) {
		unsigned int bits = nibble(hex[i]) << 8;

		bits |= i + 1 < len ? nibble(hex[i + 1]) << 4 : 0;
		bits |= i + 2 < len ? nibble(hex[i + 2]) : 0;
		fputc(digits[bits >> 6], out);
		if (i + 1 < len)
			fputc(digits[bits & 63], out);
	}
	fputs("='", out);
}

void vml_html_open(FILE *out, const char *title, bool script)
{
	const vml_embedded *css = asset("css");

	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ",
		out);
	put_hash(out, css->sha256);
	if (script) {
		fputs("; script-src ", out);
		put_hash(out, asset("js")->sha256);
	}
	fputs("; base-uri 'none'; form-action 'none'\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	      "<meta name=\"color-scheme\" content=\"light dark\">\n"
	      "<meta name=\"referrer\" content=\"no-referrer\">\n",
		out);
	vml_html_element(out, "title", title);
	fprintf(out, "\n<style>%s</style>\n</head>\n<body>\n", css->bytes);
}

void vml_html_close(FILE *out, bool script)
{
	if (script)
		fprintf(out, "<script>%s</script>\n", asset("js")->bytes);
	fputs("</body>\n</html>\n", out);
}

static void put_escaped(FILE *out, const char *text, size_t len)
{
	size_t done = 0;

	for (size_t i = 0; i < len; i++) {
		const char *entity = text[i] == '<' ? "&lt;"
			: text[i] == '>'	    ? "&gt;"
			: text[i] == '&'	    ? "&amp;"
			: text[i] == '"'	    ? "&quot;"
			: text[i] == '\''	    ? "&#39;"
						    : NULL;

		if (!entity)
			continue;
		fwrite(text + done, 1, i - done, out);
		fputs(entity, out);
		done = i + 1;
	}
	fwrite(text + done, 1, len - done, out);
}

void vml_html_text(FILE *out, const char *text, size_t len)
{
	vml_text_stream safe;

	if (vml_plain_run(text, len) == len) {
		put_escaped(out, text, len);
		return;
	}
	vml_text_open(&safe);
	vml_put_safe(safe.out, text, len);
	vml_text_close(&safe);
	put_escaped(out, safe.text, safe.len);
	free(safe.text);
}

void vml_html_puts(FILE *out, const char *text)
{
	vml_html_text(out, text, strlen(text));
}

void vml_html_element(FILE *out, const char *tag, const char *text)
{
	fprintf(out, "<%s>", tag);
	vml_html_puts(out, text);
	fprintf(out, "</%.*s>", (int)strcspn(tag, " "), tag);
}

void vml_html_link(FILE *out, const char *url, const char *text)
{
	if (!vml_is_link(url)) {
		vml_html_puts(out, url);
		return;
	}
	fputs("<a rel=\"noopener noreferrer\" href=\"", out);
	vml_html_puts(out, url);
	fputs("\">", out);
	vml_html_puts(out, text);
	fputs("</a>", out);
}
