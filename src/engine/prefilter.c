/*
 * Prefilter of refusals: skips rows that cannot match. Most of the 500 rows require an element or
 * attribute that few devices have; if the mask of the element lacks the bit of that name, the row
 * is skipped with two instructions instead of some hundred.
 */
#include "prefilter.h"

#include "arena.h"
#include "scan.h"

#include <string.h>

enum { MAX_DEPTH = 8 };

/*
 * Return the bit of a name or value: one of 64, by a hash of its first three bytes. Hashing all
 * bytes takes four times as long and excludes few more rows.
 */
static inline uint64_t bit(const char *name, size_t n)
{
	uint32_t hash = n > 0 ? (unsigned char)name[0] : 0;

	hash = hash * 31 + (n > 1 ? (unsigned char)name[1] : 0);
	hash = hash * 31 + (n > 2 ? (unsigned char)name[2] : 0);
	/* the highest six bits of the product depend on all bits of the hash */
	return (uint64_t)1 << ((hash * 0x9e3779b1U) >> 26);
}

/* bit() for a NUL-terminated string. */
static inline uint64_t bit_of_string(const char *name)
{
	return bit(name, !name[0] ? 0 : !name[1] ? 1 : !name[2] ? 2 : 3);
}

/*
 * Return the bits of all names in a path of n bytes; 0 if the path leads to an ancestor, to
 * <domain> or to a fact.
 */
static uint64_t bits_of(const char *path, size_t n)
{
	uint64_t bits = 0;

	if (!n || *path == '/' || *path == '$' || *path == '.')
		return 0;
	while (n) {
		size_t len = 0;

		while (len < n && path[len] != '/')
			len++;
		if (*path == '@')
			bits |= bit(path + 1, len - 1);
		else if (*path != '.')
			bits |= bit(path, len);
		path += len;
		n -= len;
		if (n) {
			path++;
			n--;
		}
	}
	return bits;
}

/*
 * Return the length of the first item of a '|'-separated list. A loop is faster than a call of
 * libc.
 */
static size_t length_of(const char *list)
{
	size_t n = 0;

	while (list[n] && list[n] != '|')
		n++;
	return n;
}

/*
 * any: false: all of the paths must exist, so require the bits of all their names. true: one of the
 * paths must exist, so require the bit of one of their last names.
 */
static void add_paths(vml_prefilter *filter, const char *paths, bool any)
{
	uint64_t last = 0;
	bool down = true;

	while (*paths) {
		size_t n = length_of(paths), start = n;
		uint64_t bits = bits_of(paths, n);

		while (start && paths[start - 1] != '/')
			start--;
		down &= bits != 0;
		last |= bits ? bits_of(paths + start, n - start) : 0;
		filter->all |= any ? 0 : bits;
		paths += paths[n] ? n + 1 : n;
	}
	if (any && down && filter->any == UINT64_MAX)
		filter->any = last;
}

/*
 * Return true if the mask includes the value at the path: an attribute in the element, or its own
 * text.
 */
static bool has_masked_value(const char *path)
{
	return !strcmp(path, ".") || (strchr(path, '@') && bits_of(path, strlen(path)));
}

/*
 * Require the bit of one of the term's values. Without effect if two other terms use both slots, or
 * if the mask does not include the value.
 */
static void add_values(vml_prefilter *filter, const vml_term *term)
{
	uint64_t bits = 0, *values = filter->values;

	values += *values != UINT64_MAX;
	if (*values != UINT64_MAX || !has_masked_value(term->path))
		return;
	for (const char *value = term->value; *value;) {
		size_t n = length_of(value);

		bits |= bit(value, n);
		value += value[n] ? n + 1 : n;
	}
	*values = bits;
}

static vml_prefilter filter_of(const vml_refusal *row)
{
	vml_prefilter filter = { .row = row,
		.any = UINT64_MAX,
		.values = { UINT64_MAX, UINT64_MAX },
		.when = row->when,
		.unless = row->unless };

	for (const vml_term *term = row->terms; term->op; term++) {
		switch (term->op) {
		case VML_TERM_IS:
			/*
			 * the list contains "", which a missing attribute matches, too: nothing can
			 * be required
			 */
			if (*term->value == '|' || strstr(term->value, "||"))
				break;
			add_values(&filter, term);
			/* fall through */
		case VML_TERM_HAS:
		case VML_TERM_ABOVE:
		case VML_TERM_BELOW:
		case VML_TERM_MANY:
		case VML_TERM_REPEATED: add_paths(&filter, term->path, false); break;
		case VML_TERM_ANY: add_paths(&filter, term->path, true); break;
		default: break;
		}
	}
	return filter;
}

static bool applies_to(const vml_refusal *row, const char *name, size_t name_len)
{
	return !row->on || (!strncmp(row->on, name, name_len) && !row->on[name_len]);
}

vml_prefilter *vml_prefilters_of(const vml_refusal *rows, const char *name, size_t name_len)
{
	vml_prefilter *filters;
	size_t n = 0;

	while (rows[n].message)
		n++;
	filters = vml_realloc(NULL, (n + 1) * sizeof(*filters));
	n = 0;
	for (int past = 0; past <= 1; past++)
		for (const vml_refusal *row = rows; row->message; row++)
			if (!row->until == !past && applies_to(row, name, name_len))
				filters[n++] = filter_of(row);
	filters[n] = (vml_prefilter){ .row = NULL };
	return filters;
}

bool vml_is_absent(const vml_mask *mask, const char *path)
{
	size_t n = 0;

	path += *path == '@';
	if (*path == '/' || *path == '$' || *path == '.')
		return false;
	while (n < 3 && path[n] && path[n] != '/')
		n++;
	return !(mask->names & bit(path, n));
}

static uint64_t bit_of_value(const xmlAttr *attr)
{
	const xmlNode *text = attr->children;

	/* the value contains an entity reference: it has several nodes */
	if (text && (text->next || text->type != XML_TEXT_NODE))
		return UINT64_MAX;
	return text ? bit_of_string((const char *)text->content) : 0;
}

/*
 * Return the bit of an element's text without surrounding whitespace; all bits if it has several
 * nodes.
 */
static uint64_t bit_of_text(const xmlNode *element)
{
	const xmlNode *child = element->children;
	const char *text;

	while (child && child->type == XML_ELEMENT_NODE)
		child = child->next;
	if (!child)
		return bit_of_string("");
	text = (const char *)child->content;
	if (child->next || child->type != XML_TEXT_NODE || !text)
		return UINT64_MAX;
	for (size_t i = 0; i < 3 && text[i]; i++)
		if (vml_is_blank(text[i]))
			return UINT64_MAX;
	return bit_of_string(text);
}

static void add_names(vml_mask *mask, const xmlNode *node, unsigned int depth)
{
	if (depth > MAX_DEPTH) {
		*mask = (vml_mask){ UINT64_MAX, UINT64_MAX };
		return;
	}
	mask->names |= bit_of_string((const char *)node->name);
	for (const xmlAttr *attr = node->properties; attr; attr = attr->next) {
		mask->names |= bit_of_string((const char *)attr->name);
		mask->values |= bit_of_value(attr);
	}
	for (const xmlNode *child = node->children; child; child = child->next)
		if (child->type == XML_ELEMENT_NODE)
			add_names(mask, child, depth + 1);
}

vml_mask vml_mask_of(const xmlNode *node)
{
	vml_mask mask = { 0, bit_of_string("") };

	if (!vml_parent(node) || vml_named(node, "devices"))
		return (vml_mask){ UINT64_MAX, UINT64_MAX };
	mask.values |= bit_of_text(node);
	add_names(&mask, node, 0);
	return mask;
}
