/* Access to elements, attributes and text; a NULL node has no children and no attributes. */
#include "context.h"

#include "hash.h"
#include "repaired.h"
#include "scan.h"

#include <string.h>

/*
 * Compare an element's name with an inline loop: names are short, and most differ in the first
 * letter, so that calls of strlen() and strcmp() would take longer.
 */
static inline bool is_called(const xmlChar *own, const char *name)
{
	for (size_t i = 0; own[i] == (xmlChar)name[i]; i++)
		if (!name[i])
			return true;
	return false;
}

static inline bool has_name(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && is_called(node->name, name) && !node->ns;
}

/* Number of children that a search compares before it uses the cache of search results. */
enum { UNCACHED_CHILDREN = 64 };

/* Cached result of a search: the first child of `parent` with that name. */
struct first {
	struct first *next; /* next entry in the same slot of the hash table */
	const xmlNode *parent;
	const char *name;
	size_t len;
	xmlNode *child; /* NULL if there is none */
};

struct vml_firsts {
	struct first **slots;
	size_t n, size; /* n: number of entries; size: number of slots */
};

static struct first **slot_of(
	const struct vml_firsts *firsts, const xmlNode *parent, const char *name, size_t len)
{
	uint64_t hash = vml_hash_bytes((uintptr_t)parent, name, len);

	return &firsts->slots[vml_hash_slot(hash, firsts->size)];
}

static void grow(struct vml_firsts *firsts, vml_arena *arena)
{
	struct vml_firsts old = *firsts;

	firsts->size = old.size ? 2 * old.size : 64;
	firsts->slots = vml_arena_alloc(arena, firsts->size * sizeof(struct first *));
	for (size_t i = 0; i < old.size; i++)
		for (struct first *it = old.slots[i], *next; it; it = next) {
			struct first **slot = slot_of(firsts, it->parent, it->name, it->len);

			next = it->next;
			it->next = *slot;
			*slot = it;
		}
}

static xmlNode *search(const xmlNode *parent, const char *name, size_t len)
{
	xmlNode *child = parent->children;

	while (child &&
		(child->type != XML_ELEMENT_NODE || child->ns ||
			strncmp((const char *)child->name, name, len) != 0 || child->name[len]))
		child = child->next;
	return child;
}

/*
 * Find the first child with that name, with a cache: rules may look up <clock> once per device, and
 * an untrusted document may have any number of elements before it.
 */
static xmlNode *far_child(const xmlNode *parent, const char *name, size_t len)
{
	vml_doc *doc = parent->doc ? parent->doc->_private : NULL;
	struct vml_firsts *firsts;
	struct first *first, **slot;

	if (!doc)
		return search(parent, name, len);
	if (!doc->firsts)
		doc->firsts = vml_arena_alloc(doc->arena, sizeof(*doc->firsts));
	firsts = doc->firsts;
	if (firsts->n == firsts->size)
		grow(firsts, doc->arena);
	slot = slot_of(firsts, parent, name, len);
	for (first = *slot; first; first = first->next)
		if (first->parent == parent && first->len == len && !memcmp(first->name, name, len))
			return first->child;
	first = vml_arena_alloc(doc->arena, sizeof(*first));
	*first = (struct first){ .next = *slot,
		.parent = parent,
		.name = vml_arena_strndup(doc->arena, name, len),
		.len = len,
		.child = search(parent, name, len) };
	*slot = first;
	firsts->n++;
	return first->child;
}

/*
 * Search with the cache. If there is no such child, record that the missing part of a truncated
 * document may contain it. Never inlined, so that callers need not save registers before a short
 * search.
 */
static __attribute__((noinline)) xmlNode *find_far(
	const xmlNode *parent, const char *name, size_t len)
{
	xmlNode *child = far_child(parent, name, len);

	if (!child)
		vml_note_absent(parent);
	return child;
}

/*
 * Same as find_far() for a NUL-terminated name. Never inlined, for the same reason.
 */
static __attribute__((noinline)) xmlNode *far_named(const xmlNode *parent, const char *name)
{
	return find_far(parent, name, strlen(name));
}

xmlNode *vml_child(const xmlNode *node, const char *name)
{
	unsigned int left = UNCACHED_CHILDREN;

	if (!node)
		return NULL;
	for (xmlNode *child = node->children; child; child = child->next) {
		if (has_name(child, name))
			return child;
		if (!--left)
			return far_named(node, name);
	}
	vml_note_absent(node);
	return NULL;
}

xmlNode *vml_child_of(const xmlNode *node, const char *name, size_t len)
{
	unsigned int left = UNCACHED_CHILDREN;

	if (!node)
		return NULL;
	for (xmlNode *child = node->children; child; child = child->next) {
		if (child->type == XML_ELEMENT_NODE && *child->name == (xmlChar)*name &&
			!child->ns && !strncmp((const char *)child->name, name, len) &&
			!child->name[len])
			return child;
		if (!--left)
			return find_far(node, name, len);
	}
	vml_note_absent(node);
	return NULL;
}

/* compares pointers: equal names of a document have the same address */
xmlNode *vml_next(const xmlNode *node)
{
	xmlNode *next = node ? node->next : NULL;

	while (next && (next->name != node->name || next->ns || next->type != XML_ELEMENT_NODE))
		next = next->next;
	if (!next && node)
		vml_note_absent(node->parent);
	return next;
}

/* Return the first element of a list of siblings, or NULL. */
static inline xmlNode *element_from(xmlNode *node)
{
	while (node && node->type != XML_ELEMENT_NODE)
		node = node->next;
	return node;
}

xmlNode *vml_first(const xmlNode *node)
{
	xmlNode *first = node ? element_from(node->children) : NULL;

	if (!first && node)
		vml_note_absent(node);
	return first;
}

xmlNode *vml_sibling(const xmlNode *node)
{
	xmlNode *next = node ? element_from(node->next) : NULL;

	if (!next && node)
		vml_note_absent(node->parent);
	return next;
}

xmlNode *vml_parent(const xmlNode *node)
{
	return node && node->parent && node->parent->type == XML_ELEMENT_NODE ? node->parent : NULL;
}

unsigned int vml_count(const xmlNode *parent, const char *name)
{
	unsigned int n = 0;

	vml_each_child (child, parent, name)
		n++;
	return n;
}

/*
 * Return the first child that matches the first step of *path; set *path to the rest of the path.
 */
static const xmlNode *step(const xmlNode *node, const char **path)
{
	const char *wanted = *path;
	unsigned int left = UNCACHED_CHILDREN;

	for (const xmlNode *child = node->children; child; child = child->next) {
		const xmlChar *name = child->name;
		const char *at = wanted;

		if (!left--) {
			size_t len = strcspn(wanted, "/");

			child = far_child(node, wanted, len);
			*path += child ? len + (wanted[len] == '/') : 0;
			if (!child)
				vml_note_absent(node);
			return child;
		}
		if (child->type != XML_ELEMENT_NODE || *name != (xmlChar)*at || child->ns)
			continue;
		while (*name && *name == (xmlChar)*at) {
			name++;
			at++;
		}
		if (!*name && (!*at || *at == '/')) {
			*path = at + (*at == '/');
			return child;
		}
	}
	vml_note_absent(node);
	return NULL;
}

xmlNode *vml_find(const xmlNode *node, const char *path)
{
	while (node && *path)
		node = step(node, &path);
	return (xmlNode *)(uintptr_t)node;
}

static inline const xmlAttr *own_attr(const xmlNode *node, const char *name)
{
	if (!node || node->type != XML_ELEMENT_NODE)
		return NULL;
	for (const xmlAttr *attr = node->properties; attr; attr = attr->next)
		if (is_called(attr->name, name) && !attr->ns) {
			if (attr->_private)
				vml_note_doubt(node);
			return attr;
		}
	return NULL;
}

/*
 * Never inlined, so that find_attr() needs no stack frame for an attribute of the element itself.
 */
static __attribute__((noinline)) const xmlAttr *attr_below(const xmlNode *node, const char *path)
{
	while (node && *path != '@')
		node = *path ? step(node, &path) : NULL;
	return own_attr(node, path + 1);
}

static inline const xmlAttr *find_attr(const xmlNode *node, const char *path)
{
	return *path == '@' ? own_attr(node, path + 1) : attr_below(node, path);
}

bool vml_has_attr(const xmlNode *node, const char *path)
{
	return find_attr(node, path);
}

static const char *value_of(const xmlAttr *attr)
{
	/* DOCTYPEs are rejected, so there are no entities: a value is one text node or none */
	return attr && attr->children && attr->children->content
		? (const char *)attr->children->content
		: "";
}

const char *vml_attr(const xmlNode *node, const char *path)
{
	return value_of(find_attr(node, path));
}

bool vml_attr_is(const xmlNode *node, const char *path, const char *value)
{
	const xmlAttr *attr = find_attr(node, path);

	/* most values differ in the first letter */
	return attr && *value_of(attr) == *value && !strcmp(value_of(attr), value);
}

/*
 * Record that the text of an element was read, if the document is truncated inside of the element
 * or if the repair of the text is uncertain.
 */
static void note_text(const xmlNode *element)
{
	const vml_doc *doc = element->doc ? element->doc->_private : NULL;
	const vml_element *more;

	/*
	 * the text in a document that was not repaired is complete and certain. `doc` is NULL for
	 * copies of elements (xpath.c), whose _private is not a vml_element
	 */
	if (!doc || !doc->repaired || element->type != XML_ELEMENT_NODE)
		return;
	more = element->_private;
	if (more && more->doubtful)
		vml_note_doubt(element);
	vml_note_absent(element);
}

/*
 * Return the first text node of an element that is not only whitespace, without its leading
 * whitespace; "" if there is none.
 * *ret_len: set to the length without trailing whitespace
 */
static const char *raw_text(const xmlNode *node, size_t *ret_len)
{
	*ret_len = 0;
	if (node)
		note_text(node);
	for (const xmlNode *child = node ? node->children : NULL; child; child = child->next) {
		const char *text = (const char *)child->content;
		size_t len;

		if ((child->type != XML_TEXT_NODE && child->type != XML_CDATA_SECTION_NODE) ||
			!text)
			continue;
		while (vml_is_blank(*text))
			text++;
		len = strlen(text);
		while (len > 0 && vml_is_blank(text[len - 1]))
			len--;
		if (!len)
			continue;
		*ret_len = len;
		return text;
	}
	return "";
}

const char *vml_text(vml_context *ctx, const xmlNode *node)
{
	size_t len;
	const char *text = raw_text(node, &len);

	return text[len] ? vml_arena_strndup(ctx->doc->arena, text, len) : text;
}

bool vml_text_is(const xmlNode *node, const char *value)
{
	size_t len;
	const char *text = raw_text(node, &len);

	return node && strlen(value) == len && !memcmp(text, value, len);
}

bool vml_ends_in_blank(const xmlNode *node)
{
	const char *last = "";

	for (const xmlNode *child = node->children; child; child = child->next)
		if (child->type == XML_TEXT_NODE && child->content)
			last = (const char *)child->content;
	return *last && vml_is_blank(last[strlen(last) - 1]);
}

bool vml_memory(const xmlNode *node, uint64_t *ret)
{
	char digits[32];
	size_t len;
	const char *text = raw_text(node, &len);

	if (!node || !len || len >= sizeof(digits))
		return false;
	memcpy(digits, text, len);
	digits[len] = '\0';
	return vml_amount(digits, vml_attr(node, "@unit"), ret);
}

uint64_t vml_bytes_at(const xmlNode *node, const char *path)
{
	uint64_t bytes = 0;

	vml_memory(vml_find(node, path), &bytes);
	return bytes;
}

bool vml_same_number(const xmlNode *a, const xmlNode *b, const char *path)
{
	uint64_t x = 0, y = 0;

	vml_number(vml_attr(a, path), &x);
	vml_number(vml_attr(b, path), &y);
	return x == y;
}
