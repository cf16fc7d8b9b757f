/* Repaired documents: parsing, locations of the syntax errors, marks on uncertain parts. */
#include "repaired.h"

#include "charset.h"

#include <stdlib.h>
#include <string.h>

/* Limit on the bytes of an excerpt before the error, and after it. */
enum { EXCERPT_MAX = 4096 };

void vml_repaired_free(vml_repaired *repaired)
{
	if (!repaired)
		return;
	vml_repair_free(&repaired->repair);
	vml_arena_free(repaired->arena);
	free(repaired);
}

size_t vml_source_byte(const vml_doc *doc, size_t byte)
{
	return doc->repaired ? vml_piece_table_origin(&doc->repaired->repair.pieces, byte) : byte;
}

/* Cut the excerpt around its caret: a document may be one long line with thousands of errors. */
static void shorten(vml_fault *fault)
{
	if (fault->caret > EXCERPT_MAX) {
		size_t cut = fault->caret - EXCERPT_MAX;

		fault->excerpt += cut;
		fault->excerpt_lead += cut;
		fault->excerpt_len -= cut;
		fault->caret -= cut;
	}
	if (fault->excerpt_len > fault->caret + EXCERPT_MAX)
		fault->excerpt_len = fault->caret + EXCERPT_MAX;
}

static void add_faults(vml_doc *doc)
{
	vml_repaired *repaired = doc->repaired;
	const vml_repair *repair = &repaired->repair;

	repaired->faults =
		vml_arena_alloc(doc->arena, repair->n_errors * sizeof(*repaired->faults));
	repaired->n_faults = repair->n_errors;
	for (size_t i = 0; i < repair->n_errors; i++) {
		const vml_syntax_error *error = &repair->errors[i];
		vml_fault *fault = &repaired->faults[i];
		vml_pos pos = vml_source_pos(doc, error->byte);
		size_t len, start = vml_source_line(doc, error->byte, &len);

		*fault = (vml_fault){ .line = pos.line,
			.column = pos.column,
			.message = error->message,
			.hint = error->hint,
			.excerpt = repaired->source.bytes + start,
			.excerpt_len = len,
			.excerpt_lead = start,
			.caret = error->byte - start < len ? error->byte - start : len,
			.encoding = doc->slice.encoding };
		shorten(fault);
	}
}

/* Mark the elements whose end tags were added: the root, its last child, and so on. */
static void mark_unended(vml_doc *doc)
{
	xmlNode *node = xmlDocGetRootElement(doc->tree);

	for (unsigned int n = doc->repaired->repair.n_unended; n && node; n--) {
		((vml_element *)node->_private)->unended = true;
		node = xmlLastElementChild(node);
	}
}

/* Return the element after `node` in document order, or NULL. */
static xmlNode *following(xmlNode *node)
{
	xmlNode *next = xmlFirstElementChild(node);

	while (!next && node && node->type == XML_ELEMENT_NODE) {
		next = xmlNextElementSibling(node);
		node = node->parent;
	}
	return next;
}

/* Return true if an offset in repair->doubts is in [start, end). */
static bool is_doubtful(const vml_repair *repair, size_t start, size_t end)
{
	size_t low = 0, high = repair->n_doubts;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (repair->doubts[mid] < start)
			low = mid + 1;
		else
			high = mid;
	}
	return low < repair->n_doubts && repair->doubts[low] < end;
}

/* Mark the attributes and texts whose repair is uncertain. */
static void mark_doubts(vml_doc *doc)
{
	const vml_repair *repair = &doc->repaired->repair;
	xmlNode *node = repair->n_doubts ? xmlDocGetRootElement(doc->tree) : NULL;

	for (; node; node = following(node)) {
		const vml_span *span = vml_span_of(doc, node);
		size_t pos;
		vml_attr_span at;

		if (!span)
			return;
		if (is_doubtful(repair, span->tag_end, span->end_start))
			((vml_element *)node->_private)->doubtful = true;
		if (!is_doubtful(repair, span->start, span->tag_end))
			continue;
		pos = span->name_end;
		/* node->properties has the order of the tag, but no namespace declarations */
		for (xmlAttr *attr = node->properties; attr; attr = attr->next) {
			bool found = false;

			while (!found && vml_scan_attr(doc->slice.bytes, &pos, span->tag_end, &at))
				found = memcmp(doc->slice.bytes + at.name, "xmlns", 5) != 0;
			if (found && is_doubtful(repair, at.lead, at.end))
				attr->_private = doc->repaired;
		}
	}
}

/*
 * Repair the first `len` bytes of a slice. If another document begins in them, repair only the
 * bytes before it. Returns NULL if the repair fails.
 */
static vml_repaired *repair(const vml_slice *slice, size_t len)
{
	vml_repaired *ret = vml_realloc(NULL, sizeof(*ret));

	for (unsigned int attempts = 0; attempts < 2; attempts++) {
		*ret = (vml_repaired){ .source = *slice, .arena = vml_arena_new() };
		ret->source.len = len;
		if (!vml_repair_slice(ret->arena, &ret->source, &ret->repair))
			break;
		if (ret->repair.consumed == len)
			return ret;
		len = ret->repair.consumed;
		vml_repair_free(&ret->repair);
		vml_arena_free(ret->arena);
		ret->arena = NULL;
	}
	vml_repaired_free(ret);
	return NULL;
}

/* Return true for UTF-16 and other encodings that the repair cannot read. */
static bool is_wide(const vml_slice *slice)
{
	vml_arena *arena = vml_arena_new();
	size_t len;
	bool wide = vml_wide_text(arena, slice->bytes, slice->len, &len);

	vml_arena_free(arena);
	return wide;
}

int vml_doc_parse_repaired(vml_parser *parser, const vml_slice *slice, size_t len,
	size_t *ret_consumed, vml_doc **ret, vml_fault *fault)
{
	vml_repaired *repaired = is_wide(slice) ? NULL : repair(slice, len);
	vml_slice text;
	vml_doc *doc;

	if (!repaired)
		return -1;
	text = repaired->source;
	text.bytes = repaired->repair.text.bytes;
	text.len = repaired->repair.text.len;
	text.terminated = true;
	if (vml_doc_parse(parser, &text, &doc, fault)) {
		vml_repaired_free(repaired);
		/* parse the original again to restore *fault, whose strings are no longer valid */
		if (!vml_doc_parse(parser, slice, &doc, fault))
			vml_doc_free(doc); /* not reached: the original is malformed */
		return -1;
	}
	doc->repaired = repaired;
	add_faults(doc);
	mark_unended(doc);
	mark_doubts(doc);
	*ret_consumed = repaired->source.len;
	*ret = doc;
	return 0;
}
