/* Host facts: domain capabilities. */
#include "element.h"
#include "table.h"

#include <string.h>

/*
 * Return the machine type that an alias ("pc", "q35") stands for in the capabilities; the name
 * itself if it is not an alias.
 */
static const char *canonical(const vml_host *host, const char *emulator, const char *arch,
	const char *type, const char *machine)
{
	const vml_host_machine *row;

	if (vml_host_has_machine(host, emulator, arch, type, machine, &row) != VML_YES)
		return machine;
	return *row->canonical ? row->canonical : row->name;
}

const vml_host_domcaps *vml_host_find_domcaps(const vml_host *host, const char *emulator,
	const char *arch, const char *type, const char *machine, bool *ret_exact)
{
	const char *name, *path = emulator;
	const vml_host_domcaps *found = NULL;
	bool exact = false;

	if (!host)
		return NULL;
	if (!*path)
		path = vml_host_default_emulator(host, arch, type);
	name = canonical(host, path, arch, type, machine);
	for (const vml_host_domcaps *it = host->domcaps; it && !exact; it = it->next) {
		if (strcmp(it->arch, arch) != 0 || strcmp(it->type, type) != 0 ||
			(*path && strcmp(it->emulator, path) != 0))
			continue;
		exact = *machine && (!strcmp(it->machine, name) || !strcmp(it->machine, machine));
		if (exact || !found)
			found = it;
	}
	if (ret_exact)
		*ret_exact = exact;
	return found;
}

static vml_tristate supported(const xmlNode *node)
{
	const char *value = vml_element_attr(node, "supported");

	if (!strcmp(value, "yes"))
		return VML_YES;
	return strcmp(value, "no") ? VML_UNKNOWN : VML_NO;
}

vml_tristate vml_domcaps_supported(const vml_host_domcaps *caps, const char *path)
{
	return caps ? supported(vml_element_find(caps->root, path)) : VML_UNKNOWN;
}

static const xmlNode *find_enum(const vml_host_domcaps *caps, const char *path, const char *name,
	const xmlNode **ret_parent)
{
	const xmlNode *parent = caps ? vml_element_find(caps->root, path) : NULL;

	*ret_parent = parent;
	VML_EACH_ELEMENT (it, parent, "enum")
		if (!strcmp(vml_element_attr(it, "name"), name))
			return it;
	return NULL;
}

vml_tristate vml_domcaps_value(
	const vml_host_domcaps *caps, const char *path, const char *name, const char *value)
{
	const xmlNode *parent, *list = find_enum(caps, path, name, &parent);

	if (supported(parent) == VML_NO)
		return VML_NO;
	if (!list)
		return VML_UNKNOWN;
	VML_EACH_ELEMENT (it, list, "value")
		if (vml_element_text_is(it, value))
			return VML_YES;
	return VML_NO;
}

const xmlNode *vml_domcaps_enum(const vml_host_domcaps *caps, const char *path, const char *name)
{
	const xmlNode *parent;

	return find_enum(caps, path, name, &parent);
}

static const xmlNode *find_mode(const vml_host_domcaps *caps, const char *mode)
{
	const xmlNode *cpu = caps ? vml_element_child(caps->root, "cpu") : NULL;

	VML_EACH_ELEMENT (it, cpu, "mode")
		if (!strcmp(vml_element_attr(it, "name"), mode))
			return it;
	return NULL;
}

vml_tristate vml_domcaps_cpu_mode(const vml_host_domcaps *caps, const char *mode)
{
	return supported(find_mode(caps, mode));
}

const xmlNode *vml_domcaps_blockers(const vml_host_domcaps *caps, const char *model)
{
	VML_EACH_ELEMENT (it, find_mode(caps, "custom"), "blockers")
		if (!strcmp(vml_element_attr(it, "model"), model))
			return it;
	return NULL;
}

vml_tristate vml_domcaps_cpu_usable(
	const vml_host_domcaps *caps, const char *model, bool *ret_listed)
{
	const xmlNode *mode = find_mode(caps, "custom"), *row = NULL;
	const char *usable;

	VML_EACH_ELEMENT (it, mode, "model")
		if (vml_element_text_is(it, model))
			row = it;
	if (ret_listed)
		*ret_listed = row != NULL;
	if (supported(mode) == VML_NO)
		return VML_NO;
	if (!row)
		return supported(mode) == VML_UNKNOWN ? VML_UNKNOWN : VML_NO;
	usable = vml_element_attr(row, "usable");
	if (!strcmp(usable, "yes"))
		return VML_YES;
	return strcmp(usable, "no") ? VML_UNKNOWN : VML_NO;
}

vml_tristate vml_domcaps_cpu_feature(const vml_host_domcaps *caps, const char *feature)
{
	VML_EACH_ELEMENT (it, find_mode(caps, "host-model"), "feature")
		if (!strcmp(vml_element_attr(it, "name"), feature))
			return strcmp(vml_element_attr(it, "policy"), "disable") ? VML_YES : VML_NO;
	return VML_UNKNOWN;
}
