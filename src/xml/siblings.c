/* Index of elements among siblings of the same name: counts all children of a parent in O(n). */
#include "bytemap.h"
#include "hash.h"
#include "repaired.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*
 * Slot of a hash table: the last sibling so far with one name and namespace; NULL if the slot is
 * free. Names are in a dictionary, so they are compared as pointers.
 */
struct slot {
	const xmlNode *last;
};

/* Compare namespaces by URI: two siblings may each declare the same one. */
static bool same_namespace(const xmlNode *a, const xmlNode *b)
{
	return a->ns == b->ns || (a->ns && b->ns && xmlStrEqual(a->ns->href, b->ns->href));
}

/* Hash name and namespace: siblings of one name may have thousands of different namespaces. */
static size_t hash_of(const xmlNode *node, size_t size)
{
	const xmlChar *href = node->ns ? node->ns->href : NULL;
	uint64_t hash = (uintptr_t)node->name >> 3;

	if (href)
		hash = vml_hash_bytes(hash, href, strlen((const char *)href));
	return vml_hash_slot(hash, size);
}

/*
 * Return the slot for the node's name and namespace; it is free if the table does not contain them.
 *
 * size: number of slots, a power of two; at most half of them are in use
 */
static struct slot *slot_of(struct slot *table, size_t size, const xmlNode *node)
{
	size_t at = hash_of(node, size);

	while (table[at].last &&
		(table[at].last->name != node->name || !same_namespace(table[at].last, node)))
		at = (at + 1) & (size - 1);
	return &table[at];
}

/* Set `place` and `followed` (vml_element) of all child elements. */
static void count_children(const xmlNode *parent)
{
	struct slot few[64] = { 0 }, *table = few;
	size_t n = 0, size = sizeof(few) / sizeof(*few);

	for (const xmlNode *child = parent->children; child; child = child->next)
		n += child->type == XML_ELEMENT_NODE;
	if (2 * n > size) {
		while (size < 2 * n)
			size *= 2;
		table = vml_realloc(NULL, size * sizeof(*table));
		memset(table, 0, size * sizeof(*table));
	}
	for (const xmlNode *child = parent->children; child; child = child->next) {
		vml_element *more = child->_private, *before;
		struct slot *slot;

		if (child->type != XML_ELEMENT_NODE)
			continue;
		slot = slot_of(table, size, child);
		more->place = 1;
		if (slot->last) {
			before = slot->last->_private;
			before->followed = true;
			more->place = before->place + 1;
		}
		slot->last = child;
	}
	if (table != few)
		free(table);
}

/* Return the data of an element, after its siblings were counted. */
static const vml_element *counted(const xmlNode *element)
{
	const vml_element *more = element->_private;

	if (!more->place)
		count_children(element->parent);
	return more;
}

unsigned int vml_ordinal(const xmlNode *element)
{
	return counted(element)->place;
}

/*
 * Number of children of a parent (nodes of any type) up to which an element is compared with each
 * of them. For so few, this costs less than counting all children.
 */
enum { FEW_SIBLINGS = 16 };

/*
 * Set *ret_is_one_of_many to true if a sibling has the same name, else to false. Returns false if
 * FEW_SIBLINGS nodes were compared without a result.
 */
static bool compare_few(const xmlNode *element, bool *ret_is_one_of_many)
{
	size_t n = 0;
	const xmlNode *it = element;

	while (it->prev && ++n <= FEW_SIBLINGS)
		it = it->prev;
	*ret_is_one_of_many = false;
	for (n = 0; it && ++n <= FEW_SIBLINGS; it = it->next)
		if (it != element && it->name == element->name && it->type == XML_ELEMENT_NODE &&
			same_namespace(it, element)) {
			*ret_is_one_of_many = true;
			return true;
		}
	return !it;
}

bool vml_is_one_of_many(const xmlNode *element)
{
	const vml_element *more = element->_private;
	bool many;

	if (more->place || !compare_few(element, &many)) {
		more = counted(element);
		many = more->place > 1 || more->followed;
	}
	if (!many && element->parent)
		vml_note_absent(element->parent);
	return many;
}
