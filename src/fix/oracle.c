/* Oracle: verifies a fix by performing its operations on a second tree with libxml2. */
#include "oracle.h"

#include "buffer.h"
#include "bytemap.h"
#include "render.h"
#include "scan.h"

#include <stdlib.h>
#include <string.h>

enum { PARSE_OPTIONS = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING };

/*
 * Store in each element of the original its counterpart in the copy (vml_element.twin). Only
 * elements are visited, because the copy has text nodes between elements and the original does not.
 */
static void find_twins(const xmlNode *original, xmlNode *copy)
{
	xmlNode *other = vml_first(copy);

	((vml_element *)original->_private)->twin = copy;
	for (const xmlNode *child = vml_first(original); child; child = vml_sibling(child)) {
		find_twins(child, other);
		other = vml_sibling(other);
	}
}

static xmlNode *twin(const xmlNode *element)
{
	return ((const vml_element *)element->_private)->twin;
}

/*
 * Parse a string as an element. Returns the element, which belongs to the document `tree` but is
 * not linked into it yet; NULL if the string is malformed.
 */
static xmlNode *element_of(const char *xml, xmlDoc *tree)
{
	xmlDoc *snippet = xmlReadMemory(xml, (int)strlen(xml), NULL, NULL, PARSE_OPTIONS);
	xmlNode *node = snippet ? xmlDocCopyNode(xmlDocGetRootElement(snippet), tree, 1) : NULL;

	xmlFreeDoc(snippet);
	return node;
}

/* Mark of added elements: their _private points to this array. */
static const char added[] = "added";

/*
 * Return the last comment after `node` on the same line; `node` if there is none. The renderer
 * inserts text after such comments, too (line_end() in render.c).
 */
static xmlNode *after_comments(xmlNode *node)
{
	xmlNode *last = node;

	for (xmlNode *next = node->next; next; next = next->next) {
		const char *text = (const char *)next->content;

		if (next->type == XML_COMMENT_NODE && !strchr(text, '\n')) {
			last = next;
		} else if (next->_private == added) {
			/* skip an element that an earlier operation added after these comments */
			continue;
		} else if (next->type == XML_TEXT_NODE) {
			text += strspn(text, " \t\r");
			if (*text)
				return *text == '\n' ? last : node;
		} else {
			break;
		}
	}
	return node;
}

static bool add(const vml_op *op, xmlNode *node, xmlNode *after, xmlDoc *tree)
{
	xmlNode *added_node = element_of(op->text, tree);

	if (!added_node)
		return false;
	added_node->_private = (void *)(uintptr_t)added;
	if (after)
		after = after_comments(after);
	/* insert after earlier additions to this place: the bytes have them in the same order */
	while (after && after->next && after->next->_private == added)
		after = after->next;
	if (after)
		return xmlAddNextSibling(after, added_node) != NULL;
	return xmlAddChild(node, added_node) != NULL;
}

static bool set_text(xmlNode *node, const char *text)
{
	xmlNode *content = xmlNewText(BAD_CAST text);

	while (node->children) {
		xmlNode *child = node->children;

		xmlUnlinkNode(child);
		xmlFreeNode(child);
	}
	return content && xmlAddChild(node, content);
}

static bool rename_node(const vml_op *op, xmlNode *node)
{
	xmlNode *renamed = op->name ? (xmlNode *)xmlHasProp(node, BAD_CAST op->name) : node;

	if (renamed)
		xmlNodeSetName(renamed, BAD_CAST op->text);
	return renamed != NULL;
}

static bool perform(const vml_op *op, xmlNode *node, xmlNode *after, xmlDoc *tree)
{
	switch (op->kind) {
	case VML_OP_SET: return xmlSetProp(node, BAD_CAST op->name, BAD_CAST op->text) != NULL;
	case VML_OP_UNSET:
		return xmlUnsetProp(node, BAD_CAST op->name) == 0 ||
			!xmlHasProp(node, BAD_CAST op->name);
	case VML_OP_TEXT: return set_text(node, op->text);
	case VML_OP_ADD: return add(op, node, after, tree);
	case VML_OP_REMOVE:
		xmlUnlinkNode(node);
		xmlFreeNode(node);
		return true;
	case VML_OP_RENAME: return rename_node(op, node);
	}
	return false;
}

static size_t count_ops(const vml_finding *const *findings, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		for (const vml_op *op = findings[i]->ops; op; op = op->next)
			count++;
	return count;
}

/*
 * Perform all operations on the copy. First all nodes are looked up, because additions change which
 * child is the last. Removals are performed last, because other operations may refer to removed
 * nodes.
 */
static bool perform_all(const vml_finding *const *findings, size_t n, xmlDoc *copy)
{
	size_t n_ops = count_ops(findings, n), at = 0;
	xmlNode **nodes = vml_realloc(NULL, 2 * n_ops * sizeof(*nodes));
	const xmlNode *place;
	bool good = true;

	for (size_t i = 0; i < n; i++)
		for (const vml_op *op = findings[i]->ops; op; op = op->next, at++) {
			nodes[2 * at] = twin(op->node);
			place = op->kind == VML_OP_ADD ? vml_op_place(op) : NULL;
			nodes[2 * at + 1] = place ? twin(place) : NULL;
			good = good && nodes[2 * at];
		}
	for (int removals = 0; removals < 2; removals++) {
		at = 0;
		for (size_t i = 0; i < n; i++)
			for (const vml_op *op = findings[i]->ops; op; op = op->next, at++)
				if (good && (op->kind == VML_OP_REMOVE) == removals)
					good = perform(op, nodes[2 * at], nodes[2 * at + 1], copy);
	}
	free(nodes);
	return good;
}

/* Write a name as "{namespace}name". */
static void put_name(vml_buffer *out, const xmlChar *name, const xmlNs *ns)
{
	if (ns && ns->href) {
		vml_buffer_puts(out, "{");
		vml_buffer_puts(out, (const char *)ns->href);
		vml_buffer_puts(out, "}");
	}
	vml_buffer_puts(out, (const char *)name);
}

/* Write a mark and text. Marks are control characters, which XML documents cannot contain. */
static void put_text(vml_buffer *out, const char *mark, const xmlChar *text)
{
	vml_buffer_puts(out, mark);
	vml_buffer_puts(out, text ? (const char *)text : "");
}

static void put_element(vml_buffer *out, const xmlNode *node)
{
	put_name(out, node->name, node->ns);
	for (const xmlNs *ns = node->nsDef; ns; ns = ns->next) {
		put_text(out, "\2", ns->prefix);
		put_text(out, "\3", ns->href);
	}
	for (const xmlAttr *attr = node->properties; attr; attr = attr->next) {
		vml_buffer_puts(out, "\2");
		put_name(out, attr->name, attr->ns);
		put_text(out, "\3", attr->children ? attr->children->content : NULL);
	}
	vml_buffer_puts(out, "\4");
}

/*
 * Write text without surrounding whitespace, and with a single space for each sequence of
 * whitespace inside.
 */
static void put_normalized(vml_buffer *out, const xmlChar *text)
{
	for (; text && *text; text++) {
		if (!vml_is_blank((char)*text))
			vml_buffer_add(out, (const char *)text, 1);
		else if (out->len && (unsigned char)out->bytes[out->len - 1] > ' ')
			vml_buffer_puts(out, " ");
	}
}

/* Write a mark; first removes whitespace at the end of the output. */
static void put_mark(vml_buffer *out, const char *mark)
{
	while (out->len && out->bytes[out->len - 1] == ' ')
		out->len--;
	vml_buffer_puts(out, mark);
}

/*
 * Write a tree in a form that can be compared. C14N cannot be used: it rejects documents with
 * relative namespace names, but some domains have them. Attributes keep their order, because both
 * edits and libxml2 append new ones. Whitespace is normalized, because edits indent added elements
 * and remove lines that become empty.
 */
static void put_tree(vml_buffer *out, const xmlNode *node)
{
	for (; node; node = node->next) {
		switch (node->type) {
		case XML_ELEMENT_NODE:
			put_mark(out, "\1");
			put_element(out, node);
			put_tree(out, node->children);
			put_mark(out, "\5");
			break;
		case XML_TEXT_NODE:
		case XML_CDATA_SECTION_NODE: put_normalized(out, node->content); break;
		case XML_COMMENT_NODE:
			put_mark(out, "\6");
			put_text(out, "", node->content);
			vml_buffer_puts(out, "\5");
			break;
		case XML_PI_NODE:
			put_mark(out, "\7");
			put_text(out, "", node->name);
			put_text(out, "\3", node->content);
			vml_buffer_puts(out, "\5");
			break;
		default: break;
		}
	}
}

static bool same_contents(const xmlDoc *a, const xmlDoc *b)
{
	vml_buffer first = { 0 }, second = { 0 };
	bool same;

	put_tree(&first, a->children);
	put_tree(&second, b->children);
	same = first.len == second.len && !memcmp(first.bytes, second.bytes, first.len);
	vml_buffer_free(&first);
	vml_buffer_free(&second);
	return same;
}

bool vml_oracle_agrees(vml_doc *doc, const vml_finding *const *fixed, size_t n,
	const vml_slice *patched, vml_parser *parser)
{
	/* parse again: doc->tree lacks the whitespace between elements, which the fixes must preserve */
	xmlDoc *copy =
		xmlReadMemory(doc->slice.bytes, (int)doc->slice.len, NULL, NULL, PARSE_OPTIONS);
	vml_doc *parsed = NULL;
	vml_fault fault;
	bool agrees = false;

	if (copy)
		find_twins(xmlDocGetRootElement(doc->tree), xmlDocGetRootElement(copy));
	if (copy && perform_all(fixed, n, copy) && !vml_doc_parse(parser, patched, &parsed, &fault))
		agrees = same_contents(copy, parsed->tree);
	vml_doc_free(parsed);
	xmlFreeDoc(copy);
	return agrees;
}
