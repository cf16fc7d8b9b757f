/*
 * PCI addresses of a guest: checks the addresses in the XML as libvirt does, and records them in
 * the model (addresses.h).
 */
#include "addresses.h"

#include <string.h>

struct address {
	unsigned int domain, bus, slot, function;
};

/* Devices of the board that are always on bus 0, but not in the XML. */
static const struct {
	vml_board board;
	unsigned char slot, function;
	const char *name;
} board_devices[] = {
	{ VML_BOARD_PC, 1, 0, "the ISA bridge of the board" },
	{ VML_BOARD_PC, 1, 3, "the power management of the board" },
	{ VML_BOARD_Q35, 0x1f, 0, "the ISA bridge of the board" },
	{ VML_BOARD_Q35, 0x1f, 3, "the SMBus of the board" },
};

/* Controllers of the board that may be in the XML: their address on bus 0 is fixed. */
static const struct fixed {
	vml_board board;
	unsigned char slot, function;
	const char *type, *name, *address;
} fixed_controllers[] = {
	{ VML_BOARD_PC, 1, 1, "ide", "the IDE controller of the board", "0000:00:01.1" },
	{ VML_BOARD_PC, 1, 2, "usb", "the USB controller of the board", "0000:00:01.2" },
	{ VML_BOARD_Q35, 0x1f, 2, "sata", "the SATA controller of the board", "0000:00:1f.2" },
};

enum { FIXED_COUNT = sizeof(fixed_controllers) / sizeof(*fixed_controllers) };

static const char *board_device_at(
	const vml_context *ctx, const struct address *at, bool (*is_there)[FIXED_COUNT])
{
	if (at->bus)
		return NULL;
	for (size_t i = 0; i < sizeof(board_devices) / sizeof(*board_devices); i++)
		if (board_devices[i].board == ctx->facts.board &&
			board_devices[i].slot == at->slot &&
			board_devices[i].function == at->function)
			return board_devices[i].name;
	for (size_t i = 0; i < FIXED_COUNT; i++)
		if ((*is_there)[i] && fixed_controllers[i].slot == at->slot &&
			fixed_controllers[i].function == at->function)
			return fixed_controllers[i].name;
	return NULL;
}

/* Return the row of a controller that the board has at a fixed address; NULL for other devices. */
static const struct fixed *fixed_of(const vml_context *ctx, const xmlNode *device)
{
	const char *type = vml_attr(device, "@type");
	uint64_t index = 0;

	if (*device->name != 'c' || !vml_named(device, "controller"))
		return NULL;
	vml_number(vml_attr(device, "@index"), &index);
	for (size_t i = 0; i < FIXED_COUNT && !index; i++) {
		const struct fixed *fixed = &fixed_controllers[i];

		/* the default type of a controller is IDE */
		if (fixed->board != ctx->facts.board ||
			strcmp(*type ? type : "ide", fixed->type) != 0)
			continue;
		if (!strcmp(fixed->type, "usb") && *vml_attr(device, "@model") &&
			!vml_attr_is(device, "@model", "piix3-uhci"))
			continue;
		return fixed;
	}
	return NULL;
}

static bool has_ide_disk(const vml_context *ctx)
{
	vml_each_device (disk, ctx, "disk")
		if (!strcmp(vml_disk_bus(disk), "ide"))
			return true;
	return false;
}

/* Return the controller of a type with index 0, or NULL. */
static const xmlNode *first_controller(const vml_context *ctx, const char *type)
{
	vml_each_device (it, ctx, "controller") {
		uint64_t index = 0;

		if (!vml_attr_is(it, "@type", type))
			continue;
		vml_number(vml_attr(it, "@index"), &index);
		if (!index)
			return it;
	}
	return NULL;
}

/*
 * Set, per row of fixed_controllers, whether the guest has that controller, in the XML or by
 * default.
 */
static void find_fixed(const vml_context *ctx, bool (*ret)[FIXED_COUNT])
{
	const xmlNode *usb;

	memset(*ret, 0, sizeof(*ret));
	(*ret)[2] = ctx->facts.board == VML_BOARD_Q35;
	if (ctx->facts.board != VML_BOARD_PC)
		return;
	usb = first_controller(ctx, "usb");
	(*ret)[0] = first_controller(ctx, "ide") || vml_cached(ctx, has_ide_disk);
	(*ret)[1] = !usb || fixed_of(ctx, usb);
}

/*
 * Read a PCI address. Returns false if one of its numbers is invalid, which another rule reports.
 */
static bool read_address(const xmlNode *element, struct address *ret)
{
	return vml_address_number(element, "@domain", &ret->domain) &&
		vml_address_number(element, "@bus", &ret->bus) &&
		vml_address_number(element, "@slot", &ret->slot) &&
		vml_address_number(element, "@function", &ret->function);
}

static const vml_address_fault *check_range(
	vml_context *ctx, struct vml_pci *pci, const xmlNode *device, const struct address *at)
{
	vml_address_fault *fault;

	if (at->bus <= 0xff && at->slot <= 0x1f && at->function <= 7)
		return NULL;
	fault = vml_address_fault_add(ctx, &pci->faults, device, VML_PCI_OUT_OF_RANGE);
	fault->attr = at->bus > 0xff ? "bus" : at->slot > 0x1f ? "slot" : "function";
	fault->limit = at->bus > 0xff ? 0xff : at->slot > 0x1f ? 0x1f : 7;
	return fault;
}

/*
 * Return true if a bus accepts a device whose address is in the XML, as
 * virDomainPCIAddressFlagsCompatible() does.
 */
static bool accepts(const struct pci_kind *kind, unsigned int bus, unsigned int plug)
{
	unsigned int offered = kind->accepts;

	if (plug & PLUG_INTEGRATED && !bus)
		offered |= PLUG_ENDPOINT;
	if (offered & PLUG_ENDPOINT)
		offered |= PLUG_ENDPOINT;
	if (plug & PLUG_BRIDGE)
		plug |= PLUG_PCI;
	return offered & plug & PLUG_ANY;
}

/*
 * Return the kind of the buses that libvirt adds above the highest index of a PCI controller in the
 * document. The first device on such a bus determines the kind. If the devices on these buses
 * require different kinds, their order decides: the result is then `undecided` (pci_buses.c), which
 * accepts every device.
 */
static const struct pci_kind *grown_kind(vml_context *ctx, struct vml_pci *pci)
{
	unsigned int plugs = 0, first = 0;
	bool same = true;

	if (pci->grown)
		return pci->grown;
	vml_each_device (device, ctx, NULL) {
		unsigned int bus;

		if (!vml_attr_is(device, "address/@type", "pci") ||
			!vml_address_number(device, "address/@bus", &bus) || bus < pci->n)
			continue;
		plugs |= vml_pci_plug(ctx, device);
		same = same && (!first || bus == first);
		first = first ? first : bus;
	}
	return pci->grown = vml_pci_grown(ctx, pci, plugs, same);
}

/*
 * Add a problem if the bus or slot is not valid for the device, as virDomainPCIAddressValidate()
 * does. Returns it; NULL if there is none.
 */
static vml_address_fault *check_bus(vml_context *ctx, struct vml_pci *pci, const xmlNode *device,
	unsigned int plug, const struct address *at)
{
	const struct pci_kind *kind =
		at->bus < pci->n ? pci->buses[at->bus].kind : grown_kind(ctx, pci);
	vml_address_problem problem = VML_ADDRESS_OK;
	vml_address_fault *fault;

	if (at->domain)
		problem = VML_PCI_DOMAIN;
	else if (at->bus >= pci->n && !(plug & (PLUG_ENDPOINT | PLUG_UPSTREAM)))
		problem = VML_PCI_NO_BUS;
	else if (plug & PLUG_INTEGRATED && at->bus)
		problem = VML_PCI_INTEGRATED;
	else if (!accepts(kind, at->bus, plug))
		problem = VML_PCI_REFUSED;
	else if (at->slot < kind->first)
		problem = VML_PCI_SLOT_LOW;
	else if (at->slot > kind->last)
		problem = VML_PCI_SLOT_HIGH;
	if (!problem)
		return NULL;
	fault = vml_address_fault_add(ctx, &pci->faults, device, problem);
	fault->text = kind->model;
	if (problem == VML_PCI_SLOT_LOW || problem == VML_PCI_SLOT_HIGH) {
		fault->attr = "slot";
		fault->limit = problem == VML_PCI_SLOT_LOW ? kind->first : kind->last;
	} else if (problem == VML_PCI_DOMAIN) {
		fault->attr = "domain";
	} else if (problem == VML_PCI_NO_BUS) {
		fault->attr = "bus";
		fault->limit = pci->n - 1;
	}
	return fault;
}

static bool is_empty(const struct address *at)
{
	return !at->domain && !at->bus && !at->slot;
}

/*
 * Record that the device uses the address; add a problem if another device, or one of the board,
 * uses it. is_there: result of find_fixed()
 */
static void take(vml_context *ctx, struct vml_pci *pci, const xmlNode *device, unsigned int plug,
	const struct address *at, bool (*is_there)[FIXED_COUNT])
{
	uint64_t key = (uint64_t)1 << 32 | at->bus << 8 | at->slot << 3 | at->function;
	const char *board = board_device_at(ctx, at, is_there);
	const xmlNode *other;

	if (at->bus < pci->n) {
		struct pci_bus *bus = &pci->buses[at->bus];

		if (!bus->taken[at->slot] && plug & PLUG_ROOT_PORT)
			bus->shared |= 1u << at->slot;
		bus->taken[at->slot] |= (unsigned char)(1u << at->function);
		pci->has_functions |= at->function > 0;
	}
	if (board) {
		vml_address_fault_add(ctx, &pci->faults, device, VML_ADDRESS_BOARD)->text = board;
		return;
	}
	other = vml_index_earlier(&pci->places, ctx->doc->arena, key, device);
	if (other)
		vml_address_fault_add(ctx, &pci->faults, device, VML_ADDRESS_TAKEN)->other = other;
}

/* Return the index of a controller in pci->buses; pci->n if it has no bus there. */
static unsigned int index_of(const struct vml_pci *pci, const xmlNode *controller)
{
	unsigned int i = 0;
	uint64_t index;

	if (vml_number(vml_attr(controller, "@index"), &index))
		return (unsigned int)(index < pci->n ? index : pci->n);
	while (i < pci->n && pci->buses[i].controller != controller)
		i++;
	return i;
}

/*
 * Return true for the USB controller of an i440fx board, at its address on that board, if the
 * domain's board has PCI Express.
 */
static bool is_misplaced_piix3(
	const vml_context *ctx, const xmlNode *device, const struct address *at)
{
	return ctx->facts.gates & (VML_WHEN_Q35 | VML_WHEN_VIRT) && !at->domain && !at->bus &&
		at->slot == 1 && at->function == 2 && vml_named(device, "controller") &&
		vml_attr_is(device, "@type", "usb") &&
		vml_one_of(vml_attr(device, "@model"), "|piix3-uhci") &&
		vml_same_number(device, NULL, "@index");
}

static void place(
	vml_context *ctx, struct vml_pci *pci, const xmlNode *device, bool (*is_there)[FIXED_COUNT])
{
	const xmlNode *element = vml_child(device, "address");
	const struct fixed *fixed;
	unsigned int plug;
	struct address at;

	if (!vml_attr_is(element, "@type", "pci") || !read_address(element, &at))
		return;
	plug = vml_pci_plug(ctx, device);
	fixed = fixed_of(ctx, device);
	/* not a PCI device: the rule address-type reports the address */
	if (!plug && !fixed &&
		(!vml_named(device, "controller") || is_empty(&at) ||
			!vml_one_of(vml_attr(device, "@type"), "fdc|ccid|pci")))
		return;
	if (is_empty(&at)) {
		if (vml_has_attr(element, "@slot"))
			vml_address_fault_add(ctx, &pci->faults, device, VML_PCI_IGNORED);
		return;
	}
	if (check_range(ctx, pci, device, &at))
		return;
	if (is_misplaced_piix3(ctx, device, &at)) {
		vml_address_fault_add(ctx, &pci->faults, device, VML_PCI_REFUSED)->text =
			pci->buses[0].kind->model;
		return;
	}
	if (fixed) {
		if (at.domain || at.bus || at.slot != fixed->slot || at.function != fixed->function)
			vml_address_fault_add(ctx, &pci->faults, device, VML_PCI_FIXED)->text =
				fixed->address;
		return;
	}
	/*
	 * libvirt validates the addresses of PCI devices only, but reserves those of all
	 * controllers
	 */
	if (plug && check_bus(ctx, pci, device, plug, &at))
		return;
	take(ctx, pci, device, plug, &at, is_there);
	if (plug & PLUG_BRIDGE && index_of(pci, device) <= at.bus)
		vml_address_fault_add(ctx, &pci->faults, device, VML_PCI_ORDER)->attr = "bus";
}

/*
 * For boards without a PCI model: check only the ranges of numbers, which libvirt's parser limits.
 */
static void check_ranges(vml_context *ctx, struct vml_pci *pci)
{
	struct address at;

	vml_each_device (device, ctx, NULL) {
		const xmlNode *element = vml_child(device, "address");

		if (vml_attr_is(element, "@type", "pci") && read_address(element, &at) &&
			!is_empty(&at))
			check_range(ctx, pci, device, &at);
	}
}

/*
 * Add a problem for each device in a slot whose function 0 is unused: the guest does not find it.
 */
static void find_hidden(vml_context *ctx, struct vml_pci *pci)
{
	struct address at;

	vml_each_device (device, ctx, NULL) {
		const xmlNode *element = vml_child(device, "address");
		const struct pci_bus *bus;

		if (!vml_attr_is(element, "@type", "pci") || !read_address(element, &at) ||
			!at.function || at.function > 7 || at.bus >= pci->n || at.slot > 31 ||
			is_empty(&at) || fixed_of(ctx, device))
			continue;
		bus = &pci->buses[at.bus];
		/*
		 * skip controllers, because libvirt itself may add a device at function 0: a
		 * missing companion of a USB controller, or a root port
		 */
		if (bus->taken[at.slot] & 1 || vml_named(device, "controller"))
			continue;
		vml_address_fault_add(ctx, &pci->faults, device, VML_PCI_HIDDEN)->limit =
			(unsigned int)__builtin_popcount(bus->taken[at.slot]);
	}
}

static void take_board(const vml_context *ctx, struct vml_pci *pci, bool (*is_there)[FIXED_COUNT])
{
	for (size_t i = 0; i < sizeof(board_devices) / sizeof(*board_devices); i++)
		if (board_devices[i].board == ctx->facts.board)
			pci->buses[0].taken[board_devices[i].slot] |=
				(unsigned char)(1u << board_devices[i].function);
	for (size_t i = 0; i < FIXED_COUNT; i++)
		if ((*is_there)[i])
			pci->buses[0].taken[fixed_controllers[i].slot] |=
				(unsigned char)(1u << fixed_controllers[i].function);
}

const struct vml_pci *vml_pci_of(vml_context *ctx)
{
	struct vml_pci *pci = ctx->pci;
	bool is_there[FIXED_COUNT];

	if (pci)
		return pci;
	pci = ctx->pci = vml_arena_alloc(ctx->doc->arena, sizeof(*pci));
	if (!vml_pci_build_buses(ctx, pci)) {
		check_ranges(ctx, pci);
		if (ctx->facts.gates & VML_WHEN_MINIMAL)
			vml_pci_find_unplaced(ctx, pci);
		return pci;
	}
	find_fixed(ctx, &is_there);
	take_board(ctx, pci, &is_there);
	vml_each_device (device, ctx, NULL)
		/* skip <console>: it repeats a <serial> and its address */
		if (!vml_named(device, "console"))
			place(ctx, pci, device, &is_there);
	vml_pci_find_companions(ctx, pci);
	vml_pci_assign(ctx, pci);
	if (pci->has_functions)
		find_hidden(ctx, pci);
	return pci;
}

const vml_address_fault *vml_pci_faults(vml_context *ctx)
{
	return vml_pci_of(ctx)->faults.first;
}

unsigned int vml_pci_free_slots(vml_context *ctx, unsigned int bus)
{
	const struct vml_pci *pci = vml_pci_of(ctx);
	unsigned int n = 0;

	if (bus >= pci->n)
		return 0;
	for (unsigned int i = pci->buses[bus].kind->first; i <= pci->buses[bus].kind->last; i++)
		n += !pci->buses[bus].taken[i];
	return n;
}
