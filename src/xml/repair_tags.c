/* Repair, second pass: tags, literal '<' and '&' in text, and the end of a truncated document. */
#define _GNU_SOURCE /* memmem, memrchr */
#include "repairer.h"

#include "charset.h"
#include "scan.h"

#include <string.h>

/* An element whose end tag has not been found yet. */
struct open {
	size_t start;	  /* offset of the tag's '<' */
	size_t name, len; /* offset and length of the name */
	/*
	 * has_child: the element contains an element; has_literal: its text contains a literal '<'.
	 * An element with both is not repaired.
	 */
	bool has_child, has_literal;
};

struct tags {
	vml_repairer *r;
	size_t pos;
	size_t content; /* offset after the last tag, where text may begin */
	size_t text;	/* cache of text_start(); invalid if less than `content` */
	struct open open[VML_REPAIR_DEPTH_MAX];
	size_t depth;
	bool has_root, has_domain;
};

static bool fail(struct tags *t)
{
	t->r->failed = true;
	return false;
}

static bool named(const struct tags *t, size_t name, size_t len, const char *wanted)
{
	return len == strlen(wanted) && !memcmp(t->r->bytes + name, wanted, len);
}

/* Return the offset of the first byte that is not whitespace after the last tag. */
static size_t text_start(struct tags *t)
{
	/* cached, because many literal '<' may follow long whitespace */
	if (t->text < t->content)
		t->text = vml_repair_skip(t->r, t->content);
	return t->text;
}

/* Return true if text other than whitespace is between the last tag and `at`. */
static bool after_text(struct tags *t, size_t at)
{
	return text_start(t) < at;
}

static size_t name_end(const vml_repairer *r, size_t at)
{
	while (at < r->limit && vml_repair_in_name(r->bytes[at]))
		at++;
	return at;
}

/*
 * Skip a comment, CDATA section or processing instruction at t->pos. Returns false if the repair
 * fails.
 */
static bool skip_other(struct tags *t)
{
	static const char *const marks[][2] = { { "<!--", "-->" }, { "<![CDATA[", "]]>" },
		{ "<?", "?>" } };
	vml_repairer *r = t->r;
	const char *end;

	for (size_t i = 0; i < 3; i++) {
		size_t from = t->pos + strlen(marks[i][0]);

		if (!vml_repair_at(r, t->pos, marks[i][0]))
			continue;
		end = memmem(r->bytes + from, r->limit - from, marks[i][1], strlen(marks[i][1]));
		if (end)
			t->pos = t->content = (size_t)(end - r->bytes) + strlen(marks[i][1]);
		else if (!memchr(r->bytes + from, '<', r->limit - from))
			return true; /* the document is truncated inside of the comment etc. */
		return end || fail(t);
	}
	/*
	 * a "<!..." that is cut off at the end of the document is skipped; the repair fails for
	 * other declarations
	 */
	return r->limit - t->pos < 9 || fail(t);
}

/*
 * Escape the '<' at t->pos, which does not begin a tag. Fails outside of elements, and in an
 * element that contains other elements: the intended text is not certain there.
 */
static bool escape(struct tags *t)
{
	if (!t->depth || t->open[t->depth - 1].has_child)
		return fail(t);
	t->open[t->depth - 1].has_literal = true;
	vml_repair_edit(t->r, t->pos, t->pos + 1, "&lt;");
	vml_repair_error(t->r, t->pos, "'<' is not followed by an element name",
		"write a literal '<' as &lt;");
	vml_repair_doubt(t->r, t->pos);
	t->pos++;
	return !t->r->failed;
}

/* Report and remove the whitespace [from, to) between '<' and the name of a tag. */
static void remove_space(struct tags *t, size_t from, size_t to)
{
	if (from == to)
		return;
	vml_repair_error(t->r, from, "stray space at the start of a tag", "remove it");
	vml_repair_edit(t->r, from, to, "");
}

/*
 * Parse the end tag at t->pos. slash, name: offsets of its '/' and name. Returns false if the
 * repair fails.
 */
static bool end_tag(struct tags *t, size_t slash, size_t name)
{
	vml_repairer *r = t->r;
	size_t stop = name_end(r, name), close = vml_repair_skip(r, stop);
	const struct open *open = t->depth ? &t->open[t->depth - 1] : NULL;

	if (close == r->limit)
		return true;
	if (stop == name || r->bytes[close] != '>')
		return fail(t);
	if (!open && !t->has_root) {
		/* the file begins after the start tag of this element: remove the end tag */
		vml_repair_error(r, t->pos,
			vml_arena_printf(r->arena, "end tag </%.*s> without a start tag",
				(int)(stop - name < 64 ? stop - name : 64), r->bytes + name),
			"add the missing start of the document, or remove this tag");
		vml_repair_edit(r, t->pos, close + 1, "");
		t->pos = t->content = close + 1;
		return !r->failed;
	}
	if (!open || open->len != stop - name ||
		memcmp(r->bytes + open->name, r->bytes + name, open->len) != 0)
		return fail(t);
	remove_space(t, t->pos + 1, slash);
	remove_space(t, slash + 1, name);
	t->pos = t->content = close + 1;
	t->depth--;
	return !r->failed;
}

/* Parse the start tag at t->pos. name: offset of its name. Returns false if the repair fails. */
static bool start_tag(struct tags *t, size_t name)
{
	vml_repairer *r = t->r;
	vml_repair_mark mark = vml_repair_now(r);
	size_t stop = name_end(r, name), pos = stop, from = t->pos;
	vml_repaired_tag tag;

	remove_space(t, t->pos + 1, name);
	tag = vml_repair_attributes(r, &pos);
	if (r->failed || !vml_repair_spend(r, pos - name))
		return false;
	if (tag == VML_TAG_BAD || tag == VML_TAG_CUT_OFF)
		vml_repair_undo(r, mark);
	if (tag == VML_TAG_CUT_OFF)
		return true;
	if (tag == VML_TAG_BAD)
		return after_text(t, t->pos) ? escape(t) : fail(t);
	if (named(t, name, stop - name, "domain") ||
		named(t, name, stop - name, "inactiveDomain")) {
		/* "<domain" inside of a domain is either literal text or a second document: fail */
		if (t->has_domain && t->depth &&
			named(t, t->open[0].name, t->open[0].len, "domain"))
			return fail(t);
		t->has_domain = t->has_domain || t->depth < 4;
	}
	if (t->depth && t->open[t->depth - 1].has_literal)
		return fail(t);
	if (t->depth)
		t->open[t->depth - 1].has_child = true;
	t->has_root = true;
	t->pos = t->content = pos;
	if (tag == VML_TAG_EMPTY)
		return true;
	if (t->depth == VML_REPAIR_DEPTH_MAX)
		return fail(t);
	t->open[t->depth++] = (struct open){ .start = from, .name = name, .len = stop - name };
	return true;
}

/*
 * Handle the '<' at t->pos. If the document is truncated inside of the tag, t->pos stays unchanged.
 * Returns false if the repair fails.
 *
 * If whitespace follows the '<', what precedes it decides: after text, as in "a < b", the '<' is
 * literal; after a tag, it begins a tag, and the whitespace is removed.
 */
static bool tag(struct tags *t)
{
	vml_repairer *r = t->r;
	size_t name = vml_repair_skip(r, t->pos + 1), slash = name;
	bool end = name < r->limit && r->bytes[name] == '/';

	if (t->pos + 1 < r->limit && strchr("!?", r->bytes[t->pos + 1]))
		return skip_other(t);
	if (name > t->pos + 1 && after_text(t, t->pos))
		return escape(t);
	if (end)
		name = vml_repair_skip(r, slash + 1);
	if (name == r->limit)
		return true;
	if (!vml_repair_starts_name(r->bytes[name]))
		return !end && (after_text(t, t->pos) || strchr("0123456789=-", r->bytes[name]))
			? escape(t)
			: fail(t);
	return end ? end_tag(t, slash, name) : start_tag(t, name);
}

/* Report and remove text [from, to) before or after the root element. */
static void drop_text(struct tags *t, size_t from, size_t to, const char *message)
{
	vml_repair_error(t->r, vml_repair_skip(t->r, from), message,
		"remove it: the file must contain only XML");
	vml_repair_edit(t->r, from, to, "");
}

/*
 * Return true if only whitespace and NULs follow `at`. They are not an error: libxml2 and libvirt
 * end at a NUL.
 */
static bool is_padding(const vml_repairer *r, size_t at)
{
	while (at < r->len && (vml_is_blank(r->bytes[at]) || !r->bytes[at]))
		at++;
	return at == r->len;
}

/*
 * Handle the text after the root element: another document remains, to be parsed separately; other
 * text is removed.
 */
static void finish(struct tags *t)
{
	vml_repairer *r = t->r;
	size_t root = t->pos, at;

	/* r->limit ends the document at the first line without its prefix ("> "): search all lines */
	r->limit = r->len;
	at = vml_repair_skip(r, root);
	if (is_padding(r, at))
		return;
	if ((r->bytes[at] == '<' && !vml_repair_at(r, at, "</")) ||
		memmem(r->bytes + at, r->len - at, "<dom", 4) ||
		memmem(r->bytes + at, r->len - at, "<?xml", 5)) {
		r->repair->consumed = vml_piece_table_origin(&r->repair->pieces, root);
		return;
	}
	drop_text(t, root, r->len, "text after the end of the document");
}

/*
 * Return a newline and the whitespace before the tag at `at`, if the tag is the first on its line;
 * else NULL.
 */
static const char *indentation(const vml_repairer *r, size_t at)
{
	size_t from = at;

	while (from > 0 && at - from < 80 && strchr(" \t", r->bytes[from - 1]))
		from--;
	return !from || r->bytes[from - 1] == '\n'
		? vml_arena_printf(r->arena, "\n%.*s", (int)(at - from), r->bytes + from)
		: NULL;
}

/*
 * Complete a truncated document: remove an incomplete tag or text at its end, and add the end tags
 * of all open elements.
 */
static void close_all(struct tags *t)
{
	vml_repairer *r = t->r;
	size_t end = t->content, at = text_start(t), newline = 0;
	const struct open *last = &t->open[t->depth - 1];
	const char *found = memrchr(r->bytes, '\n', end);

	if (memchr(r->bytes + r->limit, '<', r->len - r->limit)) {
		fail(t);
		return;
	}
	if (found)
		newline = (size_t)(found - r->bytes);
	vml_repair_error(r, at < r->limit ? at : end,
		vml_arena_printf(r->arena, "the document ends inside <%.*s>",
			(int)(last->len < 64 ? last->len : 64), r->bytes + last->name),
		"the file is truncated: run 'virsh dumpxml' again; findings that depend on the "
		"missing part are not reported");
	/* discard edits and doubts in the text after the last tag, which is removed */
	while (r->n_edits && r->edits[r->n_edits - 1].start >= end)
		r->n_edits--;
	while (r->repair->n_doubts && r->repair->doubts[r->repair->n_doubts - 1] >= end)
		r->repair->n_doubts--;
	vml_repair_edit(r, end, r->len, "");
	for (size_t i = t->depth; i-- > 0;) {
		const struct open *open = &t->open[i];
		const char *space = open->start < newline ? indentation(r, open->start) : NULL;

		vml_repair_edit(r, r->len, r->len,
			vml_arena_printf(r->arena, "%s</%.*s>%s", space ? space : "",
				(int)open->len, r->bytes + open->name, i ? "" : "\n"));
	}
	r->repair->n_unended = (unsigned int)t->depth;
}

/* Handle the '&' at t->pos. Returns false if the repair fails. */
static bool ampersand(struct tags *t)
{
	vml_repairer *r = t->r;
	size_t errors = r->repair->n_errors, from = text_start(t);

	t->pos = vml_repair_ampersand(r, t->pos, r->limit);
	if (!t->pos)
		return fail(t);
	/* the repair may differ from the text that was meant */
	if (r->repair->n_errors > errors)
		vml_repair_doubt(r, from);
	return !r->failed;
}

/*
 * Handle the next '<' or '&' and the text before it. Returns false at the end or if the repair
 * fails.
 */
static bool advance(struct tags *t)
{
	vml_repairer *r = t->r;
	size_t at = t->pos, before;

	while (at < r->limit && r->bytes[at] != '<' && (r->bytes[at] != '&' || !t->depth))
		at++;
	if (!t->depth && after_text(t, at) && at < r->limit)
		drop_text(t, t->pos, at, "text before the root element");
	t->pos = before = at;
	if (at == r->limit)
		return false;
	if (r->bytes[at] == '<')
		return tag(t) && t->pos > before;
	return ampersand(t);
}

void vml_repair_tags(vml_repairer *r)
{
	struct tags t = { .r = r };

	t.pos = t.content = vml_mark_length(r->bytes, r->len);
	t.text = vml_repair_skip(r, t.pos);
	while (advance(&t) && !(t.has_root && !t.depth))
		continue;
	if (r->failed)
		return;
	if (!t.has_domain)
		fail(&t);
	else if (t.depth)
		close_all(&t);
	else
		finish(&t);
}
