/* Reading elements, attributes, numbers and sizes; a NULL node has nothing. */
#include "run.h"

#include "hash.h"
#include "scan.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/*
 * Names are short: a loop over both is over before a call to strlen() has begun. Most
 * differ in their first letter.
 */
static inline bool is_called(const xmlNode *node, const char *name)
{
	const xmlChar *own = node->name;

	if (node->type != XML_ELEMENT_NODE || node->ns || *own != (xmlChar)*name)
		return false;
	while (*own && *own == (xmlChar)*name) {
		own++;
		name++;
	}
	return *own == (xmlChar)*name;
}

/* Children that are looked at for a name each time; of what is further off is kept where it is. */
enum { FEW = 64 };

/* The first child of a name, or that there is none. */
struct first {
	struct first *next; /* in the same slot */
	const xmlNode *parent;
	const char *name;
	size_t len;
	xmlNode *child;
};

struct vml_firsts {
	struct first **slots;
	size_t n, size;
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
 * The first child of a name where a parent has many: a rule asks the domain for its <clock>
 * at each device, and a stranger may put anything before it.
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

xmlNode *vml_child(const xmlNode *node, const char *name)
{
	unsigned int left = FEW;

	if (!node)
		return NULL;
	for (xmlNode *child = node->children; child; child = child->next) {
		if (is_called(child, name))
			return child;
		if (!--left)
			return far_child(node, name, strlen(name));
	}
	return NULL;
}

/* Names lie in one dictionary for each document: the same name is the same pointer. */
xmlNode *vml_next(const xmlNode *node)
{
	xmlNode *next = node ? node->next : NULL;

	while (next && (next->name != node->name || next->ns || next->type != XML_ELEMENT_NODE))
		next = next->next;
	return next;
}

xmlNode *vml_first(const xmlNode *node)
{
	return node ? xmlFirstElementChild((xmlNode *)(uintptr_t)node) : NULL;
}

xmlNode *vml_sibling(const xmlNode *node)
{
	return node ? xmlNextElementSibling((xmlNode *)(uintptr_t)node) : NULL;
}

xmlNode *vml_parent(const xmlNode *node)
{
	return node && node->parent && node->parent->type == XML_ELEMENT_NODE ? node->parent : NULL;
}

bool vml_named(const xmlNode *node, const char *name)
{
	return node && is_called(node, name);
}

unsigned int vml_count(const xmlNode *parent, const char *name)
{
	unsigned int n = 0;

	vml_each_child (child, parent, name)
		n++;
	return n;
}

/* The first child that the next step of a path names; *path is moved behind the step. */
static const xmlNode *step(const xmlNode *node, const char **path)
{
	const char *wanted = *path;
	unsigned int left = FEW;

	for (const xmlNode *child = node->children; child; child = child->next) {
		const xmlChar *name = child->name;
		const char *at = wanted;

		if (!left--) {
			size_t len = strcspn(wanted, "/");

			child = far_child(node, wanted, len);
			*path += child ? len + (wanted[len] == '/') : 0;
			return child;
		}
		if (child->type != XML_ELEMENT_NODE || child->ns || *name != (xmlChar)*at)
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
	return NULL;
}

xmlNode *vml_find(const xmlNode *node, const char *path)
{
	while (node && *path)
		node = step(node, &path);
	return (xmlNode *)(uintptr_t)node;
}

static const xmlAttr *find_attr(const xmlNode *node, const char *path)
{
	while (node && *path != '@')
		node = *path ? step(node, &path) : NULL;
	if (!node || node->type != XML_ELEMENT_NODE)
		return NULL;
	path++;
	for (const xmlAttr *attr = node->properties; attr; attr = attr->next) {
		const xmlChar *name = attr->name;
		const char *at = path;

		if (*name != (xmlChar)*at || attr->ns)
			continue;
		while (*name && *name == (xmlChar)*at) {
			name++;
			at++;
		}
		if (!*name && !*at)
			return attr;
	}
	return NULL;
}

bool vml_has_attr(const xmlNode *node, const char *path)
{
	return find_attr(node, path);
}

static const char *value_of(const xmlAttr *attr)
{
	/* without a DOCTYPE there are no entities: a value is one text node, or none */
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

	return attr && !strcmp(value_of(attr), value);
}

/* The first text of an element that is not all white space, trimmed. */
static const char *raw_text(const xmlNode *node, size_t *ret_len)
{
	*ret_len = 0;
	for (const xmlNode *child = node ? node->children : NULL; child; child = child->next) {
		const char *text = (const char *)child->content;
		size_t len;

		if ((child->type != XML_TEXT_NODE && child->type != XML_CDATA_SECTION_NODE) ||
			!text)
			continue;
		text += strspn(text, " \t\r\n");
		len = strlen(text);
		while (len > 0 && strchr(" \t\r\n", text[len - 1]))
			len--;
		if (!len)
			continue;
		*ret_len = len;
		return text;
	}
	return "";
}

const char *vml_text(vml_run *run, const xmlNode *node)
{
	size_t len;
	const char *text = raw_text(node, &len);

	return text[len] ? vml_arena_strndup(run->doc->arena, text, len) : text;
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

bool vml_one_of(const char *text, const char *words)
{
	for (;;) {
		const char *t = text;

		while (*t && *t == *words) {
			t++;
			words++;
		}
		if (!*t && (!*words || *words == '|'))
			return *words || *text; /* "" is no word at the end of a list */
		words = strchr(words, '|');
		if (!words)
			return false;
		words++;
	}
}

bool vml_begins(const char *text, const char *prefix)
{
	while (*prefix)
		if (*text++ != *prefix++)
			return false;
	return true;
}

bool vml_ends(const char *text, const char *suffix)
{
	size_t len = strlen(text), n = strlen(suffix);

	return len >= n && !strcasecmp(text + len - n, suffix);
}

bool vml_number(const char *text, uint64_t *ret)
{
	uint64_t value = 0;
	unsigned int base = 10, digits = 0;

	text += strspn(text, " \t\r\n");
	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
		base = 16;
		text += 2;
	}
	for (;; text++, digits++) {
		unsigned int digit;

		if (*text >= '0' && *text <= '9')
			digit = (unsigned int)(*text - '0');
		else if (base == 16 && *text && strchr("abcdefABCDEF", *text))
			digit = (unsigned int)((*text | 0x20) - 'a') + 10;
		else
			break;
		if (value > (UINT64_MAX - digit) / base)
			return false;
		value = value * base + digit;
	}
	text += strspn(text, " \t\r\n");
	if (!digits || *text)
		return false;
	*ret = value;
	return true;
}

/*
 * The bytes of a unit; 0 for an unknown one. libvirt's virScaleInteger() takes a
 * letter of kmgtpe in either case, alone or with "iB" for 1024s, with "B" for 1000s.
 */
static uint64_t unit_bytes(const char *unit)
{
	static const char letters[] = "kmgtpe";
	const char *at;
	uint64_t step, bytes = 1;

	if (!strcasecmp(unit, "b") || !strcasecmp(unit, "byte") || !strcasecmp(unit, "bytes"))
		return 1;
	at = *unit ? strchr(letters, *unit | 0x20) : NULL;
	if (!at)
		return 0;
	if (!unit[1] || !strcasecmp(unit + 1, "ib"))
		step = 1024;
	else if (!strcasecmp(unit + 1, "b"))
		step = 1000;
	else
		return 0;
	for (const char *p = letters; p <= at; p++)
		bytes *= step;
	return bytes;
}

bool vml_amount(const char *number, const char *unit, uint64_t *ret)
{
	uint64_t scale = *unit ? unit_bytes(unit) : 1024, value;

	if (!scale || !vml_number(number, &value) || value > UINT64_MAX / scale)
		return false;
	*ret = value * scale;
	return true;
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

bool vml_same_number(const xmlNode *a, const xmlNode *b, const char *path)
{
	uint64_t x = 0, y = 0;

	vml_number(vml_attr(a, path), &x);
	vml_number(vml_attr(b, path), &y);
	return x == y;
}

bool vml_is_loopback(const char *host)
{
	const char *colon = strchr(host, ':');
	char name[INET6_ADDRSTRLEN];
	struct in6_addr six;
	struct in_addr four;
	size_t len = strlen(host);

	if (*host == '[')
		len = strcspn(++host, "]");
	else if (colon && !strchr(colon + 1, ':')) /* before a port */
		len = (size_t)(colon - host);
	if (len >= sizeof(name))
		return false;
	memcpy(name, host, len);
	name[len] = '\0';
	if (inet_pton(AF_INET, name, &four) == 1)
		return ntohl(four.s_addr) >> 24 == 127;
	return !strcmp(name, "localhost") ||
		(inet_pton(AF_INET6, name, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six));
}

const char *vml_format(vml_run *run, const char *fmt, ...)
{
	va_list args;
	const char *text;

	va_start(args, fmt);
	text = vml_arena_vprintf(run->doc->arena, fmt, args);
	va_end(args);
	return text;
}

void vml_append(vml_run *run, vml_words *words, const char *fmt, ...)
{
	va_list args;
	const char *piece;
	size_t len;

	va_start(args, fmt);
	piece = vml_arena_vprintf(run->doc->arena, fmt, args);
	va_end(args);
	len = strlen(piece);
	if (words->room <= words->len + len) {
		char *grown;

		words->room = 2 * (words->len + len) + 64;
		grown = vml_arena_alloc(run->doc->arena, words->room);
		if (words->len)
			memcpy(grown, words->text, words->len);
		words->text = grown;
	}
	memcpy(words->text + words->len, piece, len + 1);
	words->len += len;
}

const char *vml_lower_case(vml_run *run, const char *text)
{
	char *copy;

	if (!*text || !text[strcspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")])
		return text;
	copy = vml_arena_strdup(run->doc->arena, text);
	for (char *p = copy; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p | 0x20);
	return copy;
}

const char *vml_shell(vml_run *run, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "_-./:,=@%+";
	size_t quotes = 0, at = 0;
	char *quoted;

	/* a word that begins with '-' would be an option, quoted or not */
	if (*word && *word != '-' && !word[strspn(word, plain)])
		return word;
	for (const char *p = word; *p; p++)
		quotes += *p == '\'';
	quoted = vml_arena_alloc(run->doc->arena, strlen(word) + 3 * quotes + 3);
	quoted[at++] = '\'';
	for (const char *p = word; *p; p++) {
		if (*p == '\'') {
			memcpy(quoted + at, "'\\''", 4);
			at += 4;
		} else {
			quoted[at++] = *p;
		}
	}
	quoted[at] = '\'';
	return quoted;
}
