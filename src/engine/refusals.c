/* Evaluation of refusal rows: checks the terms, reports libvirt's reaction, adds the fix. */
#include "refusals.h"

#include "context.h"
#include "repaired.h"
#include "target.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Result of following a path: an element, and which part of it the path refers to. */
struct place {
	const xmlNode *element; /* NULL if the path leads nowhere */
	const char *attr;	/* "@type": an attribute; "": the text; NULL: the element itself */
};

static struct place follow(const vml_context *ctx, const xmlNode *node, const char *path)
{
	struct place place = { .element = node };

	if (*path == '/') {
		place.element = ctx->facts.domain;
		path++;
	}
	while (!strncmp(path, "../", 3)) {
		place.element = vml_parent(place.element);
		path += 3;
	}
	while (*path && *path != '@' && *path != '.') {
		size_t n = 1;

		while (path[n] && path[n] != '/')
			n++;
		place.element = vml_child_of(place.element, path, n);
		path += path[n] ? n + 1 : n;
	}
	if (*path)
		place.attr = *path == '@' ? path : "";
	return place;
}

static const char *fact(vml_context *ctx, const xmlNode *node, const char *name)
{
	/* the row may apply to a descendant of the device */
	while (vml_parent(node) && !vml_named(vml_parent(node), "devices"))
		node = vml_parent(node);
	switch (name[1]) {
	case 'a': return ctx->facts.arch;
	case 'b': return vml_disk_bus(node);
	case 'd': return vml_disk_device(node);
	case 't': return ctx->facts.type;
	default: return name[2] == 'a' ? ctx->facts.machine : vml_nic_model(ctx, node);
	}
}

static const char *read_value(vml_context *ctx, const xmlNode *node, const char *path)
{
	struct place place;

	if (*path == '@')
		return vml_attr(node, path);
	if (*path == '$')
		return fact(ctx, node, path);
	place = follow(ctx, node, path);
	if (!place.attr)
		return "";
	return *place.attr ? vml_attr(place.element, place.attr) : vml_text(ctx, place.element);
}

/*
 * Return true if the value at the path is the same for all elements of a domain: "/os/type/.",
 * "$arch", "$type", "$machine".
 */
static bool is_of_domain(const char *path)
{
	return *path == '/' ||
		(*path == '$' && (path[1] == 'a' || path[1] == 't' || !strcmp(path, "$machine")));
}

static void read_into(
	struct vml_value *value, vml_context *ctx, const xmlNode *node, const char *path)
{
	value->path = path;
	value->node = is_of_domain(path) ? NULL : node;
	value->value = read_value(ctx, node, path);
	value->bit = vml_value_bit(value->value, strlen(value->value));
}

/*
 * Return the value at a path of a row, from a cache for the current element: the rows of a table
 * have few different paths. Paths are compared by pointer, because equal literals of a table have
 * one address.
 */
static inline const struct vml_value *look_up(
	vml_context *ctx, const xmlNode *node, const char *path)
{
	struct vml_value *value = &ctx->values[((uintptr_t)path >> 2) % VML_VALUES];

	if (value->path != path || (value->node && value->node != node))
		read_into(value, ctx, node, path);
	return value;
}

/*
 * Return the value at a path. For a repaired document the cache is not used: each row must call
 * read_value(), which sets doc->beyond if the value is uncertain or may be in the missing part.
 */
static const char *value_at(vml_context *ctx, const xmlNode *node, const char *path)
{
	return ctx->doc->repaired ? read_value(ctx, node, path) : look_up(ctx, node, path)->value;
}

/* Return false if the element certainly does not have the values that the row requires. */
static bool may_have_values(vml_context *ctx, const xmlNode *node, const vml_prefilter *filter)
{
	const vml_wanted *one = &filter->wanted[0], *other = &filter->wanted[1];

	return !one->path ||
		(one->bits & look_up(ctx, node, one->path)->bit &&
			(!other->path || other->bits & look_up(ctx, node, other->path)->bit));
}

static bool exists(const vml_context *ctx, const xmlNode *node, const char *path)
{
	struct place place;

	if (*path == '@')
		return vml_has_attr(node, path);
	place = follow(ctx, node, path);
	return place.attr && *place.attr ? vml_has_attr(place.element, place.attr)
					 : place.element != NULL;
}

/* Return true if one of the '|'-separated paths exists; store the first existing in ctx->found. */
static bool has_any(vml_context *ctx, const xmlNode *node, const char *paths)
{
	while (*paths) {
		char path[64];
		size_t n = strcspn(paths, "|");

		if (n < sizeof(path)) {
			memcpy(path, paths, n);
			path[n] = '\0';
			if (exists(ctx, node, path)) {
				ctx->found = vml_format(ctx, "%s", path);
				return true;
			}
		}
		paths += paths[n] ? n + 1 : n;
	}
	return false;
}

static bool compare(vml_context *ctx, const xmlNode *node, const vml_term *term)
{
	uint64_t number, limit;

	if (!vml_number(value_at(ctx, node, term->path), &number) ||
		!vml_number(term->value, &limit))
		return false;
	return term->op == VML_TERM_ABOVE ? number > limit : number < limit;
}

static bool has_many(const vml_context *ctx, const xmlNode *node, const vml_term *term)
{
	const xmlNode *first = follow(ctx, node, term->path).element;
	unsigned long limit = strtoul(term->value, NULL, 10), n = 0;

	for (; first && n <= limit; first = vml_next(first))
		n++;
	return n > limit;
}

/*
 * Return true if an earlier element has the same values at the '|'-separated paths of the term;
 * store that element in ctx->other. If there is none, add `node` to the index, with the row and the
 * values as its key. Elements are visited in document order, so one lookup finds the earlier
 * element.
 */
static bool is_repeated(
	vml_context *ctx, const xmlNode *node, const vml_refusal *row, const vml_term *term)
{
	uint64_t key = vml_hash_number(0, (uintptr_t)row);
	const char *paths = term->path;

	while (*paths) {
		size_t n = strcspn(paths, "|");
		char path[64] = ""; /* the paths of rows are shorter */
		const char *value;
		uint64_t number;

		memcpy(path, paths, n < sizeof(path) ? n : sizeof(path) - 1);

		if (*path != '$' && !exists(ctx, node, path))
			return false;
		value = read_value(ctx, node, path);
		/* 0x0a and 10 are the same slot */
		key = vml_number(value, &number) ? vml_hash_number(key, number)
						 : vml_hash(key, value);
		paths += paths[n] ? n + 1 : n;
	}
	ctx->other = vml_index_earlier(&ctx->refused, ctx->doc->arena, key, node);
	return ctx->other != NULL;
}

static bool holds(
	vml_context *ctx, const xmlNode *node, const vml_refusal *row, const vml_term *term)
{
	switch (term->op) {
	case VML_TERM_HAS: return exists(ctx, node, term->path);
	case VML_TERM_LACKS:
		return (ctx->masked == node && vml_is_absent(ctx->mask, term->path) &&
			       !vml_is_truncated(ctx->doc)) ||
			!exists(ctx, node, term->path);
	case VML_TERM_ANY: return has_any(ctx, node, term->path);
	case VML_TERM_IS: return vml_one_of(value_at(ctx, node, term->path), term->value);
	case VML_TERM_IS_NOT: return !vml_one_of(value_at(ctx, node, term->path), term->value);
	case VML_TERM_ABOVE:
	case VML_TERM_BELOW: return compare(ctx, node, term);
	case VML_TERM_MANY: return has_many(ctx, node, term);
	case VML_TERM_LATER: return vml_sibling_index(node) > strtoul(term->value, NULL, 10);
	case VML_TERM_REPEATED: return is_repeated(ctx, node, row, term);
	case VML_TERM_CALL: return term->holds(ctx, node);
	default: return true;
	}
}

/*
 * Return true if the row applies only to libvirt releases before row->until, and the target is
 * unknown.
 */
static bool is_past(const vml_context *ctx, const vml_refusal *row)
{
	return row->until && !ctx->facts.target.libvirt;
}

/*
 * Return true if the target's libvirt rejects what the row describes. If there is no target, the
 * newest release is assumed; but if no earlier row has matched, rows for past releases are
 * relevant, too, unless row->with_target is set.
 *
 * n: number of earlier rows that have matched this element
 */
static bool is_relevant(const vml_context *ctx, const vml_refusal *row, unsigned int n)
{
	if (row->since && !vml_libvirt_is(ctx, row->since))
		return false;
	if (is_past(ctx, row))
		return !n && !row->with_target;
	return !row->until || ctx->facts.target.libvirt < row->until;
}

/*
 * Return what libvirt does, for messages: "libvirt 9.0 (debian-12) rejects the domain". Without a
 * target, the affected releases are named: "libvirt 9.1 and later reject the domain".
 */
static const char *reaction(vml_context *ctx, const vml_refusal *row)
{
	const char *one = row->at_start ? "does not start the domain" : "rejects the domain";
	char release[16];

	if (row->until) {
		vml_release_text(row->until, release);
		return is_past(ctx, row)
			? vml_format(ctx, "libvirt before %s %s", release, one)
			: vml_format(ctx, "%s %s; the next release that accepts it is %s",
				  vml_target_libvirt(ctx), one, release);
	}
	if (ctx->facts.target.libvirt)
		return vml_format(ctx, "%s %s", vml_target_libvirt(ctx), one);
	if (row->since)
		return vml_format(ctx, "libvirt %s and later %s",
			vml_release_text(row->since, release),
			row->at_start ? "do not start the domain" : "reject the domain");
	return vml_format(ctx, "libvirt %s", one);
}

/* Return the last name of a path as messages print it: cache for "driver/@cache", <iotune>. */
static const char *name_of(vml_context *ctx, const char *path)
{
	const char *last = strrchr(path, '/');

	last = last ? last + 1 : path;
	return *last == '@' ? last + 1 : vml_format(ctx, "<%s>", last);
}

/*
 * Return a message or remedy of a row with its placeholders, such as {device}, replaced.
 *
 * at: the message or remedy
 * path: path of the reported attribute or element; NULL: the visited element is reported
 */
static const char *fill_in(vml_context *ctx, const xmlNode *node, const char *at, const char *path)
{
	const char *value = path ? value_at(ctx, node, path) : "";
	vml_string_builder text = { 0 };

	while (*at) {
		size_t n = strcspn(at, "{");

		vml_append(ctx, &text, "%.*s", (int)n, at);
		at += n;
		if (!strncmp(at, "{device}", 8)) {
			vml_append(ctx, &text, "%s", vml_device_name(ctx, node));
			at += 8;
		} else if (!strncmp(at, "{other}", 7)) {
			vml_append(ctx, &text, "%s", vml_device_name(ctx, ctx->other));
			at += 7;
		} else if (!strncmp(at, "{value}", 7)) {
			vml_append(ctx, &text, "%s", value);
			at += 7;
		} else if (!strncmp(at, "{name}", 6)) {
			vml_append(ctx, &text, "%s", path ? name_of(ctx, path) : "");
			at += 6;
		} else if (*at) {
			vml_append(ctx, &text, "%c", *at++);
		}
	}
	return text.text ? text.text : "";
}

static void add_fix(vml_context *ctx, vml_finding *finding, const xmlNode *node, const char *fix)
{
	bool drop = *fix == 'd';
	const char *path = drop ? ctx->found : strchr(fix, ' ') + 1, *equals = strchr(path, '=');
	bool all = path[strlen(path) - 1] == '*';
	struct place place = follow(
		ctx, node, all ? vml_format(ctx, "%.*s", (int)strlen(path) - 1, path) : path);

	if (!place.element)
		return;
	if (drop)
		fix = place.attr ? "u" : "r";
	if (*fix == 'r') {
		for (const xmlNode *it = place.element; it; it = all ? vml_next(it) : NULL)
			vml_fix_remove(finding, it);
		return;
	}
	if (*fix == 'u')
		vml_fix_unset(finding, place.element, place.attr + 1);
	else
		vml_fix_set(finding, place.element,
			vml_format(ctx, "%.*s", (int)(equals - strchr(path, '@') - 1),
				strchr(path, '@') + 1),
			equals + 1);
}

/*
 * Return true if libvirt ignores the element, or an ancestor, because it reads only the first
 * sibling of that name, with virXPathNode("./name", ...). Cost: linear in the number of siblings,
 * so this is called only if a row matches.
 */
static bool is_unread(const vml_context *ctx, const xmlNode *node)
{
	bool in_numa = false;

	for (; node && node != ctx->facts.domain; node = vml_parent(node)) {
		const char *name = (const char *)node->name;
		const xmlNode *parent = vml_parent(node);

		/* an exception: libvirt reads the <numa> cells of all <cpu> elements */
		if (!strcmp(name, "cpu") && in_numa)
			continue;
		in_numa |= !strcmp(name, "numa");
		if (!vml_one_of(name,
			    "acceleration|address|alias|boot|cpu|numa|numatune|source|"
			    "topology") ||
			vml_sibling_index(node) == 1)
			continue;
		/*
		 * exceptions: <boot> may repeat in <os>, <source> in devices such as udp channels
		 */
		if (!strcmp(name, "boot") && vml_named(parent, "os"))
			continue;
		if (!strcmp(name, "source") &&
			!vml_one_of((const char *)parent->name,
				"disk|interface|hostdev|filesystem|memory"))
			continue;
		return true;
	}
	return false;
}

static bool counts_siblings(const vml_refusal *row)
{
	for (const vml_term *term = row->terms; term->op; term++)
		if (term->op == VML_TERM_LATER || term->op == VML_TERM_MANY)
			return true;
	return false;
}

static void report(vml_context *ctx, const xmlNode *node, const vml_refusal *row)
{
	const char *path = row->at ? row->at : ctx->found;
	struct place at = path ? follow(ctx, node, path) : (struct place){ node, NULL };
	const char *message = fill_in(ctx, node, row->message, path), *does = reaction(ctx, row);
	vml_finding *finding = at.element && at.attr && *at.attr
		? vml_report_attr(ctx, at.element, at.attr + 1, "%s: %s", message, does)
		: vml_report(ctx, at.element ? at.element : node, "%s: %s", message, does);

	finding->refusal = row;
	if (row->remedy && !ctx->brief)
		vml_remedy(finding, "%s", fill_in(ctx, node, row->remedy, path));
	if (is_past(ctx, row))
		vml_lower_severity(finding, VML_INFO);
	if (row->fix && !is_past(ctx, row))
		add_fix(ctx, finding, node, row->fix);
	else
		vml_lower_fix(finding, VML_FIX_NONE);
}

/*
 * Return the mask of an element (vml_mask_of()). The mask of the last element is cached, because
 * all rules of an element run one after the other.
 */
static uint64_t mask_of(vml_context *ctx, const xmlNode *node)
{
	if (ctx->masked != node) {
		ctx->masked = node;
		ctx->mask = vml_mask_of(node);
	}
	return ctx->mask;
}

void vml_check_refusals(vml_context *ctx, const xmlNode *node, const vml_prefilter *filters)
{
	/*
	 * The mask excludes rows that cannot match (prefilter.h), but computing it costs as much as
	 * the terms of a few rows. With one row, it is used only if it is cached; with two rows,
	 * also if the element has no attributes and at most one child node.
	 */
	bool is_short = !filters[0].row || !filters[1].row ||
		(!filters[2].row && (node->properties || (node->children && node->children->next)));
	const uint64_t mask = is_short && ctx->masked != node ? UINT64_MAX : mask_of(ctx, node);
	const unsigned int gates = ctx->facts.gates;
	const bool repaired = ctx->doc->repaired;
	unsigned int n = 0;

	if (!ctx->values)
		ctx->values = vml_arena_alloc(ctx->doc->arena, VML_VALUES * sizeof(*ctx->values));

	for (; filters->row; filters++) {
		const vml_refusal *row = filters->row;
		const vml_term *term = row->terms;

		if (!vml_may_match(filters, mask, gates) ||
			(filters->dated && !is_relevant(ctx, row, n)) ||
			(!repaired && !may_have_values(ctx, node, filters)))
			continue;
		ctx->found = NULL;
		ctx->doc->beyond = false; /* reset for each row: an earlier row may have set it */
		while (term->op && holds(ctx, node, row, term))
			term++;
		if (!term->op) {
			if (counts_siblings(row) || !is_unread(ctx, node)) {
				report(ctx, node, row);
				n++;
			}
		}
	}
}
