/* SAX handlers: build the tree in an arena and record the byte range of each element. */
#define _GNU_SOURCE /* memrchr */
#include "tree.h"

#include "bytemap.h"

#include <libxml/parserInternals.h>

#include <string.h>

/*
 * xmlStringComment is deprecated since libxml2 2.15. It must be used nevertheless: with any other
 * string as its name, libxml2 leaks the name of each copy of a comment.
 */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static const xmlChar *comment_name(void)
{
	return xmlStringComment;
}
#pragma GCC diagnostic pop

/* An attribute and its value: for libxml2, the value is a text node. */
struct attribute {
	xmlAttr attr;
	xmlNode value;
};

/* An element with its additional data and attributes, in one allocation. */
struct element {
	xmlNode node;
	vml_element more;
	struct attribute attributes[];
};

static vml_tree *tree_of(void *data)
{
	const xmlParserCtxt *ctxt = data;

	return ctxt->_private;
}

/* Return the parser's offset in the slice, at most the slice's length. */
static size_t offset_of(const vml_tree *tree, const xmlParserCtxt *ctxt)
{
	const xmlParserInput *in = ctxt->input;
	size_t offset = (size_t)(in->cur - in->base) + (size_t)in->consumed;

	return offset < tree->slice.len ? offset : tree->slice.len;
}

/* Return true if the parser reads the slice itself, so that its offsets are those of the slice. */
static bool is_in_place(const vml_tree *tree, const xmlParserCtxt *ctxt)
{
	return ctxt->input->base == (const xmlChar *)tree->slice.bytes;
}

static void append(vml_tree *tree, xmlParserCtxt *ctxt, xmlNode *node)
{
	xmlNode *parent = tree->open, **first = &tree->first, **last = &tree->last;

	if (parent) {
		first = &parent->children;
		last = &parent->last;
	}
	node->parent = parent ? parent : (xmlNode *)ctxt->myDoc;
	node->doc = ctxt->myDoc;
	node->prev = *last;
	if (*last)
		(*last)->next = node;
	else
		*first = node;
	*last = node;
}

static xmlNode *add_leaf(vml_tree *tree, xmlParserCtxt *ctxt, xmlElementType type,
	const xmlChar *name, const char *text, size_t len)
{
	xmlNode *node = vml_arena_alloc(tree->arena, sizeof(*node));

	node->type = type;
	node->name = name;
	node->content = BAD_CAST vml_arena_strndup(tree->arena, text, len);
	append(tree, ctxt, node);
	return node;
}

static bool is_blank(const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && vml_is_blank(text[n]))
		n++;
	return n == len;
}

/*
 * Return true if text before a tag is only layout: whitespace that is not kept in the tree. As
 * areBlanks() in libxml2, whitespace is kept only if it is the only content of an element or the
 * element starts with text.
 *
 * at_end: the tag ends the element
 */
static bool is_layout(const vml_tree *tree, const char *text, size_t len, bool at_end)
{
	const xmlNode *first = tree->open ? tree->open->children : NULL;

	return (first ? first->type != XML_TEXT_NODE : !at_end) && is_blank(text, len);
}

/* Add a node for the text collected so far, unless it is layout, and empty tree->text. */
static void add_text(vml_tree *tree, xmlParserCtxt *ctxt, bool at_end)
{
	vml_buffer *text = &tree->text;

	if (!is_layout(tree, text->bytes, text->len, at_end))
		add_leaf(tree, ctxt, XML_TEXT_NODE, xmlStringText, text->bytes, text->len);
	text->len = 0;
}

static inline void flush_text(vml_tree *tree, xmlParserCtxt *ctxt, bool at_end)
{
	if (tree->text.len)
		add_text(tree, ctxt, at_end);
}

static void on_text(void *data, const xmlChar *text, int len)
{
	const xmlParserCtxt *ctxt = data;
	const xmlChar *next = ctxt->input->cur;
	vml_tree *tree = tree_of(data);

	if (!tree->open)
		return;
	/*
	 * shortcut that handles nearly every run of whitespace between tags: the next byte is '<',
	 * so the text is complete and need not be collected
	 */
	if (!tree->text.len && *next == '<' &&
		is_layout(tree, (const char *)text, (size_t)len, next[1] == '/'))
		return;
	/*
	 * collect: libxml2 passes text in pieces, split at references and at the ends of its buffer
	 */
	vml_buffer_add(&tree->text, (const char *)text, (size_t)len);
}

static void on_cdata(void *data, const xmlChar *text, int len)
{
	vml_tree *tree = tree_of(data);

	flush_text(tree, data, false);
	add_leaf(tree, data, XML_CDATA_SECTION_NODE, NULL, (const char *)text, (size_t)len);
}

/*
 * Record the byte range of a comment with a directive, and its index among the comments of its
 * parent.
 */
static void take_remark(vml_tree *tree, const xmlParserCtxt *ctxt, xmlNode *comment)
{
	vml_remark *remark = vml_arena_alloc(tree->arena, sizeof(*remark));
	size_t end = offset_of(tree, ctxt), len = strlen((const char *)comment->content);
	const char *bytes = tree->slice.bytes;

	/*
	 * the parser is just past the comment, but its offset is only right in UTF-8 documents:
	 * verify
	 */
	if (end >= len + 7 && !memcmp(bytes + end - 3, "-->", 3) &&
		!memcmp(bytes + end - len - 7, "<!--", 4)) {
		remark->start = end - len - 7;
		remark->end = end;
	}
	remark->place = 1;
	for (const xmlNode *before = comment->prev; before; before = before->prev) {
		if (before->type == XML_COMMENT_NODE && before->_private) {
			remark->place += ((const vml_remark *)before->_private)->place;
			break;
		}
		remark->place += before->type == XML_COMMENT_NODE;
	}
	comment->_private = remark;
	tree->addressed = true;
}

static void on_comment(void *data, const xmlChar *text)
{
	vml_tree *tree = tree_of(data);
	xmlNode *comment;

	flush_text(tree, data, false);
	comment = add_leaf(tree, data, XML_COMMENT_NODE, comment_name(), (const char *)text,
		strlen((const char *)text));
	/* not only "vmlint:": misspelt directives are reported, too */
	if (strcasestr((const char *)text, "vmlint"))
		take_remark(tree, data, comment);
}

static void on_instruction(void *data, const xmlChar *target, const xmlChar *text)
{
	vml_tree *tree = tree_of(data);
	const char *content = text ? (const char *)text : "";
	xmlNode *node;

	flush_text(tree, data, false);
	node = add_leaf(tree, data, XML_PI_NODE, target, content, strlen(content));
	if (!text)
		node->content = NULL;
}

static xmlNs *new_ns(vml_tree *tree, const xmlChar *prefix, const xmlChar *uri)
{
	xmlNs *ns = vml_arena_alloc(tree->arena, sizeof(*ns));

	ns->type = XML_NAMESPACE_DECL;
	if (uri)
		ns->href = BAD_CAST vml_arena_strdup(tree->arena, (const char *)uri);
	if (prefix)
		ns->prefix = BAD_CAST vml_arena_strdup(tree->arena, (const char *)prefix);
	return ns;
}

/* Return the declaration of a prefix in scope. If there is none, as for "xml", add one. */
static xmlNs *find_ns(
	vml_tree *tree, const xmlNode *node, const xmlChar *prefix, const xmlChar *uri)
{
	for (; node && node->type == XML_ELEMENT_NODE; node = node->parent)
		for (xmlNs *ns = node->nsDef; ns; ns = ns->next)
			if (xmlStrEqual(ns->prefix, prefix))
				return ns;
	return new_ns(tree, prefix, uri);
}

/* Return the name of a node. Like libxml2's own trees, it includes an undeclared prefix. */
static const xmlChar *name_in(
	xmlParserCtxt *ctxt, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	const xmlChar *whole;

	if (!prefix || uri)
		return name;
	whole = xmlDictQLookup(ctxt->dict, prefix, name);
	if (!whole)
		vml_out_of_memory();
	return whole;
}

/*
 * Record the byte range of a start tag. The parser is at the end of the tag, before "/>" or ">".
 * Attribute values contain no '<', so the tag starts at the last '<' before the parser's offset.
 * The name there must be that of the element: in encodings other than UTF-8, the parser's offsets
 * are wrong.
 */
static void place_start(vml_tree *tree, const xmlParserCtxt *ctxt, struct element *element,
	const xmlChar *name, const xmlChar *prefix)
{
	size_t at = offset_of(tree, ctxt), local = strlen((const char *)name), len = local;
	const char *bytes = tree->slice.bytes, *open = memrchr(bytes, '<', at);
	vml_span *span = &element->more.span;

	if (prefix)
		len += strlen((const char *)prefix) + 1;
	if (!open || at == tree->slice.len || (size_t)(bytes + at - open) <= len ||
		(!is_in_place(tree, ctxt) && memcmp(open + 1 + len - local, name, local) != 0)) {
		tree->placed = false;
		return;
	}
	span->empty = bytes[at] == '/';
	span->start = (size_t)(open - bytes);
	span->name_end = span->start + 1 + len;
	span->tag_end = span->end_start = span->end = at + span->empty + 1;
}

/* Record the bytes of the end tag; the parser is just past it. */
static void place_end(vml_tree *tree, const xmlParserCtxt *ctxt, vml_span *span)
{
	const char *bytes = tree->slice.bytes, *open;
	size_t at = offset_of(tree, ctxt);

	if (span->empty)
		return;
	open = memrchr(bytes, '<', at);
	if (!open || bytes[at - 1] != '>' || open[1] != '/') {
		tree->placed = false;
		return;
	}
	span->end_start = (size_t)(open - bytes);
	span->end = at;
}

/* Return the size in bytes of an element with its attributes and their values. */
static size_t element_size(const xmlChar **attributes, int n)
{
	size_t size = sizeof(struct element) + (size_t)n * sizeof(struct attribute);

	for (int i = 0; i < n; i++)
		size += (size_t)(attributes[5 * i + 4] - attributes[5 * i + 3]) + 1;
	return size;
}

/*
 * Set the element's attributes. attributes: five pointers for each: name, prefix, URI, value, end
 * of the value.
 */
static void set_attributes(
	xmlParserCtxt *ctxt, struct element *element, const xmlChar **attributes, int n)
{
	vml_tree *tree = tree_of(ctxt);
	char *room = (char *)(element->attributes + n);
	xmlAttr **link = &element->node.properties, *last = NULL;

	for (int i = 0; i < n; i++, attributes += 5) {
		struct attribute *made = &element->attributes[i];
		size_t len = (size_t)(attributes[4] - attributes[3]);
		xmlAttr *attr = &made->attr;

		attr->type = XML_ATTRIBUTE_NODE;
		attr->name = name_in(ctxt, attributes[0], attributes[1], attributes[2]);
		attr->parent = &element->node;
		attr->doc = ctxt->myDoc;
		attr->prev = last;
		if (attributes[1] && attributes[2])
			attr->ns = find_ns(tree, &element->node, attributes[1], attributes[2]);
		attr->children = attr->last = &made->value;
		made->value.type = XML_TEXT_NODE;
		made->value.name = xmlStringText;
		made->value.parent = (xmlNode *)attr;
		made->value.doc = ctxt->myDoc;
		made->value.content = BAD_CAST memcpy(room, attributes[3], len);
		room += len + 1;
		*link = last = attr;
		link = &attr->next;
	}
}

void vml_tree_start(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
	int n_ns, const xmlChar **ns, int n, int n_default, const xmlChar **attributes)
{
	xmlParserCtxt *ctxt = data;
	vml_tree *tree = tree_of(data);
	struct element *element;
	xmlNs **link;

	(void)n_default;
	flush_text(tree, ctxt, false);
	element = vml_arena_alloc(tree->arena, element_size(attributes, n));
	element->node._private = &element->more;
	element->node.type = XML_ELEMENT_NODE;
	element->node.name = name_in(ctxt, name, prefix, uri);
	append(tree, ctxt, &element->node);
	link = &element->node.nsDef;
	for (int i = 0; i < n_ns; i++, link = &(*link)->next)
		*link = new_ns(tree, ns[2 * i], ns[2 * i + 1]);
	tree->namespaces += (size_t)n_ns;
	if (uri)
		element->node.ns = find_ns(tree, &element->node, prefix, uri);
	set_attributes(ctxt, element, attributes, n);
	if (tree->placed)
		place_start(tree, ctxt, element, name, prefix);
	if (!tree->root)
		tree->root = &element->node;
	tree->open = &element->node;
}

static void on_end(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	const xmlParserCtxt *ctxt = data;
	vml_tree *tree = tree_of(data);
	xmlNode *ended = tree->open;

	(void)name, (void)prefix, (void)uri;
	if (!ended)
		return;
	flush_text(tree, data, true);
	if (tree->placed)
		place_end(tree, ctxt, &((vml_element *)ended->_private)->span);
	for (const xmlNs *ns = ended->nsDef; ns; ns = ns->next)
		tree->namespaces--;
	tree->open = ended->parent->type == XML_ELEMENT_NODE ? ended->parent : NULL;
}

void vml_tree_handle(xmlSAXHandler *sax)
{
	sax->endElementNs = on_end;
	/* the same handler twice: libxml2 then skips its own check whether text is whitespace */
	sax->characters = sax->ignorableWhitespace = on_text;
	sax->cdataBlock = on_cdata;
	sax->comment = on_comment;
	sax->processingInstruction = on_instruction;
}

void vml_tree_begin(vml_tree *tree, vml_arena *arena, const vml_slice *slice)
{
	tree->arena = arena;
	tree->slice = *slice;
	tree->first = tree->last = tree->root = tree->open = NULL;
	tree->text.len = 0;
	tree->namespaces = 0;
	tree->placed = true;
	tree->addressed = false;
}

void vml_tree_finish(const vml_tree *tree, xmlDoc *doc)
{
	doc->children = tree->first;
	doc->last = tree->last;
}

void vml_tree_detach(xmlDoc *doc)
{
	doc->children = doc->last = NULL;
}
