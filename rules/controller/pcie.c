/* Free PCI Express ports: each hotplugged device needs one. */
#include <vmlint/addresses.h>

static bool is_port(const xmlNode *device)
{
	return vml_attr_is(device, "@type", "pci") &&
		vml_one_of(
			vml_attr(device, "@model"), "pcie-root-port|pcie-switch-downstream-port");
}

static void no_free_port(vml_context *ctx, xmlNode *devices)
{
	const xmlNode *last = NULL;
	vml_finding *finding;

	(void)devices;
	vml_each_device (controller, ctx, "controller")
		if (is_port(controller))
			last = controller;
	if (!last || vml_pci_has_free_port(ctx))
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
