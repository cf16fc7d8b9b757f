/* The byte map: where the parse noted no places, tags and elements in lockstep; lines. */
#include "bytemap.h"

#include <stdlib.h>
#include <string.h>

struct vml_bytemap {
	bool scanned;
	size_t *lines; /* start of each line; lines[0] is 0 */
	size_t n_lines;
	size_t known, known_units; /* the last place asked for, in UTF-16 code units of its line */
	size_t known_line;
};

static struct vml_bytemap *map_of(vml_doc *doc)
{
	if (!doc->map)
		doc->map = vml_arena_alloc(doc->arena, sizeof(*doc->map));
	return doc->map;
}

/* The element behind `node` in document order, or NULL. */
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

/* Whether the tag's name is that of the element: a cheap guard against a mispairing. */
static bool same_name(const vml_doc *doc, const vml_token *token, const xmlNode *node)
{
	const char *name = doc->slice.bytes + token->start + 1;
	size_t len = token->name_end - token->start - 1, local = strlen((const char *)node->name);

	return len >= local && !memcmp(name + len - local, node->name, local);
}

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

static void count_lines(vml_doc *doc, struct vml_bytemap *map)
{
	const char *bytes = doc->slice.bytes, *p = bytes, *end = p + doc->slice.len;
	size_t n = 1;

	while ((p = memchr(p, '\n', (size_t)(end - p)))) {
		p++;
		n++;
	}
	map->lines = vml_arena_alloc(doc->arena, n * sizeof(*map->lines));
	map->n_lines = 1;
	p = bytes;
	while ((p = memchr(p, '\n', (size_t)(end - p))))
		map->lines[map->n_lines++] = (size_t)(++p - bytes);
}

static bool is_utf8(const vml_doc *doc)
{
	const xmlChar *encoding = doc->transcoded ? NULL : doc->tree->encoding;

	return !encoding || !xmlStrcasecmp(encoding, BAD_CAST "UTF-8");
}

/* Bytes of UTF-8 that a stretch of an 8-bit encoding takes. */
static size_t utf8_length(const vml_doc *doc, size_t from, size_t to)
{
	size_t high = 0;

	if (is_utf8(doc))
		return to - from;
	for (size_t i = from; i < to; i++)
		high += (unsigned char)doc->slice.bytes[i] >= 0x80;
	/* Latin-1 and its kin: a byte above 0x7f is two in UTF-8 */
	return to - from + high;
}

/* The line that holds a byte, from 0 on. */
static size_t line_of(vml_doc *doc, struct vml_bytemap *map, size_t byte)
{
	size_t low = 0, high;

	if (!map->lines)
		count_lines(doc, map);
	high = map->n_lines;
	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (map->lines[mid] <= byte)
			low = mid;
		else
			high = mid;
	}
	return low;
}

size_t vml_doc_line(vml_doc *doc, size_t byte, size_t *ret_len)
{
	struct vml_bytemap *map = map_of(doc);
	size_t line = line_of(doc, map, byte), start = map->lines[line], end = doc->slice.len;

	if (line + 1 < map->n_lines)
		end = map->lines[line + 1] - 1;
	if (end > start && doc->slice.bytes[end - 1] == '\r')
		end--;
	*ret_len = end - start;
	return start;
}

/* A byte order mark is no column. */
static size_t mark_length(const vml_doc *doc)
{
	const vml_slice *slice = &doc->slice;

	return slice->len >= 3 && !memcmp(slice->bytes, "\xef\xbb\xbf", 3) ? 3 : 0;
}

vml_pos vml_doc_pos(vml_doc *doc, size_t byte)
{
	struct vml_bytemap *map = map_of(doc);
	size_t low = line_of(doc, map, byte), start = map->lines[low];
	vml_pos pos;

	if (low == 0 && byte >= mark_length(doc))
		start = mark_length(doc);
	pos.line = doc->slice.line + low;
	pos.column = utf8_length(doc, start, byte) + (low == 0 ? doc->slice.column : 1);
	pos.byte = doc->slice.offset + byte;
	return pos;
}

/* UTF-16 code units that a stretch of the document takes. */
static size_t utf16_length(const vml_doc *doc, size_t from, size_t to)
{
	size_t n = 0;

	if (!is_utf8(doc))
		return to - from;
	for (size_t i = from; i < to; i++) {
		unsigned char byte = (unsigned char)doc->slice.bytes[i];

		/* beyond U+FFFF there are two to a character */
		n += (byte & 0xc0) == 0x80 ? 0 : byte < 0xf0 ? 1 : 2;
	}
	return n;
}

unsigned long vml_doc_utf16_column(vml_doc *doc, size_t byte)
{
	struct vml_bytemap *map = map_of(doc);
	size_t line = line_of(doc, map, byte);

	if (byte < mark_length(doc))
		return doc->slice.column;
	/* from the last place on: all of a document may stand on one line */
	if (!map->known || map->known_line != line) {
		map->known_line = line;
		map->known = line ? map->lines[line] : mark_length(doc);
		map->known_units = 0;
	}
	if (byte >= map->known)
		map->known_units += utf16_length(doc, map->known, byte);
	else
		map->known_units -= utf16_length(doc, byte, map->known);
	map->known = byte;
	return map->known_units + (line ? 1 : doc->slice.column);
}
