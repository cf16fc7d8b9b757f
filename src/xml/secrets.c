/* Masking of secrets: a search for their names, without a parser. */
#define _GNU_SOURCE /* memmem */
#include "secrets.h"

#include "scan.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum {
	NEAR = 256 /* bytes before and after "data" that are searched for "secret" */
};

/* A name that ends with one of these strings, in upper or lower case, has a secret value. */
static const char *const names[] = { "passwd", "password", "passphrase", "secret", "token" };

/*
 * Return true if one of the names, or "data", may begin with these two bytes. A cheap test for each
 * byte.
 */
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

/*
 * Return true if "secret" is near pos, at which "data" was found: this "data" is then part of an
 * argument that defines a QEMU secret object, as in secret,id=NAME,data=VALUE or
 * {"qom-type":"secret","id":"NAME","data":"VALUE"}; the order may differ.
 */
static bool is_near_secret(const char *bytes, size_t len, size_t pos)
{
	static const char word[] = "secret";
	const size_t n = sizeof(word) - 1;
	const char *at = bytes + (pos > NEAR ? pos - NEAR : 0);
	const char *end = bytes + (len - pos > NEAR ? pos + NEAR : len);

	while ((at = memmem(at, (size_t)(end - at), word, n))) {
		at += n;
		if (at < end && strchr(",\"'&", *at))
			return true;
	}
	return false;
}

/*
 * If a name whose value is secret, such as "password", begins at pos, return the offset after the
 * name; else 0.
 */
static size_t secret_name(const char *bytes, size_t len, size_t pos)
{
	static const char data[] = "data";

	if (len - pos < 2 || !may_begin(bytes + pos))
		return 0;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		size_t n = strlen(names[i]);

		if (len - pos >= n && !strncasecmp(bytes + pos, names[i], n))
			return pos + n;
	}
	if (len - pos > strlen(data) && !memcmp(bytes + pos, data, strlen(data)) &&
		is_near_secret(bytes, len, pos))
		return pos + strlen(data);
	return 0;
}

static size_t skip_blanks(const char *bytes, size_t len, size_t pos)
{
	while (pos < len && vml_is_blank(bytes[pos]))
		pos++;
	return pos;
}

/* Return the length of the quote at pos, which may be an entity; 0 if there is none. */
static size_t quote_at(const char *bytes, size_t len, size_t pos)
{
	static const char *const quotes[] = { "\"", "'", "&quot;", "&apos;", "&#34;", "&#39;",
		"&#x22;", "&#x27;" };

	for (size_t i = 0; i < sizeof(quotes) / sizeof(*quotes); i++) {
		size_t n = strlen(quotes[i]);

		if (len - pos >= n && !memcmp(bytes + pos, quotes[i], n))
			return n;
	}
	return 0;
}

/*
 * Return the end of a value without quotes of its own: it ends before a quote, because the value is
 * part of an attribute; before a single comma, but not before a doubled one; and at the end of text
 * or line.
 */
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

/* Range of a value: [start, end); `end` is 0 if there is no value. */
struct value_range {
	size_t start, end;
};

/*
 * Return the offset of the value, with its quotes, of an attribute named "value" at pos; 0 if there
 * is no such attribute.
 */
static size_t attribute_value(const char *bytes, size_t len, size_t pos)
{
	static const char value[] = "value";
	const size_t n = sizeof(value) - 1;

	if (len - pos <= n || memcmp(bytes + pos, value, n) != 0)
		return 0;
	pos = skip_blanks(bytes, len, pos + n);
	if (pos >= len || bytes[pos] != '=')
		return 0;
	pos = skip_blanks(bytes, len, pos + 1);
	return pos < len ? pos : 0;
}

/*
 * Return the end of a quoted value, which ends before the next quote of the same kind or the next
 * '<'. pos, quote: offset and length of its opening quote. json: a quote after a backslash does not
 * end the value.
 */
static size_t end_of_quoted(const char *bytes, size_t len, size_t pos, size_t quote, bool json)
{
	size_t end = pos + quote;

	while (end < len && bytes[end] != '<') {
		if (json && bytes[end] == '\\' && end + 1 < len && bytes[end + 1] != '<') {
			size_t escaped = quote_at(bytes, len, end + 1);

			end += 1 + (escaped ? escaped : 1);
			continue;
		}
		if (len - end >= quote && !memcmp(bytes + end, bytes + pos, quote))
			break;
		end++;
	}
	return end;
}

/* Return the range, without quotes, of the value of an attribute named "value" at pos. */
static struct value_range quoted_value(const char *bytes, size_t len, size_t pos)
{
	size_t start = attribute_value(bytes, len, pos), quote;

	quote = start ? quote_at(bytes, len, start) : 0;
	if (!quote)
		return (struct value_range){ 0 };
	return (struct value_range){ .start = start + quote,
		.end = end_of_quoted(bytes, len, start, quote, false) };
}

/* Mask the value at pos and return its end. json: see end_of_quoted(). */
static size_t mask_at(char *bytes, size_t len, size_t pos, bool json)
{
	size_t quote = pos < len ? quote_at(bytes, len, pos) : 0;
	size_t end =
		quote ? end_of_quoted(bytes, len, pos, quote, json) : end_of_value(bytes, len, pos);

	memset(bytes + pos + quote, VML_SECRET, end - pos - quote);
	return end;
}

/*
 * Mask the value of a secret whose name ends at pos: in NAME=VALUE, "NAME": "VALUE", or name='NAME'
 * with an attribute "value" before or after it in the same tag.
 *
 * before: the value of that attribute if it precedes the name; else its `end` is 0
 *
 * Returns the offset at which the search continues.
 */
static size_t mask_value(char *bytes, size_t len, size_t pos, struct value_range *before)
{
	size_t quote = quote_at(bytes, len, pos), behind;

	pos = skip_blanks(bytes, len, pos + quote);
	behind = quote ? attribute_value(bytes, len, pos) : 0;
	if (behind)
		return mask_at(bytes, len, behind, false);
	if (pos < len && (bytes[pos] == '=' || bytes[pos] == ':'))
		return mask_at(bytes, len, skip_blanks(bytes, len, pos + 1), bytes[pos] == ':');
	if (quote && before->end && before->end < pos) {
		memset(bytes + before->start, VML_SECRET, before->end - before->start);
		/*
		 * mask the value only once: linear time even with thousands of names after the
		 * value
		 */
		before->end = 0;
	}
	return pos;
}

/* Mask the content of the <cookie ...> whose '<' is at pos; return its end. */
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
	/*
	 * value of the attribute "value" in the current tag, which is masked if name='NAME' with
	 * the name of a secret follows in the tag
	 */
	struct value_range value = { 0 };

	for (size_t pos = 0; pos < len;) {
		size_t name = secret_name(bytes, len, pos);

		if (bytes[pos] == '<')
			value.end = 0;
		else if (!value.end && pos && vml_is_blank(bytes[pos - 1]))
			value = quoted_value(bytes, len, pos);
		if (name)
			pos = mask_value(bytes, len, name, &value);
		else if (len - pos > n && !memcmp(bytes + pos, cookie, n) && bytes[pos + n] != 's')
			pos = mask_cookie(bytes, len, pos);
		else
			pos++;
	}
}

/* Return true if there may be secrets. Most documents have none, and need no masked copy. */
static bool has_secrets(const char *bytes, size_t len)
{
	if (memmem(bytes, len, "<cookie", strlen("<cookie")))
		return true;
	for (size_t pos = 0; pos < len; pos++)
		if (secret_name(bytes, len, pos))
			return true;
	return false;
}

static const char *shown(vml_doc *doc, const vml_slice *slice, const char **cache)
{
	char *copy;

	if (*cache)
		/* cppcheck-suppress identicalInnerCondition ; a value is returned, no condition */
		return *cache;
	*cache = slice->bytes;
	if (has_secrets(slice->bytes, slice->len)) {
		copy = vml_arena_strndup(doc->arena, slice->bytes, slice->len);
		vml_mask_secrets(copy, slice->len);
		*cache = copy;
	}
	return *cache;
}

const char *vml_doc_shown(vml_doc *doc)
{
	return shown(doc, &doc->slice, &doc->shown);
}

const char *vml_source_shown(vml_doc *doc)
{
	return doc->repaired ? shown(doc, vml_doc_source(doc), &doc->source_shown)
			     : vml_doc_shown(doc);
}
