/*
 * USB controllers of ich9 groups (one EHCI, three UHCI): libvirt puts a controller without an
 * address into the slot of the controllers with the same index.
 */
#include "addresses.h"

#include <string.h>

/*
 * Limit on groups that are checked: more than real guests have, and a bound for hostile documents.
 */
enum { GROUPS_MAX = 64 };

/* A group: the controllers with one index, and their slot. */
struct group {
	uint64_t index;
	unsigned int bus, slot;
};

/*
 * Set *ret to the function that a controller of this model has in the slot of its group; false if
 * the model is not one of ich9.
 */
static bool function_of(const xmlNode *controller, unsigned int *ret)
{
	static const struct {
		const char *model;
		unsigned int function;
	} members[] = { { "ich9-ehci1", 7 }, { "ich9-uhci1", 0 }, { "ich9-uhci2", 1 },
		{ "ich9-uhci3", 2 } };
	const char *model = vml_attr(controller, "@model");

	if (*model != 'i') /* shortcut for most controllers: the loop takes longer */
		return false;
	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++)
		if (!strcmp(model, members[i].model)) {
			*ret = members[i].function;
			return true;
		}
	return false;
}

static const struct group *group_of(const struct group *groups, size_t n, uint64_t index)
{
	for (size_t i = 0; i < n; i++)
		if (groups[i].index == index)
			return &groups[i];
	return NULL;
}

/*
 * Find all groups with an address. The slot of a group is that of its first controller with an
 * address. Returns the number of groups.
 */
static size_t find_groups(vml_context *ctx, const struct vml_pci *pci, struct group *ret)
{
	size_t n = 0;

	vml_each_device (it, ctx, "controller") {
		struct group group;
		unsigned int function, domain;

		if (n == GROUPS_MAX || !function_of(it, &function) ||
			!vml_attr_is(it, "address/@type", "pci") ||
			!vml_number(vml_attr(it, "@index"), &group.index) ||
			!vml_address_number(it, "address/@domain", &domain) || domain ||
			!vml_address_number(it, "address/@bus", &group.bus) ||
			!vml_address_number(it, "address/@slot", &group.slot) ||
			group.bus >= pci->n || group.slot > 31 || (!group.bus && !group.slot) ||
			group_of(ret, n, group.index))
			continue;
		ret[n++] = group;
	}
	return n;
}

void vml_pci_find_companions(vml_context *ctx, struct vml_pci *pci)
{
	struct group groups[GROUPS_MAX];
	size_t n = find_groups(ctx, pci, groups);

	if (!n)
		return;
	vml_each_device (it, ctx, "controller") {
		const struct group *group;
		unsigned int function;
		uint64_t index;

		if (!function_of(it, &function) || vml_child(it, "address") ||
			!vml_number(vml_attr(it, "@index"), &index))
			continue;
		group = group_of(groups, n, index);
		if (!group || !(pci->buses[group->bus].taken[group->slot] >> function & 1))
			continue;
		vml_address_fault_add(ctx, &pci->faults, it, VML_PCI_COMPANION)->text =
			vml_arena_printf(ctx->doc->arena, "0000:%02x:%02x.%u", group->bus,
				group->slot, function);
	}
}
