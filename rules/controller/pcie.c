/* Free PCI Express ports: each device that is plugged into a running guest needs one. */
#include <vmlint/addresses.h>

#include <string.h>

static bool is_port(const xmlNode *device)
{
	return vml_attr_is(device, "@type", "pci") &&
		vml_one_of(
			vml_attr(device, "@model"), "pcie-root-port|pcie-switch-downstream-port");
}

/* Return true if a virtio device has no address yet: libvirt will place it on a port. */
static bool is_pending(vml_context *ctx, const xmlNode *device)
{
	if (vml_child(device, "address"))
		return false;
	if (vml_named(device, "disk"))
		return !strcmp(vml_disk_bus(device), "virtio");
	if (vml_named(device, "interface"))
		return vml_starts_with(vml_nic_model(ctx, device), "virtio");
	if (vml_named(device, "controller"))
		return vml_attr_is(device, "@type", "virtio-serial") ||
			vml_attr_is(device, "@model", "virtio-scsi");
	if (vml_named(device, "memballoon"))
		return !vml_attr_is(device, "@model", "none");
	return vml_named(device, "rng") || vml_named(device, "vsock");
}

/* Return true if libvirt will add a virtio-serial controller for a channel. */
static bool adds_virtio_serial(const vml_context *ctx)
{
	vml_each_device (controller, ctx, "controller")
		if (vml_attr_is(controller, "@type", "virtio-serial"))
			return false;
	vml_each_device (channel, ctx, "channel")
		if (vml_attr_is(channel, "target/@type", "virtio"))
			return true;
	return false;
}

/*
 * Report if no port will be free after libvirt has placed the devices that have no address yet.
 * libvirt adds only missing ports; only if the XML lists no port at all, it adds a spare one
 * (qemuDomainAssignPCIAddresses()).
 */
static void pending(vml_context *ctx, xmlNode *devices)
{
	unsigned int n_ports = 0, n_pending = 0, n_placed = 0;
	vml_finding *finding;

	/*
	 * the numbers of ports below were verified on q35 only: the rule's gates exclude the other
	 * x86 boards
	 */
	if (!vml_one_of(vml_facts_of(ctx)->arch, "x86_64|i686"))
		return;
	vml_each_device (device, ctx, NULL) {
		bool port = is_port(device);

		n_ports += port;
		n_pending += is_pending(ctx, device);
		n_placed += !port && vml_attr_is(device, "address/@type", "pci") &&
			!vml_one_of(vml_attr(device, "address/@bus"), "|0|0x0|0x00");
	}
	if (!n_pending)
		return;
	n_pending += !vml_device(ctx, "memballoon");
	n_pending += adds_virtio_serial(ctx);
	if (!n_ports)
		finding = vml_report(ctx, devices,
			"no root port is listed: libvirt adds one spare port, so only one device "
			"can be plugged into the running guest");
	else if (n_placed + n_pending == n_ports)
		finding = vml_report(ctx, devices,
			"the devices need all %u PCI Express ports that are listed: no device can be "
			"plugged into the running guest",
			n_ports);
	else if (n_placed + n_pending > n_ports)
		finding = vml_report(ctx, devices,
			"the devices need at least %u PCI Express ports, %u listed: libvirt adds "
			"only the missing ones, so no device can be plugged into the running guest",
			n_placed + n_pending, n_ports);
	else
		return;
	vml_lower_fix(finding, VML_FIX_NONE);
	vml_remedy(finding,
		"Add <controller type='pci' model='pcie-root-port'/> until there is one for each "
		"PCI device of the guest and for each device to be plugged in later. If you never "
		"plug in devices while the guest runs, suppress this finding.");
}

static void no_free_port(vml_context *ctx, xmlNode *devices)
{
	const xmlNode *last = NULL;
	vml_finding *finding;

	vml_each_device (controller, ctx, "controller")
		if (is_port(controller))
			last = controller;
	if (!last || vml_pci_has_free_port(ctx)) {
		pending(ctx, devices);
		return;
	}
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
			  "memory and boot time. If you never plug in devices while the "
			  "guest runs, suppress this finding.",
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
