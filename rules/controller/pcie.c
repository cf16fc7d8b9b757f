/* Whether a device can still be plugged in: PCI Express has a port for each. */
#include <vmlint/rule.h>

#include <string.h>

static bool is_port(const xmlNode *device)
{
	return vml_attr_is(device, "@type", "pci") &&
		vml_one_of(
			vml_attr(device, "@model"), "pcie-root-port|pcie-switch-downstream-port");
}

/* Whether the XML leaves it to libvirt to place a device: ports are then added as needed. */
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

static bool has_bus(const xmlNode *devices, uint64_t bus)
{
	uint64_t index;

	vml_each_child (controller, devices, "controller")
		if (vml_attr_is(controller, "@type", "pci") &&
			vml_number(vml_attr(controller, "@index"), &index) && index == bus)
			return true;
	return false;
}

/* Whether libvirt has nothing to place any more: no device, and no bus that one is on. */
static bool is_all_placed(const xmlNode *devices)
{
	uint64_t bus;

	for (xmlNode *device = vml_first(devices); device; device = vml_sibling(device)) {
		if (awaits_address(device))
			return false;
		if (vml_attr_is(device, "address/@type", "pci") &&
			vml_number(vml_attr(device, "address/@bus"), &bus) && bus > 0 &&
			!has_bus(devices, bus))
			return false;
	}
	return true;
}

/* Whether anything is plugged into bus `bus`. */
static bool is_taken(const xmlNode *devices, uint64_t bus)
{
	uint64_t at;

	for (xmlNode *device = vml_first(devices); device; device = vml_sibling(device))
		if (vml_attr_is(device, "address/@type", "pci") &&
			vml_number(vml_attr(device, "address/@bus"), &at) && at == bus)
			return true;
	return false;
}

static bool has_free_port(const xmlNode *devices)
{
	uint64_t index;

	vml_each_child (port, devices, "controller") {
		if (!is_port(port) || vml_attr_is(port, "target/@hotplug", "off"))
			continue;
		/* without a number it is new: nothing can be in it */
		if (!vml_number(vml_attr(port, "@index"), &index) || !is_taken(devices, index))
			return true;
	}
	return false;
}

static void no_free_port(vml_run *run, xmlNode *devices)
{
	const xmlNode *last = NULL;
	vml_finding *finding;

	vml_each_child (controller, devices, "controller")
		if (is_port(controller))
			last = controller;
	if (!last || !is_all_placed(devices) || has_free_port(devices))
		return;
	finding = vml_report(run, last,
		"all PCI Express ports are taken: no device can be plugged into the running guest");
	for (int i = 0; i < 4; i++)
		vml_fix_add(
			finding, devices, last, "<controller type='pci' model='pcie-root-port'/>");
	vml_command(finding,
		"--add-device --controller pci,model=pcie-root-port "
		"--controller pci,model=pcie-root-port --controller pci,model=pcie-root-port "
		"--controller pci,model=pcie-root-port");
}

const vml_rule vml_rules_controller_pcie[] = {
	{
		.id = "controller-pcie-no-free-port",
		.summary = "no free PCI Express port is left for hotplug",
		.why = "On q35 and virt boards each hotplugged device needs a root port of its "
		       "own, and ports cannot be added while the guest runs. With none free, "
		       "\"virsh attach-device\" of a disk or an interface fails with \"No more "
		       "available PCI slots\" until the guest was shut down and started again.",
		.remedy = "Adds four empty ports, which libvirt numbers and places by itself; "
			  "virt-manager gives a new guest 14. They cost the guest a little memory "
			  "and boot time. If nothing is ever plugged in, leave it.",
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
