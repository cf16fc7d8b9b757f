/* Repair, second pass: attributes of a start tag, and references. */
#define _GNU_SOURCE /* memmem */
#include "repairer.h"

#include "scan.h"

#include <string.h>

static const char quote_hint[] = "write attributes as name='value'";

/*
 * Return the kind of the quotation mark at `at`: 1 single, 2 double, 0 none.
 *
 * ret_len: set to the length of the mark in bytes: 1, or 3 if it is typographic
 */
static int quote_class(const vml_repairer *r, size_t at, size_t *ret_len)
{
	const unsigned char *b = (const unsigned char *)r->bytes + at;

	*ret_len = 1;
	if (at >= r->limit)
		return 0;
	if (*b == '\'' || *b == '"')
		return *b == '\'' ? 1 : 2;
	*ret_len = 3;
	/* typographic quotation marks: U+2018 to U+201F */
	if (r->limit - at < 3 || b[0] != 0xe2 || b[1] != 0x80 || b[2] < 0x98 || b[2] > 0x9f)
		return 0;
	return b[2] < 0x9c ? 1 : 2;
}

size_t vml_repair_ampersand(vml_repairer *r, size_t at, size_t stop)
{
	static const char *const known[] = { "lt", "gt", "amp", "quot", "apos" };
	size_t name = at + 1, end = name;

	if (name < stop && r->bytes[name] == '#')
		end++;
	while (end < stop && end - name < 64 && vml_repair_in_name(r->bytes[end]))
		end++;
	if (end > name && end < stop && r->bytes[end] == ';')
		/* an undefined entity is reported when the repaired document is parsed */
		return end + 1;
	/* not certain: "&lt=5" may be a reference without ';' or a parameter called "lt" */
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (end - name == strlen(known[i]) &&
			!memcmp(r->bytes + name, known[i], end - name))
			return 0;
	/* the document may be truncated inside of the reference */
	if (end == r->limit)
		return end;
	vml_repair_edit(r, name, name, "amp;");
	vml_repair_error(r, at, "'&' does not begin an entity", "write a literal '&' as &amp;");
	return name;
}

/*
 * Escape '&' and '<' in the value [from, to). Returns false if more than one repair is plausible.
 */
static bool escape_value(vml_repairer *r, size_t from, size_t to)
{
	size_t errors = r->repair->n_errors, at = from;

	while (at && at < to) {
		if (r->bytes[at] == '&') {
			at = vml_repair_ampersand(r, at, to);
			continue;
		}
		if (r->bytes[at] == '<') {
			vml_repair_edit(r, at, at + 1, "&lt;");
			vml_repair_error(
				r, at, "'<' in an attribute value", "write a literal '<' as &lt;");
		}
		at++;
	}
	/* the repair may differ from the value that was meant */
	if (r->repair->n_errors > errors)
		vml_repair_doubt(r, from);
	return at;
}

/*
 * Return true if [from, to) ends with whitespace, a name and '=': a quote at `to` then opens the
 * value of another attribute.
 */
static bool ends_like_attribute(const vml_repairer *r, size_t from, size_t to)
{
	size_t name;

	while (to > from && vml_is_blank(r->bytes[to - 1]))
		to--;
	if (to == from || r->bytes[to - 1] != '=')
		return false;
	for (to--; to > from && vml_is_blank(r->bytes[to - 1]); to--)
		continue;
	for (name = to; name > from && vml_repair_in_name(r->bytes[name - 1]); name--)
		continue;
	return name < to && name > from && vml_is_blank(r->bytes[name - 1]);
}

/*
 * Return true if [from, to) may be a complete value. Return false if the quote at `to` probably
 * opens the value of another attribute, because the closing quote of this value is missing.
 *
 * after: offset after the quote at `to`
 */
static bool may_end(const vml_repairer *r, size_t from, size_t to, size_t after)
{
	bool tags = memchr(r->bytes + from, '<', to - from);

	if (after == r->limit)
		return !tags;
	if ((tags || !vml_is_blank(r->bytes[after])) && ends_like_attribute(r, from, to))
		return false;
	if (tags && memchr(r->bytes + from, '\n', to - from))
		return false;
	return vml_is_blank(r->bytes[after]) || strchr(">/?", r->bytes[after]) ||
		(!tags && vml_repair_starts_name(r->bytes[after]));
}

/*
 * Find the closing quote of a value that begins at `from`, on the same line and before the next
 * '<'. At least one of the two quotes must be typographic.
 *
 * class: kind of the opening quote, see quote_class()
 * any: the opening quote is typographic: accept a plain closing quote, too
 * len: set to the length of the closing quote in bytes
 *
 * Returns the offset of the closing quote, or SIZE_MAX if there is none.
 */
static size_t find_odd_close(const vml_repairer *r, size_t from, int class, bool any, size_t *len)
{
	for (size_t at = from; at < r->limit && !strchr("<\n", r->bytes[at]); at++)
		if (quote_class(r, at, len) == class && (any || *len == 3))
			return at;
	return SIZE_MAX;
}

/*
 * Return the result for a value without a closing quote: the tag is malformed if more markup
 * follows, otherwise the document is truncated inside of the tag.
 */
static vml_repaired_tag unclosed(const vml_repairer *r, size_t from)
{
	return memchr(r->bytes + from, '<', r->limit - from) ? VML_TAG_BAD : VML_TAG_CUT_OFF;
}

/*
 * Parse a value in quotes at *pos. Returns VML_TAG_START and advances *pos if the value is
 * complete; otherwise VML_TAG_CUT_OFF or VML_TAG_BAD.
 */
static vml_repaired_tag quoted_value(vml_repairer *r, size_t *pos)
{
	size_t open_len, close_len = 1, from, to;
	int class = quote_class(r, *pos, &open_len);
	const char *close, *quote = class == 1 ? "'" : "\"";

	from = *pos + open_len;
	close = open_len == 1 ? memchr(r->bytes + from, *quote, r->limit - from) : NULL;
	to = close ? (size_t)(close - r->bytes) : r->limit;
	if (open_len == 1 && !vml_repair_spend(r, to - from))
		return VML_TAG_BAD;
	if (open_len > 1 || !close || !may_end(r, from, to, to + 1)) {
		size_t odd = find_odd_close(r, from, class, open_len > 1, &close_len);

		if (odd == SIZE_MAX)
			return close && open_len == 1 ? VML_TAG_BAD : unclosed(r, from);
		to = odd;
		if (!may_end(r, from, to, to + close_len))
			return VML_TAG_BAD;
	}
	if (open_len > 1 || close_len > 1)
		vml_repair_error(r, *pos, "typographic quotes around an attribute value",
			"write attributes as name='value', with straight quotes");
	if (open_len > 1)
		vml_repair_edit(r, *pos, from, quote);
	if (!escape_value(r, from, to))
		return VML_TAG_BAD;
	if (close_len > 1)
		vml_repair_edit(r, to, to + close_len, quote);
	*pos = to + close_len;
	return VML_TAG_START;
}

/* Parse a value without quotes at *pos. Returns and advances *pos as quoted_value() does. */
static vml_repaired_tag bare_value(vml_repairer *r, size_t *pos)
{
	size_t from = *pos, to = from, unused;

	while (to < r->limit && !vml_is_blank(r->bytes[to]) && r->bytes[to] != '>') {
		if (strchr("<=`", r->bytes[to]) || quote_class(r, to, &unused))
			return VML_TAG_BAD;
		if (r->bytes[to] == '/' && vml_repair_at(r, vml_repair_skip(r, to + 1), ">"))
			break;
		to++;
	}
	if (to == r->limit)
		return VML_TAG_CUT_OFF;
	if (to == from || !vml_repair_spend(r, to - from))
		return VML_TAG_BAD;
	vml_repair_error(r, from, "attribute value without quotes", quote_hint);
	vml_repair_edit(r, from, from, "'");
	if (!escape_value(r, from, to))
		return VML_TAG_BAD;
	vml_repair_edit(r, to, to, "'");
	*pos = to;
	return VML_TAG_START;
}

/*
 * Parse one attribute at *pos. Returns VML_TAG_START and advances *pos if the attribute is complete;
 * otherwise VML_TAG_CUT_OFF or VML_TAG_BAD.
 */
static vml_repaired_tag attribute(vml_repairer *r, size_t *pos)
{
	size_t at = *pos, unused, errors;
	vml_repaired_tag tag;

	while (at < r->limit && vml_repair_in_name(r->bytes[at]) && !quote_class(r, at, &unused))
		at++;
	at = vml_repair_skip(r, at);
	if (at == r->limit)
		return VML_TAG_CUT_OFF;
	if (r->bytes[at] != '=')
		return VML_TAG_BAD;
	at = vml_repair_skip(r, at + 1);
	if (at == r->limit)
		return VML_TAG_CUT_OFF;
	errors = r->repair->n_errors;
	tag = quote_class(r, at, &unused) ? quoted_value(r, &at) : bare_value(r, &at);
	/*
	 * do not repair a namespace: it determines what elements mean, and a wrong value would not
	 * be noticed
	 */
	if (r->repair->n_errors > errors && vml_repair_at(r, *pos, "xmlns"))
		return VML_TAG_BAD;
	if (tag == VML_TAG_START)
		*pos = at;
	return tag;
}

/* Parse "/>", perhaps with whitespace in it, at *pos. */
static vml_repaired_tag empty_end(vml_repairer *r, size_t *pos)
{
	size_t slash = *pos, close = vml_repair_skip(r, slash + 1);

	if (close == r->limit)
		return VML_TAG_CUT_OFF;
	if (r->bytes[close] != '>')
		return VML_TAG_BAD;
	if (close > slash + 1) {
		vml_repair_error(r, slash + 1,
			"stray space between '/' and '>': an empty element ends with '/>'",
			"remove these spaces: sed -i 's|/ *>|/>|g' FILE");
		vml_repair_edit(r, slash + 1, close, "");
	}
	*pos = close + 1;
	return VML_TAG_EMPTY;
}

vml_repaired_tag vml_repair_attributes(vml_repairer *r, size_t *pos)
{
	size_t at = *pos, unused;
	vml_repaired_tag tag = VML_TAG_START;

	while (tag == VML_TAG_START && !r->failed) {
		size_t next = vml_repair_skip(r, at);

		if (next == r->limit)
			return VML_TAG_CUT_OFF;
		if (r->bytes[next] == '>') {
			*pos = next + 1;
			return VML_TAG_START;
		}
		if (r->bytes[next] == '/') {
			tag = empty_end(r, &next);
			if (tag == VML_TAG_EMPTY)
				*pos = next;
			return tag;
		}
		if (!vml_repair_starts_name(r->bytes[next]) || quote_class(r, next, &unused))
			return VML_TAG_BAD;
		if (next == at && at > *pos) {
			vml_repair_error(r, next, "missing space before an attribute",
				"write attributes as name='value', with a space before each");
			vml_repair_edit(r, next, next, " ");
		}
		at = next;
		tag = attribute(r, &at);
	}
	return tag;
}
