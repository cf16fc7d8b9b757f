/* Scanner of tags that tolerates incomplete ones. */
#define _GNU_SOURCE /* memmem */
#include "tags.h"

#include "scan.h"

#include <string.h>

bool vml_bytes_are(const char *bytes, size_t start, size_t end, const char *text)
{
	return end - start == strlen(text) && !memcmp(bytes + start, text, end - start);
}

/* Bytes that end a name: a table, because this is checked for each byte of a document. */
static const bool ends_name[256] = {
	['\0'] = true,
	[' '] = true,
	['\t'] = true,
	['\n'] = true,
	['\r'] = true,
	['<'] = true,
	['>'] = true,
	['/'] = true,
	['='] = true,
	['\''] = true,
	['"'] = true,
};

static bool is_name_char(char c)
{
	return !ends_name[(unsigned char)c];
}

static size_t skip_blanks(const char *bytes, size_t pos, size_t end)
{
	while (pos < end && vml_is_blank(bytes[pos]))
		pos++;
	return pos;
}

static size_t skip_name(const char *bytes, size_t pos, size_t end)
{
	while (pos < end && is_name_char(bytes[pos]))
		pos++;
	return pos;
}

/*
 * Return true if [start, end) ends with whitespace, a name and "=": the quote at `end` then opens
 * the value of another attribute, as in a='1 b='2'.
 */
static bool ends_in_name(const char *bytes, size_t start, size_t end)
{
	size_t at = end;

	while (at > start && vml_is_blank(bytes[at - 1]))
		at--;
	if (at == start || bytes[at - 1] != '=')
		return false;
	at--;
	while (at > start && is_name_char(bytes[at - 1]))
		at--;
	return at > start && vml_is_blank(bytes[at - 1]);
}

/* Set the value of an attribute. pos: offset after "=" and whitespace. */
static void read_value(const char *bytes, size_t pos, size_t end, vml_typed_attr *ret)
{
	size_t at;

	ret->quote = pos < end && (bytes[pos] == '"' || bytes[pos] == '\'') ? bytes[pos] : '\0';
	ret->value = at = pos + (ret->quote != '\0');
	if (ret->quote) {
		while (at < end && bytes[at] != ret->quote && bytes[at] != '<')
			at++;
		ret->closed =
			at < end && bytes[at] == ret->quote && !ends_in_name(bytes, ret->value, at);
	}
	if (!ret->closed) {
		at = ret->value;
		while (at < end && !vml_is_blank(bytes[at]) && !strchr("<>'\"", bytes[at]) &&
			!(bytes[at] == '/' && at + 1 < end && bytes[at + 1] == '>'))
			at++;
	}
	ret->value_end = at;
	ret->end = at + ret->closed;
}

bool vml_next_attr(const char *bytes, const vml_tag *tag, size_t *pos, vml_typed_attr *ret)
{
	size_t end = tag->end, at = *pos, after;

	while (at < end && !is_name_char(bytes[at])) {
		if (bytes[at] == '>' || bytes[at] == '<')
			return false;
		at++;
	}
	if (at >= end)
		return false;
	*ret = (vml_typed_attr){ .name = at };
	ret->name_end = ret->end = skip_name(bytes, at, end);
	ret->value = ret->value_end = ret->name_end;
	after = skip_blanks(bytes, ret->name_end, end);
	if (after < end && bytes[after] == '=') {
		size_t value = skip_blanks(bytes, after + 1, end);

		ret->has_equals = true;
		/* in "a= b=..." the value of `a` is missing, and `b` is the next attribute */
		if (value > after + 1 && value < end && is_name_char(bytes[value]))
			value = after + 1;
		read_value(bytes, value < end ? value : end, end, ret);
	}
	*pos = ret->end;
	return true;
}

/*
 * Return the offset after a comment, CDATA section, processing instruction or declaration; `len` if
 * it is not terminated.
 */
static size_t skip_other(const char *bytes, size_t len, size_t start)
{
	static const char *const kinds[][2] = { { "<!--", "-->" }, { "<![CDATA[", "]]>" },
		{ "<?", "?>" }, { "<!", ">" } };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		size_t n = strlen(kinds[i][0]);
		const char *hit;

		if (len - start < n || memcmp(bytes + start, kinds[i][0], n))
			continue;
		hit = memmem(bytes + start + n, len - start - n, kinds[i][1], strlen(kinds[i][1]));
		return hit ? (size_t)(hit - bytes) + strlen(kinds[i][1]) : len;
	}
	return len;
}

/* Skip the attributes of a tag, and set its fields `end`, `closed` and `empty`. */
static void end_tag(const char *bytes, size_t len, vml_tag *tag)
{
	size_t pos = tag->name_end;
	vml_typed_attr attr;

	tag->end = len;
	while (vml_next_attr(bytes, tag, &pos, &attr))
		;
	while (pos < len && bytes[pos] != '>' && bytes[pos] != '<')
		pos++;
	tag->closed = pos < len && bytes[pos] == '>';
	tag->empty = tag->closed && bytes[pos - 1] == '/';
	tag->end = pos + tag->closed;
}

vml_tag_kind vml_next_tag(const char *bytes, size_t len, size_t *pos, vml_tag *ret)
{
	const char *open = *pos < len ? memchr(bytes + *pos, '<', len - *pos) : NULL;

	*ret = (vml_tag){ .kind = VML_TAG_NONE };
	if (!open)
		return VML_TAG_NONE;
	ret->start = (size_t)(open - bytes);
	ret->name = ret->start + 1;
	if (ret->name < len && (bytes[ret->name] == '!' || bytes[ret->name] == '?')) {
		ret->kind = VML_TAG_OTHER;
		ret->end = skip_other(bytes, len, ret->start);
	} else {
		ret->kind = VML_TAG_START;
		if (ret->name < len && bytes[ret->name] == '/') {
			ret->kind = VML_TAG_END;
			ret->name++;
		}
		ret->name_end = skip_name(bytes, ret->name, len);
		end_tag(bytes, len, ret);
	}
	*pos = ret->end;
	return ret->kind;
}
