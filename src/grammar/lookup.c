/* Queries of the grammar: which item describes an element or attribute. */
#include "grammar.h"

#include <stdint.h>
#include <string.h>

/* Parameters and results of a search. */
struct search {
	const char *name, *uri; /* uri: namespace of the child; NULL if it has none */
	const xmlNode *element;
	/* first item of that name, even if its conditions are not met; NULL if none */
	const vml_grammar_item *first;
	bool fixed;  /* `first` and the groups around it have no condition */
	bool direct; /* the groups around `first` have no condition */
	bool child;
};

const char *vml_grammar_uri(unsigned int ns)
{
	static const char *const uris[VML_GRAMMAR_NS_COUNT] = {
		[VML_GRAMMAR_QEMU] = "http://libvirt.org/schemas/domain/qemu/1.0",
		[VML_GRAMMAR_LXC] = "http://libvirt.org/schemas/domain/lxc/1.0",
		[VML_GRAMMAR_XEN] = "http://libvirt.org/schemas/domain/xen/1.0",
		[VML_GRAMMAR_BHYVE] = "http://libvirt.org/schemas/domain/bhyve/1.0",
		[VML_GRAMMAR_VMWARE] = "http://libvirt.org/schemas/domain/vmware/1.0",
	};

	return ns < VML_GRAMMAR_NS_COUNT ? uris[ns] : NULL;
}

const char *vml_value_kind_name(unsigned int kind)
{
	static const char *const names[] = {
#define KIND_NAME(kind) #kind,
		VML_VALUE_KINDS(KIND_NAME)
#undef KIND_NAME
	};

	return kind < VML_VALUE_COUNT ? names[kind] : NULL;
}

/* Return the attribute of that name. Attributes with a namespace are ignored: libvirt has none. */
static const xmlAttr *attribute_of(const xmlNode *element, const char *name)
{
	for (const xmlAttr *a = element->properties; a; a = a->next)
		if (!a->ns && a->name[0] == (xmlChar)name[0] &&
			strcmp((const char *)a->name, name) == 0)
			return a;
	return NULL;
}

/* Return the value of the attribute that a condition depends on: "" if it is missing. */
static const char *selector(const vml_grammar_when *when, const xmlNode *element)
{
	const xmlAttr *a;

	for (unsigned int level = when->level; level > 0 && element; level--)
		element = element->parent;
	if (!element || element->type != XML_ELEMENT_NODE)
		return "";
	a = attribute_of(element, when->attribute);
	return a && a->children && a->children->content ? (const char *)a->children->content : "";
}

/* Return true if a condition is met. choice: caches the attribute that was looked up last. */
static bool is_met(const vml_grammar_when *when, vml_grammar_choice *choice)
{
	const char *value;

	if (choice->attribute != when->attribute || choice->level != when->level) {
		choice->attribute = when->attribute;
		choice->level = when->level;
		choice->value = selector(when, choice->element);
	}
	value = choice->value;
	for (size_t i = 0; when->words[i]; i++)
		if (*when->words[i] == *value && strcmp(when->words[i], value) == 0)
			return !when->unless;
	return when->unless;
}

bool vml_grammar_meets(vml_grammar_choice *choice, const vml_grammar_item *item)
{
	if (choice->element && item->when)
		for (const vml_grammar_when *when = item->when; when->attribute; when++)
			if (!is_met(when, choice))
				return false;
	return true;
}

bool vml_grammar_holds(const vml_grammar_item *item, const xmlNode *element)
{
	vml_grammar_choice choice = { .element = element };

	return !item->when || vml_grammar_meets(&choice, item);
}

static bool is_called(const struct search *search, const vml_grammar_item *item)
{
	const char *uri;

	if (item->name[0] != search->name[0] || strcmp(item->name, search->name) != 0)
		return false;
	if (!search->child)
		return true;
	uri = vml_grammar_uri(item->ns);
	return uri && search->uri ? strcmp(uri, search->uri) == 0 : !uri && !search->uri;
}

/*
 * Find the first item that has the name of `first` and whose conditions are met, from `first` to
 * the end of its array. NULL if there is none.
 */
static const vml_grammar_item *find_variant(
	const vml_grammar_item *first, const xmlNode *element, bool child)
{
	unsigned int what = child ? VML_GRAMMAR_CHILD : VML_GRAMMAR_ATTRIBUTE;
	vml_grammar_choice choice = { .element = element };

	for (const vml_grammar_item *item = first; item->what != VML_GRAMMAR_END; item++)
		if (item->what == what && item->ns == first->ns &&
			(item->name == first->name ||
				(item->name[0] == first->name[0] &&
					strcmp(item->name, first->name) == 0)) &&
			(!item->when || vml_grammar_meets(&choice, item)))
			return item;
	return NULL;
}

/*
 * Find the item that has the name search->name and whose conditions are met; NULL if there is none.
 * Also sets search->first. fixed: the groups around `items` have no condition
 */
static const vml_grammar_item *find(
	struct search *search, const vml_grammar_item *items, bool fixed)
{
	unsigned int what = search->child ? VML_GRAMMAR_CHILD : VML_GRAMMAR_ATTRIBUTE;

	for (const vml_grammar_item *item = items; item->what != VML_GRAMMAR_END; item++) {
		const vml_grammar_item *found = NULL;

		if (item->what == VML_GRAMMAR_INCLUDE) {
			const xmlNode *element = search->element;
			bool holds = vml_grammar_holds(item, element);

			found = find(search, item->items, fixed && !item->when);
			if (found && !holds)
				found = NULL;
		} else if (item->what == what && is_called(search, item)) {
			if (!search->first) {
				search->first = item;
				search->fixed = fixed && !item->when;
				search->direct = fixed;
			}
			if (vml_grammar_holds(item, search->element))
				found = item;
		}
		if (found)
			return found;
	}
	return NULL;
}

/*
 * Return true if it is unknown whether the conditions of the item search->first are met, because an
 * attribute in a condition is missing although required, or has an invalid value.
 */
static bool is_undecided(const vml_grammar_item *items, const struct search *search)
{
	const unsigned int missing = VML_GRAMMAR_REQUIRED | VML_GRAMMAR_SCHEMA_REQUIRED;
	const vml_grammar_when *when = search->first->when;

	for (; when && when->attribute; when++) {
		const char *value = selector(when, search->element);
		struct search owner = { .name = when->attribute, .element = search->element };
		const vml_grammar_item *item;

		if (when->level > 0)
			continue;
		item = find(&owner, items, true);
		item = item ? item : owner.first;
		if (item && !*value && item->flags & missing)
			return true;
		if (item && *value && item->kind == VML_VALUE_KEYWORDS &&
			!vml_grammar_keyword(item, value))
			return true;
	}
	return false;
}

static struct vml_grammar_slot *slot_of(
	vml_grammar_cache *cache, const vml_grammar_item *items, const xmlChar *name, bool child)
{
	uint64_t hash = ((uintptr_t)items * 2 + child + (uintptr_t)name * 3) * 0x9e3779b97f4a7c15U;

	return &cache->slots[hash >> 32 & (VML_GRAMMAR_SLOTS - 1)];
}

/* Search for an item that the cache does not have, and store the result in the slot. */
static const vml_grammar_item *look_up(struct vml_grammar_slot *slot, const vml_grammar_item *items,
	struct search *search, const xmlChar *name, vml_grammar_match *match)
{
	const vml_grammar_item *found = find(search, items, true);

	/* a name with a namespace is not cached, because the namespace is not part of the key */
	if (slot && !search->uri && (!search->first || search->direct))
		*slot = (struct vml_grammar_slot){ items, name, search->first, search->child,
			search->first && !search->fixed };
	if (found)
		*match = VML_GRAMMAR_HERE;
	else if (!search->first)
		*match = VML_GRAMMAR_UNKNOWN;
	else
		*match = is_undecided(items, search) ? VML_GRAMMAR_UNDECIDED : VML_GRAMMAR_OTHER;
	return found ? found : search->first;
}

/*
 * Find an item that the slot does not have, or whose conditions must be evaluated. If the slot is
 * for this name, the search starts at slot->found, the first item of the name.
 */
static const vml_grammar_item *find_slowly(struct vml_grammar_slot *slot,
	const vml_grammar_item *items, struct search *search, vml_grammar_match *match)
{
	const xmlChar *name = (const xmlChar *)search->name;
	const vml_grammar_item *found = NULL;
	vml_grammar_match unused = VML_GRAMMAR_HERE;

	match = match ? match : &unused;
	if (slot && slot->items == items && slot->name == name && slot->child == search->child)
		found = find_variant(slot->found, search->element, search->child);
	if (!found)
		return look_up(slot, items, search, name, match);
	*match = VML_GRAMMAR_HERE;
	return found;
}

/* Return true if the slot has the result of this lookup, and if that depends on no condition. */
static inline bool is_known(const struct vml_grammar_slot *slot, const vml_grammar_item *items,
	const xmlChar *name, bool child, vml_grammar_match *match)
{
	if (slot->items != items || slot->name != name || slot->child != child || slot->variants)
		return false;
	if (match)
		*match = slot->found ? VML_GRAMMAR_HERE : VML_GRAMMAR_UNKNOWN;
	return true;
}

static __attribute__((noinline)) const vml_grammar_item *find_attribute(
	struct vml_grammar_slot *slot, const vml_grammar_item *items, const xmlNode *element,
	const xmlChar *name, vml_grammar_match *match)
{
	struct search search = { .name = (const char *)name, .element = element };

	return find_slowly(slot, items, &search, match);
}

const vml_grammar_item *vml_grammar_attribute(vml_grammar_cache *cache,
	const vml_grammar_item *items, const xmlNode *element, const xmlChar *name,
	vml_grammar_match *match)
{
	struct vml_grammar_slot *slot = cache ? slot_of(cache, items, name, false) : NULL;

	if (slot && is_known(slot, items, name, false, match))
		return slot->found;
	return find_attribute(slot, items, element, name, match);
}

static __attribute__((noinline)) const vml_grammar_item *find_child(struct vml_grammar_slot *slot,
	const vml_grammar_item *items, const xmlNode *element, const xmlNode *child,
	vml_grammar_match *match)
{
	struct search search = { .name = (const char *)child->name,
		.uri = child->ns ? (const char *)child->ns->href : NULL,
		.element = element,
		.child = true };

	return find_slowly(slot, items, &search, match);
}

const vml_grammar_item *vml_grammar_child(vml_grammar_cache *cache, const vml_grammar_item *items,
	const xmlNode *element, const xmlNode *child, vml_grammar_match *match)
{
	struct vml_grammar_slot *slot =
		cache && !child->ns ? slot_of(cache, items, child->name, true) : NULL;

	if (slot && is_known(slot, items, child->name, true, match))
		return slot->found;
	return find_child(slot, items, element, child, match);
}

void vml_grammar_begin(vml_grammar_iterator *at, const vml_grammar_item *items)
{
	*at = (vml_grammar_iterator){ .next = { items } };
}

const vml_grammar_item *vml_grammar_next(vml_grammar_iterator *at, const xmlNode *element)
{
	for (;;) {
		const vml_grammar_item *item = at->next[at->depth];

		if (item->what == VML_GRAMMAR_END) {
			if (at->depth == 0)
				return NULL;
			at->depth--;
			continue;
		}
		at->next[at->depth]++;
		if (item->what != VML_GRAMMAR_INCLUDE)
			return item;
		if (vml_grammar_holds(item, element))
			at->next[++at->depth] = item->items;
	}
}

const vml_grammar_item *vml_grammar_string(const vml_grammar_item *items, const xmlNode *element)
{
	vml_grammar_iterator at;
	const vml_grammar_item *item;

	vml_grammar_begin(&at, items);
	while ((item = vml_grammar_next(&at, element)))
		if (item->what == VML_GRAMMAR_STRING && vml_grammar_holds(item, element))
			return item;
	return NULL;
}

bool vml_grammar_any(const vml_grammar_item *items)
{
	return items->what == VML_GRAMMAR_ANY;
}

const vml_grammar_item *vml_grammar_context(const xmlNode *element)
{
	const vml_grammar_item *above;
	vml_grammar_match match;

	if (!element || element->type != XML_ELEMENT_NODE)
		return NULL;
	if (xmlStrEqual(element->name, (const xmlChar *)vml_grammar_domain.name) && !element->ns)
		return &vml_grammar_domain;
	above = vml_grammar_context(element->parent);
	if (!above || vml_grammar_any(above->items))
		return NULL;
	return vml_grammar_child(NULL, above->items, element->parent, element, &match);
}

const vml_grammar_word *vml_grammar_keyword(const vml_grammar_item *item, const char *value)
{
	if (item->words)
		for (const vml_grammar_word *word = item->words; word->word; word++)
			if (word->word[0] == value[0] && strcmp(word->word, value) == 0)
				return word;
	return NULL;
}

enum { MAX_DEPTH = 16 };

struct visit {
	const char *name;
	vml_grammar_visit *visit;
	void *data;
	const vml_grammar_item *path[MAX_DEPTH];
};

/*
 * Visit the items of the last element in the path, then those of its children. Returns false if the
 * visitor has stopped.
 */
static bool visit_below(struct visit *visit, size_t depth)
{
	vml_grammar_iterator at;
	const vml_grammar_item *item;

	for (size_t i = 0; i + 1 < depth; i++)
		if (visit->path[i]->items == visit->path[depth - 1]->items)
			return true;
	vml_grammar_begin(&at, visit->path[depth - 1]->items);
	while ((item = vml_grammar_next(&at, NULL)))
		if (item->name && strcmp(item->name, visit->name) == 0)
			if (!visit->visit(visit->data, visit->path, depth, item))
				return false;
	if (depth == MAX_DEPTH)
		return true;
	vml_grammar_begin(&at, visit->path[depth - 1]->items);
	while ((item = vml_grammar_next(&at, NULL)))
		if (item->what == VML_GRAMMAR_CHILD) {
			visit->path[depth] = item;
			if (!visit_below(visit, depth + 1))
				return false;
		}
	return true;
}

void vml_grammar_contexts(const char *name, vml_grammar_visit *visit, void *data)
{
	struct visit state = { name, visit, data, { &vml_grammar_domain } };

	visit_below(&state, 1);
}
