/*
 * Byte map: finds spans of elements by a scan, if parsing did not record them; computes line and
 * column numbers.
 */
#include "bytemap.h"

#include "charset.h"
#include "repaired.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct vml_bytemap {
	bool scanned;  /* pair() was called */
	size_t *lines; /* offset of each line; lines[0] is after a byte order mark */
	size_t n_lines;
	/* last result of line_of(), tried first: the next offset is often in the same line */
	size_t last;
	/*
	 * cache for before(): the last offset, its line, and the lengths of the text between the
	 * start of the line and the offset
	 */
	size_t known;
	size_t known_line;
	vml_lengths known_lengths;
};

static struct vml_bytemap *map_of(vml_doc *doc)
{
	if (!doc->map)
		doc->map = vml_arena_alloc(doc->arena, sizeof(*doc->map));
	return doc->map;
}

/* Return the element after `node` in document order, or NULL. */
static xmlNode *following(xmlNode *node)
{
	xmlNode *next = xmlFirstElementChild(node);

	while (!next && node) {
		next = xmlNextElementSibling(node);
		node = node->parent;
		if (node && node->type != XML_ELEMENT_NODE)
			break;
	}
	return next;
}

static xmlNode *parent_element(const xmlNode *node)
{
	return node->parent->type == XML_ELEMENT_NODE ? node->parent : NULL;
}

/*
 * Return true if token and node have the same name, without prefixes: a cheap check that the N-th
 * start tag belongs to the N-th element.
 */
static bool same_name(const vml_doc *doc, const vml_token *token, const xmlNode *node)
{
	const char *name = doc->slice.bytes + token->start + 1;
	size_t len = token->name_end - token->start - 1, local = strlen((const char *)node->name);

	return len >= local && !memcmp(name + len - local, node->name, local);
}

/*
 * Set the span of each element: the N-th start tag in the bytes is the N-th element in document
 * order. Returns false if they do not match.
 */
static bool pair(vml_doc *doc)
{
	vml_scanner scanner = { .bytes = doc->slice.bytes, .len = doc->slice.len };
	xmlNode *node = xmlDocGetRootElement(doc->tree), *open = NULL;
	vml_token token;

	while (vml_scan(&scanner, &token) != VML_TOKEN_NONE) {
		vml_span *span;

		if (token.kind == VML_TOKEN_END) {
			if (!open)
				return false;
			span = &((vml_element *)open->_private)->span;
			span->end_start = token.start;
			span->end = token.end;
			open = parent_element(open);
			continue;
		}
		if (!node || !same_name(doc, &token, node))
			return false;
		span = &((vml_element *)node->_private)->span;
		*span = (vml_span){ .start = token.start,
			.name_end = token.name_end,
			.tag_end = token.end,
			.end_start = token.end,
			.end = token.end,
			.empty = token.empty };
		if (!token.empty)
			open = node;
		node = following(node);
	}
	return !node && !open;
}

const vml_span *vml_span_of(vml_doc *doc, const xmlNode *element)
{
	if (!doc->placed) {
		struct vml_bytemap *map = map_of(doc);

		if (!map->scanned)
			doc->placed = pair(doc);
		map->scanned = true;
	}
	return element && element->type == XML_ELEMENT_NODE && doc->placed
		? &((vml_element *)element->_private)->span
		: NULL;
}

bool vml_span_attr(const vml_doc *doc, const vml_span *span, const char *name, vml_attr_span *ret)
{
	const char *bytes = doc->slice.bytes;
	size_t pos = span->name_end, len = strlen(name);

	while (vml_scan_attr(bytes, &pos, span->tag_end, ret))
		if (ret->name_end - ret->name == len && !memcmp(bytes + ret->name, name, len))
			return true;
	return false;
}

const vml_remark *vml_remark_of(const xmlNode *node)
{
	return node->type == XML_COMMENT_NODE ? node->_private : NULL;
}

/*
 * Assumed length of a line in bytes, for the initial size of the table of lines. Most documents
 * have lines of 30 bytes and more.
 */
enum { USUAL_LINE = 24 };

static void count_lines(vml_doc *doc, struct vml_bytemap *map)
{
	const vml_slice *source = vml_doc_source(doc);
	const char *bytes = source->bytes, *p = bytes, *end = p + source->len;
	size_t room = 16 + source->len / USUAL_LINE, n = 1;
	size_t *lines = vml_arena_alloc(doc->arena, room * sizeof(*lines));

	lines[0] = vml_mark_length(bytes, source->len);
	while ((p = memchr(p, '\n', (size_t)(end - p)))) {
		if (n == room) {
			const size_t *old = lines;

			lines = vml_arena_alloc(doc->arena, 2 * room * sizeof(*old));
			memcpy(lines, old, room * sizeof(*old));
			room *= 2;
		}
		lines[n++] = (size_t)(++p - bytes);
	}
	map->lines = lines;
	map->n_lines = n;
}

/* Return the number of the line that contains a byte, 0-based. */
static size_t line_of(vml_doc *doc, struct vml_bytemap *map, size_t byte)
{
	size_t low = map->last, high;

	if (!map->lines)
		count_lines(doc, map);
	if (map->lines[low] <= byte) {
		if (low + 1 == map->n_lines || map->lines[low + 1] > byte)
			return low;
	} else {
		low = 0;
	}
	high = map->n_lines;
	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (map->lines[mid] <= byte)
			low = mid;
		else
			high = mid;
	}
	return map->last = low;
}

size_t vml_source_line(vml_doc *doc, size_t byte, size_t *ret_len)
{
	const vml_slice *source = vml_doc_source(doc);
	struct vml_bytemap *map = map_of(doc);
	size_t line = line_of(doc, map, byte), start = map->lines[line], end = source->len;

	if (line + 1 < map->n_lines)
		end = map->lines[line + 1] - 1;
	if (end > start && source->bytes[end - 1] == '\r')
		end--;
	*ret_len = end - start;
	return start;
}

static vml_lengths measure(const vml_doc *doc, size_t from, size_t to)
{
	vml_lengths lengths;

	vml_measure(doc->slice.encoding, vml_doc_source(doc)->bytes + from, to - from, &lengths);
	return lengths;
}

/* Return the length of a line up to a byte, in each unit of vml_lengths. */
static vml_lengths before(const vml_doc *doc, struct vml_bytemap *map, size_t line, size_t byte)
{
	vml_lengths between;

	/*
	 * measure from the byte of the previous call if that was in the same line, else from the
	 * start of the line: calls in document order take linear time in total, even if the
	 * document is one line
	 */
	if (!map->known || map->known_line != line) {
		map->known_line = line;
		map->known = map->lines[line];
		map->known_lengths = (vml_lengths){ 0 };
	}
	if (byte >= map->known) {
		between = measure(doc, map->known, byte);
		map->known_lengths.utf8 += between.utf8;
		map->known_lengths.utf16 += between.utf16;
	} else {
		between = measure(doc, byte, map->known);
		map->known_lengths.utf8 -= between.utf8;
		map->known_lengths.utf16 -= between.utf16;
	}
	map->known = byte;
	return map->known_lengths;
}

static bool is_utf8(const vml_doc *doc)
{
	return !doc->slice.encoding || !strcasecmp(doc->slice.encoding, "UTF-8");
}

const vml_slice *vml_doc_source(const vml_doc *doc)
{
	return doc->repaired ? &doc->repaired->source : &doc->slice;
}

vml_pos vml_doc_pos(vml_doc *doc, size_t byte)
{
	return vml_source_pos(doc, vml_source_byte(doc, byte));
}

vml_pos vml_source_pos(vml_doc *doc, size_t byte)
{
	struct vml_bytemap *map = map_of(doc);
	size_t line = line_of(doc, map, byte), start = map->lines[line];
	vml_pos pos;

	pos.line = doc->slice.line + line;
	pos.column = byte < start ? 0
		: is_utf8(doc)	  ? byte - start
				  : before(doc, map, line, byte).utf8;
	pos.column += line == 0 ? doc->slice.column : 1;
	pos.byte = doc->slice.offset + byte;
	return pos;
}

unsigned long vml_source_utf16_column(vml_doc *doc, size_t byte)
{
	struct vml_bytemap *map = map_of(doc);
	size_t line = line_of(doc, map, byte);

	if (byte < map->lines[line])
		byte = map->lines[line];
	return before(doc, map, line, byte).utf16 + (line ? 1 : doc->slice.column);
}
