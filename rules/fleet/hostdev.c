/* Devices of the host that are assigned to several domains. */
#include <vmlint/fleet.h>

enum { CERTAIN, BY_MODEL };

static uint64_t number(const xmlNode *node, const char *path)
{
	uint64_t value = 0;

	vml_number(vml_attr(node, path), &value);
	return value;
}

static void pci(vml_context *ctx, const xmlNode *address)
{
	if (!vml_has_attr(address, "@bus") || vml_is_placeholder(vml_attr(address, "@bus")) ||
		vml_is_placeholder(vml_attr(address, "@slot")))
		return;
	vml_fleet_key(ctx, address, NULL, VML_SCOPE_HOST, CERTAIN,
		vml_format(ctx, "PCI device %04x:%02x:%02x.%x",
			(unsigned int)number(address, "@domain"),
			(unsigned int)number(address, "@bus"),
			(unsigned int)number(address, "@slot"),
			(unsigned int)number(address, "@function")));
}

static void usb(vml_context *ctx, const xmlNode *source)
{
	const xmlNode *address = vml_child(source, "address");

	if (vml_has_attr(address, "@device")) {
		vml_fleet_key(ctx, address, NULL, VML_SCOPE_HOST, CERTAIN,
			vml_format(ctx, "USB device %u of bus %u",
				(unsigned int)number(address, "@device"),
				(unsigned int)number(address, "@bus")));
		return;
	}
	if (vml_has_attr(source, "vendor/@id"))
		vml_fleet_key(ctx, source, NULL, VML_SCOPE_HOST, BY_MODEL,
			vml_format(ctx, "USB device %04x:%04x",
				(unsigned int)number(source, "vendor/@id"),
				(unsigned int)number(source, "product/@id")));
}

static void scsi(vml_context *ctx, const xmlNode *device)
{
	const xmlNode *source = vml_child(device, "source");

	if (!*vml_attr(source, "adapter/@name") || vml_child(device, "shareable") ||
		vml_child(device, "readonly"))
		return;
	vml_fleet_key(ctx, source, NULL, VML_SCOPE_HOST, CERTAIN,
		vml_format(ctx, "SCSI device %s:%u:%u:%u", vml_attr(source, "adapter/@name"),
			(unsigned int)number(source, "address/@bus"),
			(unsigned int)number(source, "address/@target"),
			(unsigned int)number(source, "address/@unit")));
}

static void hostdev_conflict(vml_context *ctx, xmlNode *device)
{
	const char *type = vml_attr(device, "@type");
	const xmlNode *source = vml_child(device, "source");
	const xmlNode *address = vml_child(source, "address");

	if (!vml_named(device, "hostdev")) {
		/* interfaces of type hostdev, and disks of type nvme */
		if (vml_one_of(type, "hostdev|nvme"))
			pci(ctx, address);
		else if (!strcmp(type, "vdpa"))
			vml_fleet_key(ctx, source, "dev", VML_SCOPE_HOST, CERTAIN,
				vml_attr(source, "@dev"));
		return;
	}
	if (!strcmp(type, "pci"))
		pci(ctx, address);
	else if (!strcmp(type, "usb"))
		usb(ctx, source);
	else if (!strcmp(type, "mdev"))
		vml_fleet_key(ctx, address, "uuid", VML_SCOPE_HOST, CERTAIN,
			vml_format(ctx, "mediated device %s",
				vml_lower_case(ctx, vml_attr(address, "@uuid"))));
	else if (!strcmp(type, "scsi"))
		scsi(ctx, device);
}

static const vml_joined joined = {
	.conflicts = { [CERTAIN] = 1 << CERTAIN, [BY_MODEL] = 1 << BY_MODEL },
	.doubtful = { [BY_MODEL] = 1 << BY_MODEL },
	.messages = { [CERTAIN] = "{device} is assigned {value} of the host, which is also "
				  "assigned to {others}: only one of the guests can run",
		[BY_MODEL] =
			"{device} is assigned {value}, which is also assigned to {others}: only "
			"one of the guests can run unless the host has several such devices" },
	.remedies = { [BY_MODEL] = "Assign the device to one guest only. If the host has several "
				   "such devices, select each by its <address>. If the guests "
				   "never run at the same time, suppress the finding with that "
				   "reason." },
};

const vml_rule vml_rules_fleet_hostdev[] = {
	{
		.id = "fleet-hostdev-conflict",
		.summary = "two domains of one host are assigned the same device",
		.why = "A PCI, USB or mediated device belongs to one guest at a time: "
		       "libvirt refuses to start the second one (\"PCI device ... is in use "
		       "by driver QEMU, domain ...\"). After a restart of the host, the "
		       "guest that starts first gets the device.",
		.remedy = "Assign the device to one guest only. The others can use other devices, "
			  "such as other virtual functions of a PCI card: \"virsh nodedev-list\" "
			  "lists the devices of the host. If the guests never run at the same "
			  "time, suppress the finding with that reason.",
		.url = "https://libvirt.org/formatdomain.html#host-device-assignment",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_FLEET,
		.each = "devices/hostdev|devices/interface|devices/disk",
		.check = hostdev_conflict,
		.joined = &joined,
	},
	{ 0 }
};
