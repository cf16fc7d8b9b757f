/* Access to the elements of a host profile, without caches. */
#include "element.h"

#include "scan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool vml_element_is(const xmlNode *node, const char *name)
{
	return node && node->type == XML_ELEMENT_NODE && !node->ns &&
		(!name || !strcmp((const char *)node->name, name));
}

static const xmlNode *from(const xmlNode *node, const char *name)
{
	while (node && !vml_element_is(node, name))
		node = node->next;
	return node;
}

const xmlNode *vml_element_child(const xmlNode *node, const char *name)
{
	return node ? from(node->children, name) : NULL;
}

const xmlNode *vml_element_next(const xmlNode *node, const char *name)
{
	return from(node->next, name);
}

const xmlNode *vml_element_find(const xmlNode *node, const char *path)
{
	while (node && *path) {
		size_t len = strcspn(path, "/");
		const xmlNode *child = from(node->children, NULL);

		while (child &&
			(strncmp((const char *)child->name, path, len) != 0 || child->name[len]))
			child = from(child->next, NULL);
		node = child;
		path += len + (path[len] == '/');
	}
	return node;
}

const char *vml_element_attr(const xmlNode *node, const char *name)
{
	for (const xmlAttr *attr = node ? node->properties : NULL; attr; attr = attr->next)
		if (!attr->ns && !strcmp((const char *)attr->name, name))
			return attr->children && attr->children->content
				? (const char *)attr->children->content
				: "";
	return "";
}

/*
 * Return the first text in the element that is not only whitespace, without surrounding whitespace;
 * "" if there is none. ret_len: set to its length, because the text does not end with a NUL.
 */
static const char *trimmed(const xmlNode *node, size_t *ret_len)
{
	for (const xmlNode *it = node ? node->children : NULL; it; it = it->next) {
		const char *text = (const char *)it->content;
		size_t len;

		if ((it->type != XML_TEXT_NODE && it->type != XML_CDATA_SECTION_NODE) || !text)
			continue;
		while (vml_is_blank(*text))
			text++;
		len = strlen(text);
		while (len && vml_is_blank(text[len - 1]))
			len--;
		*ret_len = len;
		if (len)
			return text;
	}
	*ret_len = 0;
	return "";
}

const char *vml_element_text(vml_arena *arena, const xmlNode *node)
{
	size_t len;
	const char *text = trimmed(node, &len);

	return text[len] ? vml_arena_strndup(arena, text, len) : text;
}

bool vml_element_text_is(const xmlNode *node, const char *text)
{
	size_t len;
	const char *own = trimmed(node, &len);

	return len == strlen(text) && !memcmp(own, text, len);
}

bool vml_element_number(const char *text, uint64_t *ret)
{
	bool hex = text[0] == '0' && (text[1] | 0x20) == 'x';
	char *end;
	unsigned long long number;

	if (!(*text >= '0' && *text <= '9'))
		return false;
	errno = 0;
	number = strtoull(text, &end, hex ? 16 : 10);
	if (errno || *end || (hex && end == text + 2))
		return false;
	*ret = number;
	return true;
}

uint64_t vml_element_amount(const char *number, const char *unit)
{
	static const struct {
		const char *name;
		uint64_t factor;
	} units[] = { { "", 1024 }, { "KiB", 1024 }, { "bytes", 1 }, { "B", 1 }, { "MiB", 1 << 20 },
		{ "GiB", 1 << 30 }, { "TiB", 1ULL << 40 } };
	uint64_t n, bytes;

	if (!vml_element_number(number, &n))
		return 0;
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (!strcmp(unit, units[i].name))
			return __builtin_mul_overflow(n, units[i].factor, &bytes) ? 0 : bytes;
	return 0;
}

uint64_t vml_element_memory(vml_arena *arena, const xmlNode *node)
{
	return node
		? vml_element_amount(vml_element_text(arena, node), vml_element_attr(node, "unit"))
		: 0;
}
