/*
 * PCI buses of a guest: the root, the controllers in the XML, and those that libvirt adds between
 * them.
 */
#include "addresses.h"

#include <string.h>

enum { MOST_BUSES = 256 };

/*
 * From virDomainPCIAddressBusSetModel() in src/conf/domain_addr.c. Columns: model, connection that
 * the controller requires, connections that its bus accepts, first and last slot.
 */
static const struct pci_kind kinds[] = {
	{ "pci-root", 0, PLUG_PCI | PLUG_BRIDGE | PLUG_EXPANDER, 1, 31 },
	{ "pcie-root", 0, PLUG_EXPRESS | PLUG_ROOT_PORT | PLUG_DMI | PLUG_X_EXPANDER, 1, 31 },
	{ "pcie-root-port", PLUG_ROOT_PORT, PLUG_EXPRESS | PLUG_UPSTREAM | PLUG_TO_PCI, 0, 0 },
	{ "pci-bridge", PLUG_BRIDGE, PLUG_PCI | PLUG_BRIDGE, 1, 31 },
	{ "pcie-to-pci-bridge", PLUG_TO_PCI, PLUG_PCI | PLUG_BRIDGE, 1, 31 },
	{ "dmi-to-pci-bridge", PLUG_DMI, PLUG_PCI | PLUG_BRIDGE, 0, 31 },
	{ "pcie-switch-upstream-port", PLUG_UPSTREAM, PLUG_DOWNSTREAM, 0, 31 },
	{ "pcie-switch-downstream-port", PLUG_DOWNSTREAM,
		PLUG_EXPRESS | PLUG_UPSTREAM | PLUG_TO_PCI, 0, 0 },
	{ "pci-expander-bus", PLUG_EXPANDER, PLUG_PCI | PLUG_BRIDGE, 0, 31 },
	{ "pcie-expander-bus", PLUG_X_EXPANDER, PLUG_ROOT_PORT | PLUG_DMI, 0, 31 },
};

enum { PCI_ROOT, PCIE_ROOT, ROOT_PORT, BRIDGE };

/* A bus whose model depends on the order in which libvirt adds controllers: accepts anything. */
static const struct pci_kind undecided = { "", 0, PLUG_ANY, 0, 31 };

static const struct pci_kind *kind_of(const xmlNode *controller)
{
	const char *model = vml_attr(controller, "@model");

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcmp(model, kinds[i].model))
			return &kinds[i];
	return &undecided;
}

static const struct pci_kind *root_of(const vml_context *ctx)
{
	switch (ctx->facts.board) {
	case VML_BOARD_PC:
	case VML_BOARD_PSERIES: return &kinds[PCI_ROOT];
	case VML_BOARD_Q35:
	case VML_BOARD_VIRT: return &kinds[PCIE_ROOT];
	default: return NULL;
	}
}

static bool is_pci(const xmlNode *controller)
{
	return vml_attr_is(controller, "@type", "pci");
}

/* Read the index of a PCI controller; false if it is missing or libvirt rejects it. */
static bool has_index(const xmlNode *controller, unsigned int *ret)
{
	uint64_t index;

	if (!vml_number(vml_attr(controller, "@index"), &index) || index >= MOST_BUSES)
		return false;
	*ret = (unsigned int)index;
	return true;
}

/*
 * Number the controllers without an index: libvirt gives them the lowest unused numbers, before it
 * adds the root.
 */
static void number_others(const vml_context *ctx, struct vml_pci *pci)
{
	unsigned int next = 0;

	vml_each_device (controller, ctx, "controller") {
		if (!is_pci(controller) || vml_has_attr(controller, "@index"))
			continue;
		pci->unnumbered = true;
		while (next < pci->room && pci->buses[next].kind)
			next++;
		if (next == pci->room)
			return;
		pci->buses[next].kind = kind_of(controller);
		pci->buses[next].controller = controller;
		if (pci->n <= next)
			pci->n = next + 1;
	}
}

/*
 * Return the number of buses for which capacity is needed.
 *
 * ret_numbered, ret_others: set to the number of PCI controllers with and without an index
 */
static unsigned int room_for(
	const vml_context *ctx, unsigned int *ret_numbered, unsigned int *ret_others)
{
	unsigned int highest = 0, index, room;

	*ret_numbered = *ret_others = 0;
	vml_each_device (controller, ctx, "controller") {
		if (!is_pci(controller))
			continue;
		if (!has_index(controller, &index)) {
			(*ret_others)++;
			continue;
		}
		(*ret_numbered)++;
		if (index > highest)
			highest = index;
	}
	room = highest + 1 + *ret_others;
	return room < MOST_BUSES ? room : MOST_BUSES;
}

static void add_numbered(const vml_context *ctx, struct vml_pci *pci)
{
	unsigned int index;

	vml_each_device (controller, ctx, "controller") {
		if (!is_pci(controller) || !has_index(controller, &index))
			continue;
		pci->buses[index].kind = kind_of(controller);
		pci->buses[index].controller = controller;
		if (pci->n <= index)
			pci->n = index + 1;
	}
}

bool vml_pci_build_buses(vml_context *ctx, struct vml_pci *pci)
{
	const struct pci_kind *root = root_of(ctx);
	unsigned int numbered, others;

	if (!root || !(ctx->facts.gates & VML_WHEN_QEMU))
		return false;
	pci->room = room_for(ctx, &numbered, &others);
	pci->buses = vml_arena_alloc(ctx->doc->arena, pci->room * sizeof(*pci->buses));
	pci->n = 1;
	if (numbered)
		add_numbered(ctx, pci);
	if (others)
		number_others(ctx, pci);
	if (pci->buses[0].kind && pci->buses[0].kind != root)
		vml_address_fault_add(ctx, &pci->faults, pci->buses[0].controller, VML_PCI_ROOT)
			->text = root->model;
	pci->buses[0].kind = root;
	pci->between = ctx->facts.board == VML_BOARD_PSERIES ? root
		: root == &kinds[PCIE_ROOT]		     ? &kinds[ROOT_PORT]
							     : &kinds[BRIDGE];
	for (unsigned int i = 1; i < pci->n; i++)
		if (!pci->buses[i].kind)
			pci->buses[i].kind = pci->between;
	return true;
}

const struct pci_kind *vml_pci_grown(
	const vml_context *ctx, const struct vml_pci *pci, unsigned int plugs, bool same)
{
	/* also used for the pcie-to-pci-bridge that libvirt adds: both have no slot 0 */
	static const struct pci_kind bridge = { "pci-bridge", PLUG_BRIDGE, PLUG_PCI | PLUG_BRIDGE,
		1, 31 };

	if (pci->buses[0].kind == &kinds[PCI_ROOT])
		return pci->between;
	if (!(plugs & ~(unsigned int)(PLUG_EXPRESS | PLUG_UPSTREAM))) {
		/*
		 * undecided on Arm: an old QEMU has no virtio for PCI Express, and libvirt then
		 * adds a pci-bridge
		 */
		for (unsigned int i = 1; ctx->facts.board == VML_BOARD_VIRT && i < pci->n; i++)
			if (pci->buses[i].kind->accepts & PLUG_PCI)
				return &undecided;
		return &kinds[ROOT_PORT];
	}
	return plugs == PLUG_PCI && same ? &bridge : &undecided;
}

static bool is_express_model(const char *model)
{
	return vml_is_virtio(model) && strcmp(model, "virtio-transitional") != 0;
}

static unsigned int plug_of_controller(const vml_context *ctx, const xmlNode *controller)
{
	const char *type = vml_attr(controller, "@type"), *model = vml_attr(controller, "@model");

	if (!strcmp(type, "pci"))
		return kind_of(controller)->plug;
	if (!strcmp(type, "usb"))
		return !strcmp(model, "none") ? 0 : strstr(model, "xhci") ? PLUG_EXPRESS : PLUG_PCI;
	if (!strcmp(type, "scsi"))
		return is_express_model(vml_scsi_model(ctx, controller)) ? PLUG_EXPRESS : PLUG_PCI;
	if (!strcmp(type, "virtio-serial"))
		return strcmp(model, "virtio-transitional") ? PLUG_EXPRESS : PLUG_PCI;
	return vml_one_of(type, "sata|ide") ? PLUG_PCI : 0;
}

static unsigned int plug_of_interface(vml_context *ctx, const xmlNode *interface)
{
	const char *model = vml_nic_model(ctx, interface);

	return !*model || is_express_model(model) || vml_one_of(model, "e1000e|igb") ? PLUG_EXPRESS
										     : PLUG_PCI;
}

/* From qemuDomainDeviceCalculatePCIConnectFlags() in src/qemu/qemu_domain_address.c. */
unsigned int vml_pci_plug(vml_context *ctx, const xmlNode *device)
{
	static const char others[] =
		"sound|watchdog|shmem|serial|crypto|parallel|channel|console|tpm|"
		"hub|redirdev|smartcard|nvram|pstore";
	const char *name = (const char *)device->name, *model;

	if (!strcmp(name, "controller"))
		return plug_of_controller(ctx, device);
	if (!strcmp(name, "interface"))
		return plug_of_interface(ctx, device);
	if (!strcmp(name, "disk") && strcmp(vml_disk_bus(device), "virtio") != 0)
		return 0;
	if (!strcmp(name, "video"))
		return vml_one_of(vml_attr(device, "model/@type"), "virtio|bochs") ? PLUG_EXPRESS
										   : PLUG_PCI;
	model = vml_attr(device, "@model");
	if (!strcmp(name, "memballoon") && !strcmp(model, "none"))
		return 0;
	if (!strcmp(name, "panic"))
		return PLUG_PCI | (strcmp(model, "pvpanic") ? 0 : PLUG_INTEGRATED);
	if (!strcmp(name, "iommu"))
		return PLUG_EXPRESS | (strcmp(model, "virtio") ? 0 : PLUG_INTEGRATED);
	if (vml_one_of(name, "disk|memballoon|rng|hostdev|filesystem|vsock|input|memory"))
		return strcmp(model, "virtio-transitional") ? PLUG_EXPRESS : PLUG_PCI;
	if (!strcmp(name, "sound") && !strcmp(model, "virtio"))
		return PLUG_EXPRESS;
	/* 0 for unknown elements, such as misspelt ones: libvirt drops them */
	return vml_one_of(name, others) ? PLUG_PCI : 0;
}
