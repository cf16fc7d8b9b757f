/* Renderer: converts operations into edits that change no other bytes. */
#define _GNU_SOURCE /* memmem */
#include "render.h"

#include "buffer.h"
#include "bytemap.h"
#include "context.h"

#include <string.h>

struct renderer {
	vml_doc *doc;
	vml_edit *edits;
	size_t n;
	vml_index *opened; /* set of elements without children for which additions were rendered */
};

/* Layout of the line on which an element begins. */
struct layout {
	bool own_line;	    /* only whitespace precedes it on the line */
	const char *indent; /* whitespace before the element; indent_len bytes */
	size_t indent_len;
	const char *eol; /* line ending of the line before: "\n" or "\r\n" */
};

static void emit(struct renderer *r, size_t start, size_t end, const char *text, const vml_op *op)
{
	r->edits[r->n++] = (vml_edit){
		.start = start, .end = end, .text = text, .len = strlen(text), .op = op
	};
}

/*
 * Return text with markup escaped. Non-ASCII characters are escaped, too, unless the document is
 * UTF-8. quote: the quote around an attribute value; 0: `text` is the text of an element.
 */
static const char *escape(const vml_doc *doc, const char *text, char quote)
{
	const xmlChar *encoding = doc->tree->encoding;
	bool utf8 = !encoding || !xmlStrcasecmp(encoding, BAD_CAST "UTF-8");
	vml_buffer out = { 0 };
	const char *kept;

	for (const char *p = text; *p;) {
		int len = 4, code;

		if (*p == '&')
			vml_buffer_puts(&out, "&amp;");
		else if (*p == '<')
			vml_buffer_puts(&out, "&lt;");
		else if (*p == '>' && !quote)
			vml_buffer_puts(&out, "&gt;");
		else if (quote && *p == quote)
			vml_buffer_puts(&out, quote == '"' ? "&quot;" : "&apos;");
		else if (*p == '\r' || (quote && (*p == '\n' || *p == '\t')))
			/*
			 * if they were not escaped, a parser would convert these characters to
			 * spaces or newlines
			 */
			vml_buffer_puts(&out, *p == '\r' ? "&#13;" : *p == '\n' ? "&#10;" : "&#9;");
		else if ((unsigned char)*p >= 0x80 && !utf8 &&
			(code = xmlGetUTF8Char((const unsigned char *)p, &len)) > 0) {
			vml_buffer_puts(
				&out, vml_arena_printf(doc->arena, "&#x%X;", (unsigned)code));
			p += len;
			continue;
		} else
			vml_buffer_add(&out, p, 1);
		p++;
	}
	kept = vml_arena_strndup(doc->arena, out.len ? out.bytes : "", out.len);
	vml_buffer_free(&out);
	return kept;
}

const char *vml_in_quotes(vml_context *ctx, const char *text)
{
	return escape(ctx->doc, text, '\'');
}

static struct layout layout_of(const vml_doc *doc, size_t byte)
{
	const char *bytes = doc->slice.bytes;
	size_t start = byte;
	struct layout layout = { .eol = "\n" };

	while (start > 0 && (bytes[start - 1] == ' ' || bytes[start - 1] == '\t'))
		start--;
	layout.indent = bytes + start;
	layout.indent_len = byte - start;
	layout.own_line = start > 0 && bytes[start - 1] == '\n';
	if (layout.own_line && start > 1 && bytes[start - 2] == '\r')
		layout.eol = "\r\n";
	return layout;
}

static void set(struct renderer *r, const vml_op *op, const vml_span *span)
{
	size_t pos = span->name_end, end = pos;
	vml_attr_span attr;
	char quote = '\'';

	if (vml_span_attr(r->doc, span, op->name, &attr)) {
		emit(r, attr.value, attr.value_end, escape(r->doc, op->text, attr.quote), op);
		return;
	}
	while (vml_scan_attr(r->doc->slice.bytes, &pos, span->tag_end, &attr)) {
		end = attr.end;
		quote = attr.quote;
	}
	emit(r, end, end,
		vml_arena_printf(r->doc->arena, " %s=%c%s%c", op->name, quote,
			escape(r->doc, op->text, quote), quote),
		op);
}

static void unset(struct renderer *r, const vml_op *op, const vml_span *span)
{
	vml_attr_span attr;

	if (vml_span_attr(r->doc, span, op->name, &attr))
		emit(r, attr.lead, attr.end, "", op);
}

/* Return an element's name as written, with its prefix. */
static const char *tag_name(const vml_doc *doc, const vml_span *span)
{
	return vml_arena_strndup(
		doc->arena, doc->slice.bytes + span->start + 1, span->name_end - span->start - 1);
}

/* Return the offset of the "/>" of an empty element, or of the whitespace before "/>". */
static size_t empty_end(const vml_doc *doc, const vml_span *span)
{
	size_t at = span->tag_end - 2;

	while (at > span->name_end && vml_is_blank(doc->slice.bytes[at - 1]))
		at--;
	return at;
}

static void text(struct renderer *r, const vml_op *op, const vml_span *span)
{
	const char *escaped = escape(r->doc, op->text, 0);

	if (span->empty)
		emit(r, empty_end(r->doc, span), span->tag_end,
			vml_arena_printf(
				r->doc->arena, ">%s</%s>", escaped, tag_name(r->doc, span)),
			op);
	else
		emit(r, span->tag_end, span->end_start, escaped, op);
}

static void remove_element(struct renderer *r, const vml_op *op, const vml_span *span)
{
	const char *bytes = r->doc->slice.bytes;
	struct layout layout = layout_of(r->doc, span->start);
	size_t end = span->end;

	while (end < r->doc->slice.len && (bytes[end] == ' ' || bytes[end] == '\t'))
		end++;
	if (end < r->doc->slice.len && bytes[end] == '\r')
		end++;
	/* the element is alone on its line: remove the line */
	if (layout.own_line && end < r->doc->slice.len && bytes[end] == '\n')
		emit(r, span->start - layout.indent_len, end + 1, "", op);
	else
		emit(r, span->start, span->end, "", op);
}

/* Rename an attribute, or an element in both of its tags; an element keeps its prefix. */
static void rename_node(struct renderer *r, const vml_op *op, const vml_span *span)
{
	size_t start = span->start + 1, len = span->name_end - start;
	const xmlNs *ns = op->node->ns;
	/* without a namespace, a colon is part of the name: <format:> */
	size_t prefix = ns && ns->prefix ? strlen((const char *)ns->prefix) + 1 : 0;
	vml_attr_span attr;

	if (op->name && vml_span_attr(r->doc, span, op->name, &attr))
		emit(r, attr.name, attr.name_end, op->text, op);
	if (op->name)
		return;
	emit(r, start + prefix, start + len, op->text, op);
	if (!span->empty)
		emit(r, span->end_start + 2 + prefix, span->end_start + 2 + len, op->text, op);
}

/*
 * Append `xml`, which has no line breaks, with a line for each element. unit: whitespace by which
 * children are indented.
 */
static void lay_out(vml_buffer *out, const char *xml, const struct layout *layout, const char *unit,
	size_t unit_len)
{
	vml_scanner scanner = { .bytes = xml, .len = strlen(xml) };
	vml_token_kind previous = VML_TOKEN_NONE;
	size_t done = 0, depth = 0;
	vml_token token;

	while (vml_scan(&scanner, &token) != VML_TOKEN_NONE) {
		bool closes_text = token.kind == VML_TOKEN_END && previous == VML_TOKEN_START;

		if (token.kind == VML_TOKEN_END)
			depth--;
		if (closes_text)
			vml_buffer_add(out, xml + done, token.start - done);
		else if (previous != VML_TOKEN_NONE) {
			vml_buffer_puts(out, layout->eol);
			vml_buffer_add(out, layout->indent, layout->indent_len);
			for (size_t i = 0; i < depth; i++)
				vml_buffer_add(out, unit, unit_len);
		}
		vml_buffer_add(out, xml + token.start, token.end - token.start);
		done = token.end;
		if (token.kind == VML_TOKEN_START && !token.empty)
			depth++;
		/* an empty element counts as its end tag */
		previous = token.empty ? VML_TOKEN_END : token.kind;
	}
}

/*
 * Return one level of indentation: the whitespace by which the child is indented more than its
 * parent. len: set to its length, 0 if the child is not on a line of its own or not indented more.
 */
static const char *indent_unit(const struct layout *parent, const struct layout *child, size_t *len)
{
	*len = 0;
	if (child->own_line && child->indent_len >= parent->indent_len)
		*len = child->indent_len - parent->indent_len;
	return child->indent + child->indent_len - *len;
}

/*
 * Return one level of indentation for the first children of `node`: the whitespace by which `node`
 * is indented more than its parent; if there is none, that of the nearest ancestor which has such
 * whitespace. len: set to its length.
 */
static const char *unit_around(vml_doc *doc, const xmlNode *node, size_t *len)
{
	for (; vml_parent(node); node = node->parent) {
		const vml_span *inner = vml_span_of(doc, node);
		const vml_span *outer = vml_span_of(doc, node->parent);
		struct layout child = layout_of(doc, inner->start);
		struct layout parent = layout_of(doc, outer->start);
		const char *unit = indent_unit(&parent, &child, len);

		if (*len)
			return unit;
	}
	*len = 0;
	return "";
}

/* Return the end of an element, or of the comments that follow it on the same line. */
static size_t line_end(const vml_doc *doc, size_t from)
{
	const char *bytes = doc->slice.bytes;
	size_t at = from, len = doc->slice.len;

	for (;;) {
		const char *close;

		while (at < len && (bytes[at] == ' ' || bytes[at] == '\t'))
			at++;
		if (len - at < 4 || memcmp(bytes + at, "<!--", 4))
			break;
		/* search after "<!--": "<!-->" does not end a comment */
		close = memmem(bytes + at + 4, len - at - 4, "-->", 3);
		if (!close || memchr(bytes + at, '\n', (size_t)(close - bytes) - at))
			return from;
		at = (size_t)(close - bytes) + 3;
	}
	if (at == len || bytes[at] == '\r' || bytes[at] == '\n') {
		while (at > from && vml_is_blank(bytes[at - 1]))
			at--;
		return at;
	}
	return from;
}

static const char *owned(struct renderer *r, vml_buffer *out)
{
	const char *kept = vml_arena_strndup(r->doc->arena, out->len ? out->bytes : "", out->len);

	vml_buffer_free(out);
	return kept;
}

/* Add an element after a sibling, with the same indentation and line ending. */
static void add_after(
	struct renderer *r, const vml_op *op, const vml_span *parent, const vml_span *sibling)
{
	struct layout outer = layout_of(r->doc, parent->start);
	struct layout layout = layout_of(r->doc, sibling->start);
	vml_buffer out = { 0 };
	size_t end = line_end(r->doc, sibling->end), unit_len;
	const char *unit;

	if (!layout.own_line) {
		emit(r, end, end, op->text, op);
		return;
	}
	unit = indent_unit(&outer, &layout, &unit_len);
	vml_buffer_puts(&out, layout.eol);
	vml_buffer_add(&out, layout.indent, layout.indent_len);
	lay_out(&out, op->text, &layout, unit, unit_len);
	emit(r, end, end, owned(r, &out), op);
}

/* Return the end of an element's content, without trailing whitespace. */
static size_t content_end(const vml_doc *doc, const vml_span *span)
{
	size_t end = span->end_start;

	while (end > span->tag_end && vml_is_blank(doc->slice.bytes[end - 1]))
		end--;
	return end;
}

/* Append `op` and the later additions to its element, each on a line if layout->own_line. */
static void put_additions(vml_buffer *out, const vml_op *op, const struct layout *layout,
	const char *unit, size_t unit_len)
{
	for (const vml_op *each = op; each; each = each->next) {
		if (each->kind != VML_OP_ADD || each->node != op->node)
			continue;
		if (!layout->own_line) {
			vml_buffer_puts(out, each->text);
			continue;
		}
		vml_buffer_puts(out, layout->eol);
		vml_buffer_add(out, layout->indent, layout->indent_len);
		lay_out(out, each->text, layout, unit, unit_len);
	}
}

/*
 * Render all additions to an element without children as one edit, because the element may need an
 * end tag.
 */
static void add_inside(struct renderer *r, const vml_op *op, const vml_span *span)
{
	struct layout outer = layout_of(r->doc, span->start);
	size_t unit_len, end = content_end(r->doc, span);
	const char *unit = unit_around(r->doc, op->node, &unit_len);
	vml_buffer indent = { 0 }, out = { 0 };
	struct layout inner = outer;

	vml_buffer_add(&indent, outer.indent, outer.indent_len);
	vml_buffer_add(&indent, unit, unit_len);
	inner.indent = indent.bytes;
	inner.indent_len = indent.len;
	/* no indentation after text: the whitespace would become part of the text */
	if (end > span->tag_end && r->doc->slice.bytes[end - 1] != '>')
		inner.own_line = false;
	if (span->empty)
		vml_buffer_puts(&out, ">");
	put_additions(&out, op, &inner, unit, unit_len);
	if (inner.own_line) {
		vml_buffer_puts(&out, outer.eol);
		vml_buffer_add(&out, outer.indent, outer.indent_len);
	}
	vml_buffer_free(&indent);
	if (span->empty) {
		vml_buffer_puts(&out, "</");
		vml_buffer_puts(&out, tag_name(r->doc, span));
		vml_buffer_puts(&out, ">");
		emit(r, empty_end(r->doc, span), span->tag_end, owned(r, &out), op);
	} else {
		emit(r, end, inner.own_line ? span->end_start : end, owned(r, &out), op);
	}
}

/*
 * Return true if `op` was rendered with an earlier addition to the same element; else record that
 * additions to the element are being rendered.
 */
static bool is_opened(struct renderer *r, const vml_op *op)
{
	return vml_index_once(&r->opened, r->doc->arena, op->node);
}

static void add(struct renderer *r, const vml_op *op, const vml_span *span)
{
	const xmlNode *last = vml_op_place(op);

	if (last)
		add_after(r, op, span, vml_span_of(r->doc, last));
	else if (!is_opened(r, op))
		add_inside(r, op, span);
}

const vml_edit *vml_render(vml_doc *doc, const vml_op *ops, size_t *ret_n)
{
	struct renderer r = { .doc = doc };
	size_t count = 0;

	*ret_n = 0;
	if (!ops)
		return NULL;
	/* at most two edits per operation: renaming an element changes both tags */
	for (const vml_op *op = ops; op; op = op->next)
		count += op->kind == VML_OP_RENAME ? 2 : 1;
	r.edits = vml_arena_alloc(doc->arena, count * sizeof(*r.edits));
	for (const vml_op *op = ops; op; op = op->next) {
		const vml_span *span = vml_span_of(doc, op->node);

		if (!span)
			return NULL;
		switch (op->kind) {
		case VML_OP_SET: set(&r, op, span); break;
		case VML_OP_UNSET: unset(&r, op, span); break;
		case VML_OP_TEXT: text(&r, op, span); break;
		case VML_OP_ADD: add(&r, op, span); break;
		case VML_OP_REMOVE: remove_element(&r, op, span); break;
		case VML_OP_RENAME: rename_node(&r, op, span); break;
		}
	}
	vml_sort_edits(r.edits, r.n);
	*ret_n = r.n;
	return r.edits;
}
