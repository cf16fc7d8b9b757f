/* What devices are called: by their owner, and by XPath. */
#include "run.h"

#include <string.h>

const xmlNode *vml_device_of(const xmlNode *node)
{
	for (; node && node->type == XML_ELEMENT_NODE; node = node->parent)
		if (vml_named(vml_parent(node), "devices"))
			return node;
	return NULL;
}

/* The 1-based place of an element among its siblings of that name. */
static unsigned int ordinal(const xmlNode *node)
{
	unsigned int n = 1;

	for (const xmlNode *before = node->prev; before; before = before->prev)
		n += before->type == XML_ELEMENT_NODE && xmlStrEqual(before->name, node->name) &&
			before->ns == node->ns;
	return n;
}

static const char *numbered(vml_run *run, const xmlNode *device, const char *what)
{
	unsigned int n = ordinal(device);

	return n > 1 || vml_next(device) ? vml_format(run, "%s %u", what, n) : what;
}

const char *vml_device_name(vml_run *run, const xmlNode *node)
{
	const xmlNode *device = vml_device_of(node);
	const char *what, *type = vml_attr(device, "@type");

	if (!device)
		return node ? (const char *)node->name : "";
	what = (const char *)device->name;
	if (vml_named(device, "disk")) {
		const char *dev = vml_attr(device, "target/@dev");

		what = vml_disk_device(device);
		return *dev ? vml_format(run, "%s '%s'", what, dev) : numbered(run, device, what);
	}
	if (vml_named(device, "interface")) {
		const char *mac = vml_attr(device, "mac/@address");

		return *mac ? vml_format(run, "%s %s", what, mac) : numbered(run, device, what);
	}
	if (vml_named(device, "controller")) {
		const char *index = vml_attr(device, "@index");

		return vml_format(run, "%s%scontroller%s%s", type, *type ? " " : "",
			*index ? " " : "", index);
	}
	if (vml_named(device, "graphics"))
		return vml_format(run, "%s display", *type ? type : "graphics");
	if (vml_named(device, "hostdev"))
		return numbered(run, device, vml_format(run, "%s host device", type));
	if (vml_named(device, "input"))
		return vml_format(run, "%s input", type);
	return numbered(run, device, what);
}

/* Whether an element needs its index to be told from its siblings. */
static bool needs_index(const xmlNode *node)
{
	/* a device always shows its number: "interface[1]" stays right when a second comes */
	if (vml_named(vml_parent(node), "devices"))
		return true;
	for (const xmlNode *next = node->next; next; next = next->next)
		if (next->type == XML_ELEMENT_NODE && xmlStrEqual(next->name, node->name) &&
			next->ns == node->ns)
			return true;
	return ordinal(node) > 1;
}

/* One step; an element in a namespace has no name that XPath could use without a prefix. */
static const char *step(vml_arena *arena, const xmlNode *node)
{
	const char *name = (const char *)node->name;

	if (node->ns)
		name = vml_arena_printf(arena, "*[local-name()='%s' and namespace-uri()='%s']",
			node->name, node->ns->href ? (const char *)node->ns->href : "");
	if (!needs_index(node))
		return name;
	return vml_arena_printf(arena, "%s[%u]", name, ordinal(node));
}

const char *vml_path_of(vml_arena *arena, const xmlNode *node, const xmlAttr *attr)
{
	const char *path = "";

	if (node->type == XML_COMMENT_NODE) {
		unsigned int n = 1;

		for (const xmlNode *before = node->prev; before; before = before->prev)
			n += before->type == XML_COMMENT_NODE;
		path = vml_arena_printf(arena, "/comment()[%u]", n);
		node = node->parent;
	}
	for (const xmlNode *at = node; at && at->type == XML_ELEMENT_NODE; at = at->parent)
		path = vml_arena_printf(arena, "/%s%s", step(arena, at), path);
	return attr ? vml_arena_printf(arena, "%s/@%s", path, attr->name) : path;
}
