/* Devices of the host that a domain uses and that the host lacks: PCI, USB, mdev, network. */
#include <vmlint/host.h>

static unsigned int number(const xmlNode *node, const char *path)
{
	uint64_t value = 0;

	vml_number(vml_attr(node, path), &value);
	return value < UINT32_MAX ? (unsigned int)value : 0;
}

static void report_absent(
	vml_context *ctx, const xmlNode *source, const char *what, const char *name)
{
	static const char *const lists[][2] = { { "PCI device", "lspci -D" },
		{ "USB device", "lsusb" }, { "network device", "ip link" } };
	vml_finding *finding = vml_report(ctx, source,
		"%s uses %s %s, which does not exist: the guest does not start",
		vml_device_name(ctx, source), what, name);

	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		if (!strcmp(what, lists[i][0]))
			vml_remedy(finding,
				"Find the device on the host with '%s', and correct <%s>, or "
				"remove the device from the domain.%s",
				lists[i][1], vml_named(source, "target") ? "target" : "source",
				*what == 'U'
					? " With startupPolicy='optional' in <source>, the guest "
					  "starts without it."
					: "");
}

static void check_pci(vml_context *ctx, const xmlNode *source)
{
	const vml_host *host = vml_host_of(ctx);
	const xmlNode *address = vml_child(source, "address");
	unsigned int domain = number(address, "@domain"), bus = number(address, "@bus");
	unsigned int slot = number(address, "@slot"), function = number(address, "@function");

	if (!address)
		return;
	if (vml_host_pci(host, domain, bus, slot, function) == VML_NO) {
		report_absent(ctx, address, "PCI device",
			vml_format(ctx, "%04x:%02x:%02x.%x", domain, bus, slot, function));
	} else if (vml_host_iommu(host) == VML_NO) {
		vml_remedy(vml_report(ctx, address,
				   "%s requires an IOMMU, which the host does not have: the guest "
				   "does not start",
				   vml_device_name(ctx, source)),
			"Enable the IOMMU (VT-d, AMD-Vi) in the firmware setup of the host, and in "
			"its kernel: on Intel with the parameter intel_iommu=on. 'virt-host-validate "
			"qemu' checks it.");
	}
}

static void check_usb(vml_context *ctx, const xmlNode *source)
{
	const xmlNode *address = vml_child(source, "address");
	unsigned int vendor = number(source, "vendor/@id"), product = number(source, "product/@id");
	unsigned int bus = number(address, "@bus"), device = number(address, "@device");
	const char *at = bus || device ? vml_format(ctx, "%u:%u", bus, device) : "";
	const char *id = vendor || product ? vml_format(ctx, "%04x:%04x", vendor, product) : "";
	int n;

	if ((!*at && !*id) || vml_one_of(vml_attr(source, "@startupPolicy"), "optional|requisite"))
		return;
	n = vml_host_usb(vml_host_of(ctx), vendor, product, bus, device);
	if (!n)
		report_absent(ctx, source, "USB device",
			vml_format(ctx, "%s%s%s", id, *at && *id ? " at " : "", at));
	else if (n > 1 && !*at)
		vml_remedy(
			vml_report(ctx, source,
				"the host has %d USB devices %s: libvirt does not choose one, and "
				"the guest does not start",
				n, id),
			"Add <address bus='...' device='...'/> of one device ('lsusb') to <source>. "
			"The numbers change when a device is plugged in again.");
}

static void hostdev(vml_context *ctx, const xmlNode *device)
{
	const xmlNode *source = vml_child(device, "source");
	const char *type = vml_attr(device, "@type"), *mode = vml_attr(device, "@mode");
	const char *uuid = vml_attr(source, "address/@uuid");

	if (*mode && strcmp(mode, "subsystem") != 0)
		return;
	if (!strcmp(type, "pci"))
		check_pci(ctx, source);
	else if (!strcmp(type, "usb"))
		check_usb(ctx, source);
	else if (!strcmp(type, "mdev") && *uuid && vml_host_mdev(vml_host_of(ctx), uuid) == VML_NO)
		vml_remedy(vml_report_attr(ctx, vml_child(source, "address"), "uuid",
				   "%s uses mediated device %s, which does not exist or is not "
				   "active: the guest does not start",
				   vml_device_name(ctx, device), uuid),
			"Create the device with \"mdevctl start --uuid %s --parent DEVICE --type "
			"TYPE\". \"mdevctl define --auto --uuid %s\" makes the host create it at each "
			"boot.",
			vml_shell(ctx, uuid), vml_shell(ctx, uuid));
}

static void interface(vml_context *ctx, const xmlNode *device)
{
	const xmlNode *source = vml_child(device, "source");
	const xmlNode *target = vml_child(device, "target");
	const char *type = vml_attr(device, "@type"), *name = vml_attr(source, "@dev");
	const char *tap = vml_attr(target, "@dev");

	if (!strcmp(type, "hostdev") && vml_attr_is(source, "address/@type", "pci"))
		check_pci(ctx, source);
	else if (!strcmp(type, "direct") && *name &&
		vml_host_interface(vml_host_of(ctx), name) == VML_NO)
		report_absent(ctx, source, "network device", name);
	else if (!strcmp(type, "ethernet") && vml_attr_is(target, "@managed", "no") && *tap &&
		vml_host_interface(vml_host_of(ctx), tap) == VML_NO)
		report_absent(ctx, target, "network device", tap);
}

static void missing(vml_context *ctx, xmlNode *device)
{
	if (vml_named(device, "hostdev"))
		hostdev(ctx, device);
	else if (vml_named(device, "interface"))
		interface(ctx, device);
	else if (vml_attr_is(device, "@type", "nvme"))
		check_pci(ctx, vml_child(device, "source"));
}

const vml_rule vml_rules_host_device[] = {
	{
		.id = "host-device-missing",
		.summary = "host does not have a device that the domain uses",
		.why = "libvirt assigns the device to the guest when it starts; without the device, "
		       "the guest does not start. Addresses differ between hosts, and may change "
		       "when cards or USB devices are added.",
		.remedy = "Find the address of the device on the host with 'lspci -D', 'lsusb', "
			  "'mdevctl list' or 'ip link', and correct <source>, or remove the "
			  "device. USB devices may be optional: startupPolicy='optional'.",
		.url = "https://libvirt.org/formatdomain.html#host-device-assignment",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST_DEVICES,
		.unless = VML_WHEN_LIVE,
		.each = "devices/hostdev|devices/interface|devices/disk",
		.check = missing,
	},
	{ 0 },
};
