/*
 * Mutator that changes XML trees. Random changes of bytes rarely give well-formed XML, and
 * conflicts between rules only show if one domain combines the devices of two.
 */
#include "fuzz.h"

#include <libxml/parser.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_size, const uint8_t *other,
	size_t other_size, uint8_t *out, size_t max_size, unsigned int seed);

enum { MOST_ELEMENTS = 512, MOST_WORDS = 2048, LONGEST_WORD = 40 };

static uint64_t state;

static void seed_with(unsigned int seed)
{
	state = seed * 0x9e3779b97f4a7c15U + 1;
}

/* Return a random number below n; n must not be 0. */
static size_t below(size_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (size_t)(state >> 11) % n;
}

/* Return a random word of the fuzzers' dictionary that can be the value of an attribute. */
static const char *word(void)
{
	static char words[MOST_WORDS][LONGEST_WORD + 1];
	static size_t n;
	FILE *file = n ? NULL : fopen(DICTIONARY, "re");
	char line[256];

	while (file && n < MOST_WORDS && fgets(line, sizeof(line), file)) {
		size_t len = strcspn(line + 1, "\"=<>&\\ ");

		if (*line == '"' && line[len + 1] == '"' && len <= LONGEST_WORD)
			memcpy(words[n++], line + 1, len);
	}
	if (file)
		fclose(file);
	fuzz_expect(n > 0, "there is a dictionary");
	return words[below(n)];
}

static xmlDoc *parse(const uint8_t *data, size_t size)
{
	return size > INT32_MAX
		? NULL
		: xmlReadMemory((const char *)data, (int)size, NULL, NULL,
			  XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
}

/*
 * Return a random element below the root that has this name (NULL: any name); NULL if there is
 * none.
 */
static xmlNode *pick(xmlDoc *doc, const xmlChar *name)
{
	static xmlNode *found[MOST_ELEMENTS];
	xmlNode *root = xmlDocGetRootElement(doc), *node = root;
	size_t n = 0;

	while (node && n < MOST_ELEMENTS) {
		if (node != root && node->type == XML_ELEMENT_NODE &&
			(!name || xmlStrEqual(node->name, name)))
			found[n++] = node;
		if (node->type == XML_ELEMENT_NODE && node->children) {
			node = node->children;
			continue;
		}
		while (node && node != root && !node->next)
			node = node->parent;
		node = node && node != root ? node->next : NULL;
	}
	return n ? found[below(n)] : NULL;
}

static xmlAttr *pick_attr(xmlNode *node)
{
	size_t n = 0;

	for (xmlAttr *attr = node->properties; attr; attr = attr->next)
		n++;
	n = n ? below(n) : 0;
	for (xmlAttr *attr = node->properties; attr; attr = attr->next)
		if (!n--)
			return attr;
	return NULL;
}

/* Insert a copy of a node after `place`. */
static void copy_beside(xmlNode *place, xmlNode *node)
{
	xmlNode *copy = xmlDocCopyNode(node, place->doc, 1);

	if (copy && !xmlAddNextSibling(place, copy))
		xmlFreeNode(copy);
}

static void drop(xmlNode *node)
{
	xmlUnlinkNode(node);
	xmlFreeNode(node);
}

static void change_value(xmlNode *node)
{
	xmlAttr *attr = pick_attr(node);

	if (!attr)
		return;
	if (below(8))
		xmlSetProp(node, attr->name, BAD_CAST word());
	else
		xmlRemoveProp(attr);
}

static void change_text(xmlNode *node)
{
	if (node->children && node->children->type == XML_TEXT_NODE && !node->children->next)
		xmlNodeSetContent(node, BAD_CAST word());
}

static void mutate(xmlDoc *doc)
{
	xmlNode *node = pick(doc, NULL), *other = pick(doc, NULL);

	if (!node)
		return;
	switch (below(7)) {
	case 0: copy_beside(node, node); break;
	case 1: drop(node); break;
	case 2: change_text(node); break;
	case 3:
		if (other->parent != node)
			copy_beside(other, node);
		break;
	default: change_value(node);
	}
}

/* Write a document to `out` and free it. Returns its length; 0 if it exceeds max_size. */
static size_t print(xmlDoc *doc, uint8_t *out, size_t max_size)
{
	xmlChar *text = NULL;
	size_t len;
	int n = 0;

	xmlDocDumpMemory(doc, &text, &n);
	len = text && n > 0 && (size_t)n <= max_size ? (size_t)n : 0;
	if (len)
		memcpy(out, text, len);
	xmlFree(text);
	xmlFreeDoc(doc);
	return len;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
	xmlDoc *doc;
	size_t len;

	seed_with(seed);
	doc = below(4) ? parse(data, size) : NULL;
	if (!doc)
		return LLVMFuzzerMutate(data, size, max_size);
	for (size_t times = 1 + below(4); times; times--)
		mutate(doc);
	len = print(doc, data, max_size);
	return len ? len : LLVMFuzzerMutate(data, size, max_size);
}

/*
 * Copy a random element of `other` into `doc`: next to or in place of an element with the same
 * name. If `doc` has none, append the copy to an element with the name of its parent, else to the
 * root.
 */
static void transplant(xmlDoc *doc, xmlDoc *other)
{
	xmlNode *node = pick(other, NULL), *place = node ? pick(doc, node->name) : NULL;
	xmlNode *parent = NULL;

	if (!node)
		return;
	if (place) {
		copy_beside(place, node);
		if (below(2))
			drop(place);
		return;
	}
	parent = pick(doc, node->parent->name);
	if (!parent)
		parent = xmlDocGetRootElement(doc);
	place = xmlDocCopyNode(node, doc, 1);
	if (place && !xmlAddChild(parent, place))
		xmlFreeNode(place);
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_size, const uint8_t *other,
	size_t other_size, uint8_t *out, size_t max_size, unsigned int seed)
{
	xmlDoc *doc = parse(one, one_size), *donor = parse(other, other_size);

	seed_with(seed);
	if (!doc || !donor) {
		xmlFreeDoc(doc);
		xmlFreeDoc(donor);
		return 0;
	}
	for (size_t times = 1 + below(4); times; times--)
		transplant(doc, donor);
	xmlFreeDoc(donor);
	return print(doc, out, max_size);
}
