/* Repair, first pass: text before the document, and prefixes of all its lines. */
#define _GNU_SOURCE /* memmem, memrchr */
#include "repairer.h"

#include "charset.h"
#include "scan.h"

#include <string.h>

/* Limit, in bytes, on the prefix of a line that has a comment in front of the root element. */
enum { PREFIX_MAX = 1024 };

/* A prefix that all lines of the document have: "> ", "+", "2018-01-02 [DEBUG] libvirt: ". */
struct prefix {
	const char *text; /* the prefix without trailing whitespace */
	size_t len;
	bool spaced; /* whitespace follows the prefix */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Return the end of the line that contains `at`, after its '\n'. */
static size_t line_end(const vml_repairer *r, size_t at)
{
	const char *end = memchr(r->bytes + at, '\n', r->len - at);

	return end ? (size_t)(end - r->bytes) + 1 : r->len;
}

/*
 * Return the length of the prefix in the line [at, end); 0 if the line does not begin with it.
 * Numbers may differ, as in timestamps and line numbers, and so may whitespace.
 */
static size_t match(const vml_repairer *r, const struct prefix *prefix, size_t at, size_t end)
{
	const char *p = prefix->text, *stop = p + prefix->len;
	size_t pos = at;

	/* a diff has ' ' instead of '+' in lines that it does not change */
	if (prefix->len == 1 && *p == '+' && pos < end && r->bytes[pos] == ' ')
		return 1;
	while (p < stop) {
		if (vml_is_blank(*p)) {
			while (p < stop && vml_is_blank(*p))
				p++;
			while (pos < end && (r->bytes[pos] == ' ' || r->bytes[pos] == '\t'))
				pos++;
		} else if (is_digit(*p)) {
			if (pos == end || !is_digit(r->bytes[pos]))
				return 0;
			while (p < stop && is_digit(*p))
				p++;
			while (pos < end && is_digit(r->bytes[pos]))
				pos++;
		} else if (pos == end || r->bytes[pos++] != *p++) {
			return 0;
		}
	}
	if (prefix->spaced && pos < end && (r->bytes[pos] == ' ' || r->bytes[pos] == '\t'))
		pos++;
	return pos - at;
}

/*
 * Return true if only whitespace and the line's prefix are between a comment [start, end) and the
 * root element: the comment then belongs to the document.
 */
static bool leads_to_root(const vml_repairer *r, size_t start, size_t end)
{
	/* search only PREFIX_MAX bytes: one line may contain very many comments */
	size_t from = start > PREFIX_MAX ? start - PREFIX_MAX : 0, at = vml_repair_skip(r, end);
	const char *newline = memrchr(r->bytes + from, '\n', start - from);
	struct prefix prefix = { .text = newline ? newline + 1 : r->bytes };

	if (!newline && from)
		return false;
	prefix.len = (size_t)(r->bytes + start - prefix.text);
	while (prefix.len && vml_is_blank(prefix.text[prefix.len - 1]))
		prefix.len--;
	if (prefix.len)
		at = vml_repair_skip(r, at + match(r, &prefix, at, line_end(r, at)));
	return vml_repair_at(r, at, "<dom");
}

/*
 * Return the offset at which the document begins: its first '<' if it begins with markup; otherwise
 * the next "<?xml", "<dom...", or comment directly before "<dom...". SIZE_MAX if there is none.
 */
static size_t find_document(const vml_repairer *r)
{
	size_t at = vml_repair_skip(r, vml_mark_length(r->bytes, r->len));
	const char *end = r->bytes + r->len, *p = r->bytes + at, *close = p;

	if (at + 1 < r->len && *p == '<' &&
		(vml_repair_starts_name(p[1]) || strchr("!?/", p[1]) || vml_is_blank(p[1])))
		return at;
	while ((p = memchr(p, '<', (size_t)(end - p)))) {
		size_t here = (size_t)(p - r->bytes);

		if (vml_repair_at(r, here, "<?xml") || vml_repair_at(r, here, "<dom"))
			return here;
		/* search for "-->" only until a search fails: all later searches would fail, too */
		if (close && vml_repair_at(r, here, "<!--"))
			close = memmem(p, (size_t)(end - p), "-->", 3);
		if (close > p && leads_to_root(r, here, (size_t)(close + 3 - r->bytes)))
			return here;
		p = close > p ? close + 3 : p + 1;
	}
	return SIZE_MAX;
}

/* Return true if the line that begins at `at` contains only whitespace. */
static bool is_empty_line(const vml_repairer *r, size_t at, size_t end)
{
	while (at < end && vml_is_blank(r->bytes[at]))
		at++;
	return at == end;
}

/*
 * Return true if the next line after that of offset `root` begins with the prefix, too. Empty lines
 * are skipped.
 */
static bool is_repeated(const vml_repairer *r, const struct prefix *prefix, size_t root)
{
	for (size_t at = line_end(r, root), end; at < r->len; at = end) {
		end = line_end(r, at);
		if (!is_empty_line(r, at, end))
			return match(r, prefix, at, end) > 0;
	}
	return false;
}

/*
 * Remove the prefix from the line at offset `at` and all lines after it. The document ends before
 * the first line without the prefix.
 */
static void strip(vml_repairer *r, const struct prefix *prefix, size_t at)
{
	size_t lines = 0, first = at, end;

	for (; at < r->len; at = end) {
		size_t n;

		end = line_end(r, at);
		n = match(r, prefix, at, end);
		if (!n && !is_empty_line(r, at, end))
			break;
		if (n) {
			vml_repair_edit(r, at, at + n, "");
			lines++;
		}
	}
	r->limit = at;
	if (*prefix->text == '>')
		vml_repair_error(r, first,
			vml_arena_printf(
				r->arena, "mail quote marks ('> ') before %zu lines", lines),
			"remove the quote marks: sed 's/^> \\{0,1\\}//'");
	else
		vml_repair_error(r, first,
			vml_arena_printf(r->arena, "%s before each of %zu lines",
				prefix->len == 1 && *prefix->text == '+' ? "diff mark ('+')"
									 : "the same prefix",
				lines),
			"remove it: the file must contain only XML");
}

/*
 * Remove the text before the document, up to offset `end`. Report the text, unless it consists only
 * of lines with the prefix.
 */
static void drop_text(vml_repairer *r, size_t end, const struct prefix *prefix)
{
	size_t mark = vml_mark_length(r->bytes, r->len), at = mark, next, text = end;

	if (end == mark)
		return;
	for (; at < end && text == end; at = next) {
		size_t n;

		next = line_end(r, at);
		if (next > end)
			next = end;
		n = prefix ? match(r, prefix, at, next) : 0;
		if (!is_empty_line(r, at + n, next))
			text = vml_repair_skip(r, at);
	}
	vml_repair_edit(r, mark, end, "");
	if (text == end && (prefix || !vml_repair_at(r, end, "<?xml")))
		return;
	if (text == end)
		vml_repair_error(r, mark, "whitespace before the XML declaration",
			"remove it: the file must begin with <?xml");
	else if (r->bytes[text] == '`')
		vml_repair_error(r, text, "text before the first '<': a Markdown code mark ('`')",
			"remove the code marks around the XML");
	else
		vml_repair_error(r, text, "text before the first '<'",
			"remove the text: the file must begin with <domain or <?xml");
}

bool vml_repair_layout(vml_repairer *r)
{
	size_t root = find_document(r), start;
	const char *newline;
	struct prefix prefix;

	if (root == SIZE_MAX)
		return false;
	newline = memrchr(r->bytes, '\n', root);
	start = newline ? (size_t)(newline - r->bytes) + 1 : vml_mark_length(r->bytes, r->len);
	prefix = (struct prefix){ .text = r->bytes + start, .len = root - start };
	while (prefix.len && vml_is_blank(prefix.text[prefix.len - 1])) {
		prefix.len--;
		prefix.spaced = true;
	}
	if (prefix.len && is_repeated(r, &prefix, root)) {
		drop_text(r, start, &prefix);
		strip(r, &prefix, start);
	} else if (prefix.len || vml_repair_skip(r, vml_mark_length(r->bytes, r->len)) < root ||
		vml_repair_at(r, root, "<?xml")) {
		drop_text(r, root, NULL);
	}
	return true;
}
