/* Devices: iteration, human-readable names and XPath expressions. */
#include "context.h"

#include "backwards.h"

#include "bytemap.h"
#include "repaired.h"

#include <string.h>

static xmlNode *first_from(const xmlNode *devices, const char *name)
{
	xmlNode *found = NULL;

	for (; devices && !found; devices = vml_next(devices))
		found = name ? vml_child(devices, name) : vml_first(devices);
	return found;
}

/* Capacity for kinds of devices: no real domain has more. */
enum { KINDS_MAX = 32 };

/*
 * Cache for vml_device(), which rules call some 30 times per domain: the first device of each name.
 */
struct vml_kinds {
	xmlNode *first[KINDS_MAX];
	xmlNode *any; /* the first device of any name, or NULL */
	size_t n;
	bool complete; /* false: the domain has more kinds than KINDS_MAX */
};

static void add_kind(struct vml_kinds *kinds, xmlNode *device)
{
	/* compares pointers: equal names of a document have the same address */
	for (size_t i = 0; i < kinds->n; i++)
		if (kinds->first[i]->name == device->name)
			return;
	if (kinds->n < KINDS_MAX)
		kinds->first[kinds->n++] = device;
	else
		kinds->complete = false;
}

static const struct vml_kinds *kinds_of(const vml_context *ctx)
{
	struct vml_kinds *kinds = ctx->kinds;

	if (kinds)
		return kinds;
	kinds = vml_arena_alloc(ctx->doc->arena, sizeof(*kinds));
	kinds->complete = true;
	vml_each_child (devices, ctx->facts.domain, "devices")
		for (xmlNode *it = vml_first(devices); it; it = vml_sibling(it)) {
			if (!kinds->any)
				kinds->any = it;
			if (!it->ns)
				add_kind(kinds, it);
		}
	((vml_context *)(uintptr_t)ctx)->kinds = kinds;
	return kinds;
}

xmlNode *vml_device(const vml_context *ctx, const char *name)
{
	const struct vml_kinds *kinds;

	/* no cache: each search must record if it reaches the missing part of the document */
	if (vml_is_truncated(ctx->doc))
		return first_from(vml_child(ctx->facts.domain, "devices"), name);
	kinds = kinds_of(ctx);
	if (!name)
		return kinds->any ? kinds->any
				  : first_from(vml_child(ctx->facts.domain, "devices"), NULL);
	for (size_t i = 0; i < kinds->n; i++) {
		const char *own = (const char *)kinds->first[i]->name;

		if (own[0] == name[0] && own[1] == name[1] && !strcmp(own, name))
			return kinds->first[i];
	}
	if (kinds->complete)
		return NULL;
	return first_from(vml_child(ctx->facts.domain, "devices"), name);
}

xmlNode *vml_next_device(const xmlNode *device, const char *name)
{
	xmlNode *next = name ? vml_next(device) : vml_sibling(device);

	return next ? next : first_from(vml_next(vml_parent(device)), name);
}

bool vml_is_only_device(const xmlNode *device)
{
	return !vml_is_one_of_many(device) && !vml_is_one_of_many(vml_parent(device));
}

const xmlNode *vml_device_of(const xmlNode *node)
{
	for (; node && node->type == XML_ELEMENT_NODE; node = node->parent)
		if (vml_named(vml_parent(node), "devices"))
			return node;
	return NULL;
}

static const char *numbered(vml_context *ctx, const xmlNode *device, const char *what)
{
	return vml_is_one_of_many(device) ? vml_format(ctx, "%s %u", what, vml_ordinal(device))
					  : what;
}

static const char *name_device(vml_context *ctx, const xmlNode *device)
{
	const char *what = (const char *)device->name, *type = vml_attr(device, "@type");

	if (vml_named(device, "disk")) {
		const char *dev = vml_attr(device, "target/@dev");

		what = vml_disk_device(device);
		return *dev ? vml_format(ctx, "%s '%s'", what, dev) : numbered(ctx, device, what);
	}
	if (vml_named(device, "interface")) {
		const char *mac = vml_attr(device, "mac/@address");

		return *mac ? vml_format(ctx, "%s %s", what, mac) : numbered(ctx, device, what);
	}
	if (vml_named(device, "controller")) {
		const char *index = vml_attr(device, "@index");

		return vml_format(ctx, "%s%scontroller%s%s", type, *type ? " " : "",
			*index ? " " : "", index);
	}
	if (vml_named(device, "graphics"))
		return vml_format(ctx, "%s display", *type ? type : "graphics");
	if (vml_named(device, "hostdev"))
		return numbered(ctx, device, vml_format(ctx, "%s host device", type));
	if (vml_named(device, "input"))
		return vml_format(ctx, "%s input", type);
	return numbered(ctx, device, what);
}

const char *vml_device_name(vml_context *ctx, const xmlNode *node)
{
	const xmlNode *device = vml_device_of(node);

	if (!device)
		return node ? (const char *)node->name : "";
	/*
	 * cached: most devices with a finding have several, reported one after the other. Not in a
	 * repaired document: name_device() also records which uncertain attributes a finding uses
	 */
	if (ctx->named != device || ctx->doc->repaired) {
		ctx->named_as = name_device(ctx, device);
		ctx->named = device;
	}
	return ctx->named_as;
}

/* Return true if the XPath step of an element has an index. */
static bool needs_index(const xmlNode *node)
{
	/* always for devices: "interface[1]" remains correct if a second interface is added */
	return vml_named(vml_parent(node), "devices") || vml_is_one_of_many(node);
}

/*
 * Return the XPath node test of an element. Elements in a namespace need a condition instead,
 * because users of the expression have not declared prefixes.
 */
static const char *name_test(vml_arena *arena, const xmlNode *node)
{
	const char *name = (const char *)node->name;

	if (node->ns)
		return vml_arena_printf(arena, "*[local-name()='%s' and namespace-uri()='%s']",
			name, node->ns->href ? (const char *)node->ns->href : "");
	if (strchr(name, ':')) /* prefix without declaration: libxml2 has it in the name */
		return vml_arena_printf(arena, "*[name()='%s']", name);
	return name;
}

static void prepend_index(vml_backwards *path, unsigned int index)
{
	char digits[3 * sizeof(index) + 3], *at = digits + sizeof(digits);

	*--at = '\0';
	*--at = ']';
	do
		*--at = (char)('0' + index % 10);
	while ((index /= 10));
	*--at = '[';
	vml_prepend(path, at);
}

static void prepend_path(
	vml_backwards *path, vml_arena *arena, const xmlNode *node, const xmlAttr *attr)
{
	if (attr) {
		vml_prepend(path, (const char *)attr->name);
		vml_prepend(path, "/@");
	}
	for (const xmlNode *at = node; at && at->type == XML_ELEMENT_NODE; at = at->parent) {
		if (needs_index(at))
			prepend_index(path, vml_ordinal(at));
		vml_prepend(path, name_test(arena, at));
		vml_prepend(path, "/");
	}
}

const char *vml_path_of(vml_arena *arena, const xmlNode *node, const xmlAttr *attr)
{
	vml_backwards path = { .arena = arena };

	if (node->type == XML_COMMENT_NODE)
		return vml_arena_printf(arena, "%s/comment()[%u]",
			vml_path_of(arena, node->parent, NULL), vml_remark_of(node)->place);
	prepend_path(&path, arena, node, attr);
	return vml_backwards_text(&path);
}
