/* Tag scanner: finds tags and attributes in XML bytes without a parser. */
#define _GNU_SOURCE /* memmem */
#include "scan.h"

#include <string.h>

/* Return the offset after the first `needle` at or after `from`; 0 if there is none. */
static size_t behind(const vml_scanner *s, size_t from, const char *needle)
{
	size_t n = strlen(needle);
	const char *hit = from < s->len ? memmem(s->bytes + from, s->len - from, needle, n) : NULL;

	return hit ? (size_t)(hit - s->bytes) + n : 0;
}

static bool at(const vml_scanner *s, size_t pos, const char *text)
{
	size_t n = strlen(text);

	return s->len - pos >= n && !memcmp(s->bytes + pos, text, n);
}

/*
 * Return the offset after the comment, CDATA section, processing instruction or declaration at pos,
 * which begins with "<!" or "<?"; 0 if it is incomplete. A DOCTYPE with an internal subset is not
 * handled: the parser rejects it before the result of a scan is used.
 */
static size_t skip_other(const vml_scanner *s, size_t pos)
{
	if (s->bytes[pos + 1] == '?')
		return behind(s, pos + 2, "?>");
	if (at(s, pos, "<!--"))
		return behind(s, pos + 4, "-->");
	if (at(s, pos, "<![CDATA["))
		return behind(s, pos + 9, "]]>");
	if (s->len - pos < 9)
		return 0; /* incomplete: may still become "<![CDATA[" */
	return behind(s, pos + 2, ">");
}

/* Scan the tag at ret->start; false if it is incomplete. */
static bool scan_tag(const vml_scanner *s, vml_token *ret)
{
	const char *b = s->bytes;
	size_t pos = ret->start + 1, slash = 0;

	ret->kind = VML_TOKEN_START;
	if (b[pos] == '/') {
		ret->kind = VML_TOKEN_END;
		pos++;
	}
	while (pos < s->len && !vml_is_blank(b[pos]) && b[pos] != '>' && b[pos] != '/')
		pos++;
	ret->name_end = pos;
	while (pos < s->len && b[pos] != '>') {
		if (b[pos] == '"' || b[pos] == '\'') {
			const char *close = memchr(b + pos + 1, b[pos], s->len - pos - 1);

			if (!close)
				return false;
			pos = (size_t)(close - b);
			slash = 0;
		} else if (b[pos] == '/') {
			slash = pos;
		} else if (!vml_is_blank(b[pos])) {
			slash = 0;
		}
		pos++;
	}
	if (pos >= s->len)
		return false;
	ret->end = pos + 1;
	ret->empty = ret->kind == VML_TOKEN_START && slash;
	ret->stray = ret->empty && slash + 1 < pos ? slash + 1 : 0;
	return true;
}

vml_token_kind vml_scan(vml_scanner *s, vml_token *ret)
{
	*ret = (vml_token){ 0 };
	while (s->pos < s->len) {
		const char *open = memchr(s->bytes + s->pos, '<', s->len - s->pos);

		if (!open) {
			s->pos = s->len;
			return VML_TOKEN_NONE;
		}
		s->pos = (size_t)(open - s->bytes);
		if (s->len - s->pos < 2)
			return VML_TOKEN_NONE;
		if (open[1] == '!' || open[1] == '?') {
			size_t end = skip_other(s, s->pos);

			if (!end)
				return VML_TOKEN_NONE;
			s->pos = end;
			continue;
		}
		ret->start = s->pos;
		if (!scan_tag(s, ret)) {
			ret->kind = VML_TOKEN_NONE;
			return VML_TOKEN_NONE;
		}
		s->pos = ret->end;
		return ret->kind;
	}
	return VML_TOKEN_NONE;
}

/*
 * Return true for bytes that end the name of an attribute. A NUL, which XML cannot contain, does
 * so, too.
 */
static bool ends_name(char byte)
{
	return vml_is_blank(byte) || byte == '=' || byte == '/' || byte == '>' || !byte;
}

bool vml_scan_attr(const char *bytes, size_t *pos, size_t end, vml_attr_span *ret)
{
	size_t p = *pos;
	const char *close;

	*ret = (vml_attr_span){ .lead = p };
	while (p < end && vml_is_blank(bytes[p]))
		p++;
	ret->name = p;
	while (p < end && !ends_name(bytes[p]))
		p++;
	ret->name_end = p;
	while (p < end && bytes[p] != '"' && bytes[p] != '\'') {
		if (!vml_is_blank(bytes[p]) && bytes[p] != '=')
			return false;
		p++;
	}
	if (ret->name_end == ret->name || p >= end)
		return false;
	ret->quote = bytes[p];
	ret->value = p + 1;
	close = memchr(bytes + p + 1, ret->quote, end - p - 1);
	if (!close)
		return false;
	ret->value_end = (size_t)(close - bytes);
	ret->end = ret->value_end + 1;
	*pos = ret->end;
	return true;
}
