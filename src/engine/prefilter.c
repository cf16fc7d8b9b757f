/*
 * Prefilter of refusal rows: skips rows that cannot match. Most of the 500 rows require an element
 * or attribute that few devices have. If the mask of the checked element (one bit for each name in
 * it, see bit()) lacks the bit of that name, the row is skipped with two instructions instead of
 * some hundred.
 */
#include "prefilter.h"

#include "arena.h"

#include <string.h>

enum { MAX_DEPTH = 8 };

/*
 * Return the bit of a name: one of 64, by a hash of its first three bytes. Hashing all bytes takes
 * four times as long and excludes few more rows.
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
 * Return the bits of all names in a path of n bytes; 0 if the path begins at an ancestor ("../") or
 * at <domain> ("/"), or is a fact ("$arch").
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
 * Require the names in '|'-separated paths.
 *
 * any: false: all paths must exist, so the bits of all their names are required; true: one of the
 * paths must exist, so the bit of the last name of at least one path is required
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
 * Require that the value at a path is one of the '|'-separated `values`. Has no effect if two
 * earlier terms of the row require a value: `wanted` has two elements.
 */
static void require_value(vml_prefilter *filter, const char *path, const char *values)
{
	vml_wanted *wanted = &filter->wanted[filter->wanted[0].path != NULL];

	if (wanted->path)
		return;
	wanted->path = path;
	while (*values) {
		size_t n = length_of(values);

		wanted->bits |= vml_value_bit(values, n);
		values += values[n] ? n + 1 : n;
	}
}

static vml_prefilter filter_of(const vml_refusal *row)
{
	vml_prefilter filter = { .row = row,
		.any = UINT64_MAX,
		.when = row->when,
		.unless = row->unless,
		.dated = row->since || row->until };

	for (const vml_term *term = row->terms; term->op; term++) {
		switch (term->op) {
		case VML_TERM_IS:
			require_value(&filter, term->path, term->value);
			/*
			 * if the list contains "", a missing attribute matches, too: do not require
			 * its name
			 */
			if (*term->value == '|' || strstr(term->value, "||"))
				break;
			/* fall through */
		case VML_TERM_HAS:
		case VML_TERM_ABOVE:
		case VML_TERM_BELOW:
		case VML_TERM_MANY:
		case VML_TERM_REPEATED: add_paths(&filter, term->path, false); break;
		case VML_TERM_ANY: add_paths(&filter, term->path, true); break;
		case VML_TERM_LACKS:
			/* the value of a missing attribute is empty */
			if (strchr(term->path, '@'))
				require_value(&filter, term->path, "|");
			break;
		default: break;
		}
	}
	return filter;
}

static bool applies_to(const vml_refusal *row, const char *name, size_t name_len)
{
	const char *on = row->on;

	while (on && *on) {
		size_t n = length_of(on);

		if (n == name_len && !memcmp(on, name, n))
			return true;
		on += on[n] ? n + 1 : n;
	}
	return !on;
}

vml_prefilter *vml_prefilters_of(const vml_refusal *rows, const char *name, size_t name_len)
{
	vml_prefilter *filters;
	unsigned int groups = 1;
	size_t n = 0;

	while (rows[n].message)
		if (rows[n++].until)
			groups = 2;
	filters = vml_realloc(NULL, (n + 1) * sizeof(*filters));
	n = 0;
	/* rows that apply only to past releases come last */
	for (unsigned int group = 0; group < groups; group++)
		for (const vml_refusal *row = rows; row->message; row++)
			if (!row->until == !group && applies_to(row, name, name_len))
				filters[n++] = filter_of(row);
	filters[n] = (vml_prefilter){ .row = NULL };
	return filters;
}

bool vml_is_absent(uint64_t mask, const char *path)
{
	size_t n = 0;

	path += *path == '@';
	if (*path == '/' || *path == '$' || *path == '.')
		return false;
	while (n < 3 && path[n] && path[n] != '/')
		n++;
	return !(mask & bit(path, n));
}

/* Return the bits of the names of an element, its attributes and its descendants. */
static uint64_t names_in(const xmlNode *node, unsigned int depth)
{
	uint64_t names = bit_of_string((const char *)node->name);

	if (depth > MAX_DEPTH)
		return UINT64_MAX;
	for (const xmlAttr *attr = node->properties; attr; attr = attr->next)
		names |= bit_of_string((const char *)attr->name);
	for (const xmlNode *child = node->children; child; child = child->next)
		if (child->type == XML_ELEMENT_NODE)
			names |= names_in(child, depth + 1);
	return names;
}

uint64_t vml_mask_of(const xmlNode *node)
{
	if (!vml_parent(node) || vml_named(node, "devices"))
		return UINT64_MAX;
	return names_in(node, 0);
}
