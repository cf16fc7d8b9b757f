/* Fuzzer of the byte map: the spans of elements and attributes fit the bytes of the document. */
#include "bytemap.h"
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static bool is_utf8(const vml_doc *doc)
{
	return doc->transcoded || !doc->tree->encoding ||
		!xmlStrcasecmp(doc->tree->encoding, BAD_CAST "UTF-8");
}

/* Return the name with its prefix; valid as long as the document. */
static const char *name_of(vml_doc *doc, const xmlChar *name, const xmlNs *ns)
{
	if (ns && ns->prefix)
		return vml_arena_printf(
			doc->arena, "%s:%s", (const char *)ns->prefix, (const char *)name);
	return (const char *)name;
}

static void check_attribute(vml_doc *doc, const vml_span *span, const xmlAttr *attr)
{
	const char *bytes = doc->slice.bytes, *name = name_of(doc, attr->name, attr->ns);
	const char *value = attr->children ? (const char *)attr->children->content : "";
	vml_attr_span place;
	size_t len;

	fuzz_expect(vml_span_attr(doc, span, name, &place), "an attribute has a span");
	fuzz_expect(place.name >= span->name_end && place.end < span->tag_end,
		"an attribute is within its tag");
	fuzz_expect(bytes[place.value - 1] == place.quote && bytes[place.value_end] == place.quote,
		"quotes surround a value");
	len = place.value_end - place.value;
	/*
	 * the tree has replaced references and normalized line ends: such values differ from the
	 * bytes
	 */
	for (size_t i = place.value; i < place.value_end; i++)
		if (strchr("&\t\r\n", bytes[i]))
			return;
	if (!strcmp(name, "xml:id")) /* libxml2 normalizes whitespace in it */
		return;
	fuzz_expect(strlen(value) == len && !memcmp(value, bytes + place.value, len),
		"the bytes of a value equal the value in the tree");
}

static void check_element(vml_doc *doc, const xmlNode *node, const vml_span *span)
{
	const char *bytes = doc->slice.bytes, *name = name_of(doc, node->name, node->ns);
	size_t len = span->name_end - span->start - 1;

	fuzz_expect(span->start < span->name_end && span->name_end < span->tag_end &&
			span->tag_end <= span->end_start && span->end_start <= span->end &&
			span->end <= doc->slice.len,
		"the parts of a span are in order and in the document");
	fuzz_expect(bytes[span->start] == '<' && bytes[span->tag_end - 1] == '>' &&
			bytes[span->end - 1] == '>',
		"a span goes from '<' to '>'");
	fuzz_expect(strlen(name) == len && !memcmp(bytes + span->start + 1, name, len),
		"the name of an element follows its '<'");
	fuzz_expect(span->empty ? span->end == span->tag_end && span->end_start == span->tag_end
				: !memcmp(bytes + span->end_start, "</", 2),
		"an element is empty or has an end tag");
	for (const xmlAttr *attr = node->properties; attr; attr = attr->next)
		check_attribute(doc, span, attr);
}

/* Check all siblings from `node` on: each is in [from, to) and after its predecessor. */
static void check_children(vml_doc *doc, const xmlNode *node, size_t from, size_t to)
{
	for (const xmlNode *child = node; child; child = child->next) {
		const vml_span *span;

		if (child->type != XML_ELEMENT_NODE)
			continue;
		span = vml_span_of(doc, child);
		fuzz_expect(span, "an element has a span");
		fuzz_expect(span->start >= from && span->end <= to, "elements nest");
		check_element(doc, child, span);
		check_children(doc, child->children, span->tag_end, span->end_start);
		from = span->end;
	}
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	vml_pos pos, before = { .line = 1, .column = 1 };
	vml_doc *doc;
	char *error;

	if (vml_load((const char *)data, size, &doc, &error)) {
		free(error);
		return 0;
	}
	/* names are compared with the bytes only if these are in UTF-8, as the tree is */
	if (is_utf8(doc))
		check_children(doc, doc->tree->children, 0, doc->slice.len);
	else
		vml_span_of(doc, xmlDocGetRootElement(doc->tree));
	for (size_t byte = 3; byte <= doc->slice.len; byte += 1 + doc->slice.len / 64) {
		pos = vml_doc_pos(doc, byte);
		fuzz_expect(pos.byte > before.byte && pos.line >= before.line && pos.column >= 1,
			"positions are in order");
		before = pos;
	}
	vml_free(doc);
	return 0;
}
