/* The oracle: libxml2 does the same operations on a tree of its own. */
#include "oracle.h"

#include <libxml/c14n.h>

#include <stdlib.h>
#include <string.h>

/* The node in the copy that stands where `wanted` stands in the original. */
static xmlNode *twin(xmlNode *original, xmlNode *copy, const xmlNode *wanted)
{
	if (original == wanted)
		return copy;
	/* the way down: the child of `original` that holds the wanted node */
	for (const xmlNode *up = wanted; up; up = up->parent) {
		xmlNode *a = original->children, *b = copy->children;

		if (up->parent != original)
			continue;
		while (a && b && a != up) {
			a = a->next;
			b = b->next;
		}
		return a && b ? twin(a, b, wanted) : NULL;
	}
	return NULL;
}

/* Parse one element out of its text, as part of `tree`. */
static xmlNode *element_of(const char *xml, xmlDoc *tree)
{
	xmlDoc *snippet = xmlReadMemory(xml, (int)strlen(xml), NULL, NULL,
		XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	xmlNode *node = snippet ? xmlDocCopyNode(xmlDocGetRootElement(snippet), tree, 1) : NULL;

	xmlFreeDoc(snippet);
	return node;
}

/*
 * The last of the comments that stand behind `node` on the rest of its line, or `node`:
 * the bytes go behind them, too (line_end() in render.c).
 */
static xmlNode *behind_comments(xmlNode *node)
{
	xmlNode *last = node;

	for (xmlNode *next = node->next; next; next = next->next) {
		const char *text = (const char *)next->content;

		if (next->type == XML_COMMENT_NODE && !strchr(text, '\n')) {
			last = next;
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

/* What marks an element that an operation added. */
static const char added[] = "added";

static bool add(const vml_op *op, xmlNode *node, xmlNode *after, xmlDoc *tree)
{
	xmlNode *fresh = element_of(op->text, tree);

	if (!fresh)
		return false;
	fresh->_private = (void *)(uintptr_t)added;
	if (!after)
		after = xmlLastElementChild(node);
	if (after)
		after = behind_comments(after);
	/* behind one sibling the bytes keep the order of the operations */
	while (after && after->next && after->next->_private == added)
		after = after->next;
	if (after)
		return xmlAddNextSibling(after, fresh) != NULL;
	return xmlAddChild(node, fresh) != NULL;
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
 * Do all operations on the copy. Nodes are looked up before any is done, for operations
 * move what stands behind them; removals come last, for others may refer to what goes.
 */
static bool perform_all(
	xmlDoc *original, xmlDoc *copy, const vml_finding *const *findings, size_t n)
{
	size_t n_ops = count_ops(findings, n), at = 0;
	xmlNode **nodes = vml_realloc(NULL, 2 * n_ops * sizeof(*nodes));
	xmlNode *from = xmlDocGetRootElement(original), *to = xmlDocGetRootElement(copy);
	bool good = true;

	for (size_t i = 0; i < n; i++)
		for (const vml_op *op = findings[i]->ops; op; op = op->next, at++) {
			nodes[2 * at] = twin(from, to, op->node);
			nodes[2 * at + 1] = op->after ? twin(from, to, op->after) : NULL;
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

/* White space between elements is layout, which the bytes change and the tree does not. */
static void strip_layout(xmlNode *node)
{
	for (xmlNode *child = node->children, *next; child; child = next) {
		next = child->next;
		if (child->type == XML_ELEMENT_NODE) {
			strip_layout(child);
		} else if (xmlIsBlankNode(child)) {
			xmlUnlinkNode(child);
			xmlFreeNode(child);
		}
	}
}

static xmlChar *canonical(xmlDoc *tree)
{
	xmlChar *text = NULL;

	strip_layout(xmlDocGetRootElement(tree));
	return xmlC14NDocDumpMemory(tree, NULL, XML_C14N_1_0, NULL, 1, &text) < 0 ? NULL : text;
}

bool vml_oracle_agrees(vml_doc *doc, const vml_finding *const *fixed, size_t n,
	const vml_slice *patched, vml_parser *parser)
{
	xmlDoc *copy = xmlCopyDoc(doc->tree, 1);
	xmlChar *expected = NULL, *actual = NULL;
	vml_doc *fresh = NULL;
	vml_fault fault;
	bool agrees = false;

	if (!copy)
		vml_out_of_memory();
	if (perform_all(doc->tree, copy, fixed, n) &&
		!vml_doc_parse(parser, patched, &fresh, &fault)) {
		expected = canonical(copy);
		actual = canonical(fresh->tree);
		agrees = expected && actual && xmlStrEqual(expected, actual);
	}
	xmlFree(expected);
	xmlFree(actual);
	vml_doc_free(fresh);
	xmlFreeDoc(copy);
	return agrees;
}
