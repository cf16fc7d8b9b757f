/* Free PCI Express ports: each hotplugged device needs one. */
#include <vmlint/rule.h>

#include <string.h>

static bool is_port(const xmlNode *device)
{
	return vml_attr_is(device, "@type", "pci") &&
		vml_one_of(
			vml_attr(device, "@model"), "pcie-root-port|pcie-switch-downstream-port");
}

/* Return true if libvirt has yet to assign a PCI address: it then adds ports as needed. */
static bool awaits_address(const xmlNode *device)
{
	if (vml_child(device, "address"))
		return false;
	if (vml_named(device, "disk"))
		return !strcmp(vml_disk_bus(device), "virtio");
	if (vml_named(device, "controller"))
		return !vml_attr_is(device, "@model", "pcie-root") &&
			!vml_attr_is(device, "@model", "none") &&
			!vml_attr_is(device, "@type", "ccid");
	if (vml_named(device, "hostdev"))
		return vml_one_of(vml_attr(device, "@type"), "pci|mdev");
	if (vml_named(device, "memballoon"))
		return !vml_attr_is(device, "@model", "none");
	if (vml_named(device, "video"))
		return !vml_attr_is(device, "model/@type", "none");
	if (vml_named(device, "sound"))
		return !vml_one_of(vml_attr(device, "@model"), "pcspk|usb|sb16");
	return vml_named(device, "interface") || vml_named(device, "rng") ||
		vml_named(device, "filesystem") || vml_named(device, "vsock");
}

static bool is_bus(const xmlNode *controller, uint64_t *ret_index)
{
	return vml_attr_is(controller, "@type", "pci") &&
		vml_number(vml_attr(controller, "@index"), ret_index);
}

static uint64_t bus_key(vml_context *ctx, const xmlNode *controller)
{
	uint64_t index;

	(void)ctx;
	return is_bus(controller, &index) ? vml_hash_number(1, index) : 0;
}

static void index_buses(vml_context *ctx, vml_index *index)
{
	vml_index_devices(ctx, index, "controller", bus_key);
}

static bool has_bus(vml_context *ctx, uint64_t bus)
{
	const vml_entry *it = vml_index_find(ctx, index_buses, vml_hash_number(1, bus));
	uint64_t index;

	while (it && !(is_bus(it->node, &index) && index == bus))
		it = it->next;
	return it;
}

/* Return true if the device has a PCI address, with its bus in *ret_bus. */
static bool is_plugged(const xmlNode *device, uint64_t *ret_bus)
{
	return vml_attr_is(device, "address/@type", "pci") &&
		vml_number(vml_attr(device, "address/@bus"), ret_bus);
}

/* Return true if all devices have addresses on buses whose controllers are in the XML. */
static bool is_all_placed(vml_context *ctx)
{
	uint64_t bus;

	vml_each_device (device, ctx, NULL) {
		if (awaits_address(device))
			return false;
		if (is_plugged(device, &bus) && bus > 0 && !has_bus(ctx, bus))
			return false;
	}
	return true;
}

static uint64_t plug_key(vml_context *ctx, const xmlNode *device)
{
	uint64_t bus;

	(void)ctx;
	return is_plugged(device, &bus) ? vml_hash_number(1, bus) : 0;
}

static void index_plugs(vml_context *ctx, vml_index *index)
{
	vml_index_devices(ctx, index, NULL, plug_key);
}

/* Return true if a device is plugged into bus `bus`. */
static bool is_taken(vml_context *ctx, uint64_t bus)
{
	const vml_entry *it = vml_index_find(ctx, index_plugs, vml_hash_number(1, bus));
	uint64_t at;

	while (it && !(is_plugged(it->node, &at) && at == bus))
		it = it->next;
	return it;
}

static bool has_free_port(vml_context *ctx)
{
	uint64_t index;

	vml_each_device (port, ctx, "controller") {
		if (!is_port(port) || vml_attr_is(port, "target/@hotplug", "off"))
			continue;
		/* no index: libvirt has not numbered it yet, so no address can refer to it */
		if (!vml_number(vml_attr(port, "@index"), &index) || !is_taken(ctx, index))
			return true;
	}
	return false;
}

static void no_free_port(vml_context *ctx, xmlNode *devices)
{
	const xmlNode *last = NULL;
	vml_finding *finding;

	(void)devices;
	vml_each_device (controller, ctx, "controller")
		if (is_port(controller))
			last = controller;
	if (!last || !is_all_placed(ctx) || has_free_port(ctx))
		return;
	finding = vml_report(ctx, last,
		"all PCI Express ports are in use: no device can be plugged into the running "
		"guest");
	for (int i = 0; i < 4; i++)
		vml_fix_add(finding, vml_parent(last), last,
			"<controller type='pci' model='pcie-root-port'/>");
	vml_command(finding,
		"--add-device --controller pci,model=pcie-root-port "
		"--controller pci,model=pcie-root-port --controller pci,model=pcie-root-port "
		"--controller pci,model=pcie-root-port");
}

const vml_rule vml_rules_controller_pcie[] = {
	{
		.id = "controller-pcie-no-free-port",
		.summary = "no PCI Express port is free for hotplug",
		.why = "On q35 and virt machines each hotplugged device needs a root port of its "
		       "own, and ports cannot be added while the guest runs. If none is free, "
		       "\"virsh attach-device\" of a disk or interface fails with \"No more "
		       "available PCI slots\" until the guest is shut down and started again.",
		.remedy = "Adds four empty ports, to which libvirt assigns addresses; "
			  "virt-manager gives a new guest 14. They cost the guest a little "
			  "memory and boot time. If you never hotplug devices, none are needed.",
		.url = "https://libvirt.org/pci-hotplug.html",
		.severity = VML_INFO,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.unless = VML_WHEN_PC | VML_WHEN_PSERIES | VML_WHEN_CCW | VML_WHEN_MINIMAL,
		.each = "devices",
		.check = no_free_port,
	},
	{ 0 }
};
