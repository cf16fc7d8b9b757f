/* Blotting secrets out. */
#define _GNU_SOURCE /* memmem */
#include "secrets.h"

#include "scan.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum { NEAR = 256 /* how far an option of QEMU's may reach */ };

/* Names of what nobody else may read, whatever the case of their letters. */
static const char *const names[] = { "passwd", "password", "passphrase", "secret", "token" };

/* Whether two letters begin one of the names; that is asked of each byte. */
static bool may_begin(const char *at)
{
	char second = (char)(at[1] | 0x20);

	switch (at[0] | 0x20) {
	case 'p':
	case 'd': return second == 'a';
	case 's': return second == 'e';
	case 't': return second == 'o';
	default: return false;
	}
}

/* Behind such a name at pos; 0 where none stands there. */
static size_t secret_name(const char *bytes, size_t len, size_t pos)
{
	static const char object[] = "secret,", data[] = "data";
	size_t from = pos > NEAR ? pos - NEAR : 0;

	if (len - pos < 2 || !may_begin(bytes + pos))
		return 0;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		size_t n = strlen(names[i]);

		if (len - pos >= n && !strncasecmp(bytes + pos, names[i], n))
			return pos + n;
	}
	/* QEMU's -object secret,id=NAME,data=VALUE */
	if (len - pos > strlen(data) && !memcmp(bytes + pos, data, strlen(data)) &&
		memmem(bytes + from, pos - from, object, strlen(object)))
		return pos + strlen(data);
	return 0;
}

static size_t skip_blanks(const char *bytes, size_t len, size_t pos)
{
	while (pos < len && vml_is_blank(bytes[pos]))
		pos++;
	return pos;
}

/* The length of a quote at pos, be it written as an entity; 0 where there is none. */
static size_t quote_at(const char *bytes, size_t len, size_t pos)
{
	static const char *const quotes[] = { "\"", "'", "&quot;", "&apos;", "&#34;", "&#39;" };

	for (size_t i = 0; i < sizeof(quotes) / sizeof(*quotes); i++) {
		size_t n = strlen(quotes[i]);

		if (len - pos >= n && !memcmp(bytes + pos, quotes[i], n))
			return n;
	}
	return 0;
}

/* Where a value without quotes of its own ends: at those around it, or a comma that is not doubled. */
static size_t end_of_value(const char *bytes, size_t len, size_t pos)
{
	for (; pos < len && !strchr("<>\r\n", bytes[pos]); pos++) {
		if (quote_at(bytes, len, pos))
			break;
		if (bytes[pos] != ',')
			continue;
		if (pos + 1 >= len || bytes[pos + 1] != ',')
			break;
		pos++;
	}
	return pos;
}

/*
 * Blot out the value of a name that ends at pos: NAME=VALUE, "NAME": "VALUE", or the value
 * behind name='NAME'. Returns where to go on.
 */
static size_t mask_value(char *bytes, size_t len, size_t pos)
{
	static const char value[] = "value";
	size_t end, quote = quote_at(bytes, len, pos);

	pos = skip_blanks(bytes, len, pos + quote);
	if (quote && len - pos > strlen(value) && !memcmp(bytes + pos, value, strlen(value)))
		pos = skip_blanks(bytes, len, pos + strlen(value));
	if (pos >= len || (bytes[pos] != '=' && bytes[pos] != ':'))
		return pos;
	pos = skip_blanks(bytes, len, pos + 1);
	quote = pos < len ? quote_at(bytes, len, pos) : 0;
	end = pos + quote;
	if (quote) /* up to the same */
		while (end < len && bytes[end] != '<' &&
			(len - end < quote || memcmp(bytes + end, bytes + pos, quote) != 0))
			end++;
	else
		end = end_of_value(bytes, len, pos);
	memset(bytes + pos + quote, VML_SECRET, end - pos - quote);
	return end;
}

/* Blot out what <cookie ...> holds, whatever it is; pos is at its '<'. Returns where to go on. */
static size_t mask_cookie(char *bytes, size_t len, size_t pos)
{
	static const char close[] = "</cookie";
	const char *start = memchr(bytes + pos, '>', len - pos), *end;

	if (!start)
		return len;
	pos = (size_t)(start - bytes) + 1;
	end = memmem(bytes + pos, len - pos, close, strlen(close));
	len = end ? (size_t)(end - bytes) : len;
	for (; pos < len; pos++)
		if (!vml_is_blank(bytes[pos]))
			bytes[pos] = VML_SECRET;
	return pos;
}

void vml_mask_secrets(char *bytes, size_t len)
{
	static const char cookie[] = "<cookie";
	const size_t n = sizeof(cookie) - 1;

	for (size_t pos = 0; pos < len;) {
		size_t name = secret_name(bytes, len, pos);

		if (name)
			pos = mask_value(bytes, len, name);
		else if (len - pos > n && !memcmp(bytes + pos, cookie, n) && bytes[pos + n] != 's')
			pos = mask_cookie(bytes, len, pos);
		else
			pos++;
	}
}

/* Whether there may be anything to blot out, which in most documents there is not. */
static bool has_secrets(const char *bytes, size_t len)
{
	if (memmem(bytes, len, "<cookie", strlen("<cookie")))
		return true;
	for (size_t pos = 0; pos < len; pos++)
		if (secret_name(bytes, len, pos))
			return true;
	return false;
}

const char *vml_doc_shown(vml_doc *doc)
{
	const vml_slice *slice = &doc->slice;
	char *copy;

	if (doc->shown)
		return doc->shown;
	doc->shown = slice->bytes;
	if (has_secrets(slice->bytes, slice->len)) {
		copy = vml_arena_strndup(doc->arena, slice->bytes, slice->len);
		vml_mask_secrets(copy, slice->len);
		doc->shown = copy;
	}
	return doc->shown;
}
