/* USB addresses of a guest: controllers, hubs and the ports in use. */
#include "addresses.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH = 4, HUB_PORTS = 8, ANY_PORTS = 1000 };

struct vml_usb {
	struct fault_list faults;
	vml_index *buses, *hubs, *places; /* buses: by index; hubs, places: by bus and port */
	/* number of ports of all controllers and hubs; number of USB devices */
	unsigned int ports, devices;
	unsigned int taken;	/* number of ports that <address> elements use */
	const xmlNode *waiting; /* the first USB device without an <address>, or NULL */
	/*
	 * number of ports of bus 0 if the document has no controller for it; 0: the guest then has
	 * no USB
	 */
	unsigned int default_ports;
	/*
	 * a USB controller has no index, although it is not the only one: bus numbers are unknown
	 */
	bool unknown;
	bool off; /* the guest has no USB */
};

struct path {
	/* depth: number of ports in the path; 0 if the address has no port */
	unsigned int bus, depth;
	unsigned int ports[DEPTH];
};

/*
 * Return the number of ports: virDomainUSBAddressControllerModelToPorts(). 0 for companions, which
 * share those of an EHCI controller.
 */
static unsigned int ports_of(const xmlNode *controller)
{
	const char *model = vml_attr(controller, "@model");
	uint64_t ports;

	if (vml_one_of(model, "ehci|ich9-ehci1"))
		return 6;
	if (vml_starts_with(model, "ich9-uhci") || !strcmp(model, "none"))
		return 0;
	if (!strcmp(model, "pci-ohci"))
		return 3;
	if (strstr(model, "xhci"))
		return vml_number(vml_attr(controller, "@ports"), &ports) && ports < ANY_PORTS
			? (unsigned int)ports
			: 4;
	/* without a model the number depends on the architecture: assume enough */
	return *model ? 2 : ANY_PORTS;
}

static bool is_usb_controller(const xmlNode *device)
{
	return vml_named(device, "controller") && vml_attr_is(device, "@type", "usb");
}

/* From virDomainDeviceIsUSB() in src/conf/domain_conf.c. */
static bool is_usb_device(vml_context *ctx, const xmlNode *device)
{
	switch (*device->name) {
	case 'c': return vml_named(device, "controller") && vml_attr_is(device, "@type", "ccid");
	case 'd': return vml_named(device, "disk") && !strcmp(vml_disk_bus(device), "usb");
	case 'f':
		return vml_named(device, "filesystem") &&
			vml_attr_is(device, "driver/@type", "mtp");
	case 'h':
		return (vml_named(device, "hub") || vml_named(device, "hostdev")) &&
			vml_attr_is(device, "@type", "usb");
	case 'i':
		if (vml_named(device, "interface"))
			return !strcmp(vml_nic_model(ctx, device), "usb-net");
		return vml_named(device, "input") && vml_attr_is(device, "@bus", "usb");
	case 'r': return vml_named(device, "redirdev") && vml_attr_is(device, "@bus", "usb");
	case 's':
		return (vml_named(device, "sound") && vml_attr_is(device, "@model", "usb")) ||
			(vml_named(device, "serial") &&
				vml_attr_is(device, "target/@type", "usb-serial"));
	default: return false;
	}
}

static bool read_path(const xmlNode *address, struct path *ret)
{
	const char *at = vml_attr(address, "@port");
	uint64_t bus = 0;

	*ret = (struct path){ 0 };
	if (vml_has_attr(address, "@bus") && !vml_number(vml_attr(address, "@bus"), &bus))
		return false;
	ret->bus = (unsigned int)(bus < UINT32_MAX ? bus : UINT32_MAX);
	while (*at && ret->depth < DEPTH) {
		char *end;
		unsigned long port = strtoul(at, &end, 10);

		if (end == at)
			return false;
		if (!port)
			break;
		ret->ports[ret->depth++] = (unsigned int)(port < ANY_PORTS ? port : ANY_PORTS);
		at = *end == '.' ? end + 1 : end;
	}
	/* false if the path has more than DEPTH ports, which another rule reports */
	return ret->depth < DEPTH || !*at;
}

/* Return the hash of the bus and the first `depth` ports of a path. */
static uint64_t path_key(const struct path *path, unsigned int depth)
{
	uint64_t key = vml_hash_number(1, path->bus);

	for (unsigned int i = 0; i < depth; i++)
		key = vml_hash_number(key, path->ports[i]);
	return key;
}

static bool has_one_controller(const vml_context *ctx)
{
	unsigned int n = 0;

	vml_each_device (device, ctx, "controller")
		n += is_usb_controller(device);
	return n == 1;
}

static void add_controllers(vml_context *ctx, struct vml_usb *usb)
{
	bool is_sole = has_one_controller(ctx);

	vml_each_device (device, ctx, "controller") {
		unsigned int ports;
		uint64_t index = 0;
		const xmlNode *other;

		if (!is_usb_controller(device))
			continue;
		ports = ports_of(device);
		usb->off |= vml_attr_is(device, "@model", "none");
		if (!vml_number(vml_attr(device, "@index"), &index) && !is_sole)
			usb->unknown = true;
		usb->ports += ports;
		if (!ports || usb->unknown)
			continue;
		other = vml_index_earlier(
			&usb->buses, ctx->doc->arena, vml_hash_number(1, index), device);
		if (other)
			vml_address_fault_add(ctx, &usb->faults, device, VML_USB_TWO_CONTROLLERS)
				->other = other;
	}
}

/* Return the number of ports of a bus; 0 if the guest does not have the bus. */
static unsigned int bus_ports(vml_context *ctx, const struct vml_usb *usb, unsigned int bus)
{
	const xmlNode *controller = vml_index_peek(usb->buses, vml_hash_number(1, bus));

	(void)ctx;
	if (controller)
		return ports_of(controller);
	return bus ? 0 : usb->default_ports;
}

/* Return true if the port in the path exists; else add a problem. */
static bool check_port(
	vml_context *ctx, struct vml_usb *usb, const xmlNode *device, const struct path *path)
{
	unsigned int ports = bus_ports(ctx, usb, path->bus);
	vml_address_fault *fault;

	if (!ports) {
		fault = vml_address_fault_add(ctx, &usb->faults, device, VML_USB_NO_BUS);
		fault->attr = "bus";
		fault->limit = path->bus;
		return false;
	}
	for (unsigned int i = 0; i < path->depth; i++) {
		if (path->ports[i] > ports) {
			fault = vml_address_fault_add(ctx, &usb->faults, device, VML_USB_NO_PORT);
			fault->attr = "port";
			fault->limit = ports;
			return false;
		}
		ports = HUB_PORTS;
		if (i + 1 < path->depth && !vml_index_peek(usb->hubs, path_key(path, i + 1))) {
			fault = vml_address_fault_add(ctx, &usb->faults, device, VML_USB_NO_HUB);
			fault->attr = "port";
			fault->limit = path->ports[i];
			return false;
		}
	}
	return true;
}

static void place(vml_context *ctx, struct vml_usb *usb, const xmlNode *device)
{
	const xmlNode *address = vml_child(device, "address"), *other;
	bool hub = vml_named(device, "hub");
	struct path path;
	uint64_t key;

	if (address && (!vml_attr_is(address, "@type", "usb") || !read_path(address, &path)))
		return;
	if (!address && !usb->waiting)
		usb->waiting = device;
	/* with a bus but no port, libvirt chooses a port on this bus */
	if (!address || !check_port(ctx, usb, device, &path) || !path.depth)
		return;
	usb->taken++;
	key = path_key(&path, path.depth);
	if (hub)
		vml_index_earlier(&usb->hubs, ctx->doc->arena, key, device);
	other = vml_index_earlier(&usb->places, ctx->doc->arena, key, device);
	if (!other)
		return;
	vml_address_fault_add(ctx, &usb->faults, device, VML_ADDRESS_TAKEN)->other = other;
}

/* Place all devices, hubs first: a device may precede the hub that it is connected to. */
static void place_all(vml_context *ctx, struct vml_usb *usb)
{
	vml_each_device (hub, ctx, "hub") {
		if (!is_usb_device(ctx, hub))
			continue;
		usb->ports += HUB_PORTS;
		if (!usb->off && !usb->unknown)
			place(ctx, usb, hub);
	}
	vml_each_device (device, ctx, NULL) {
		if (!is_usb_device(ctx, device))
			continue;
		usb->devices++;
		if (usb->off)
			vml_address_fault_add(ctx, &usb->faults, device, VML_USB_OFF);
		else if (!usb->unknown && !vml_named(device, "hub"))
			place(ctx, usb, device);
	}
}

static const struct vml_usb *usb_of(vml_context *ctx)
{
	static const unsigned int default_ports[] = { [VML_BOARD_OTHER] = ANY_PORTS,
		[VML_BOARD_PC] = 2,
		[VML_BOARD_Q35] = 4,
		[VML_BOARD_PSERIES] = ANY_PORTS,
		[VML_BOARD_CCW] = 0 };
	struct vml_usb *usb = ctx->usb;

	if (usb)
		return usb;
	usb = ctx->usb = vml_arena_alloc(ctx->doc->arena, sizeof(*usb));
	add_controllers(ctx, usb);
	usb->default_ports = default_ports[ctx->facts.board];
	if (!usb->buses && !usb->off && !usb->unknown) {
		usb->off = !usb->default_ports && ctx->facts.gates & VML_WHEN_VIRTIO;
		usb->ports += usb->default_ports;
	}
	place_all(ctx, usb);
	/* libvirt would add a hub, but that needs a free port itself */
	if (usb->waiting && usb->taken >= usb->ports && !usb->unknown && !usb->faults.first)
		vml_address_fault_add(ctx, &usb->faults, usb->waiting, VML_USB_FULL);
	return usb;
}

const vml_address_fault *vml_usb_faults(vml_context *ctx)
{
	return usb_of(ctx)->faults.first;
}

unsigned int vml_usb_free_ports(vml_context *ctx)
{
	const struct vml_usb *usb = usb_of(ctx);

	return usb->ports > usb->devices ? usb->ports - usb->devices : 0;
}
