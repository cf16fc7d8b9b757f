/* Host devices that libvirt rejects. */
#include <vmlint/refusal.h>

#include <string.h>

#define IS_MDEV VML_IS("@type", "mdev")

static bool has_no_display(vml_context *ctx, const xmlNode *hostdev)
{
	(void)hostdev;
	return !vml_device(ctx, "graphics");
}

static const vml_refusal rows[] = {
	{ .terms = { VML_IS("@type", "usb"), VML_HAS("source/vendor"),
		  VML_LACKS("source/product") },
		.at = "source",
		.message = "{device} has a vendor, but no product",
		.remedy = "Add the <product>: \"lsusb\" prints both ids." },
	/* with a port, libvirt since 11.9 needs no device number */
	{ .terms = { VML_IS("@type", "usb"), VML_HAS("source/address"),
		  VML_LACKS("source/address/@device"), VML_LACKS("source/address/@port") },
		.at = "source/address",
		.message = "{device} has a USB address without the number of the device",
		.remedy = "Add the attribute device (\"lsusb\" prints the number), or use "
			  "<vendor> and <product> instead of the address." },
	{ .until = VML_RELEASE(11, 9),
		.terms = { VML_IS("@type", "usb"), VML_HAS("source/address/@port"),
			VML_LACKS("source/address/@device") },
		.at = "source/address",
		.message = "{device} has a USB port, but not the number of the device",
		.remedy = "Add the attribute device (\"lsusb\" prints the number), or use "
			  "<vendor> and <product> instead of the address." },
	{ .terms = { VML_IS("@type", "usb"), VML_HAS("source/product"),
		  VML_LACKS("source/vendor") },
		.at = "source",
		.message = "{device} has a product, but no vendor",
		.remedy = "Add the <vendor>: \"lsusb\" prints both ids." },
	{ .terms = { VML_HAS("source/@startupPolicy"), VML_IS("@type", "pci|scsi|scsi_host|mdev") },
		.at = "source/@startupPolicy",
		.message = "{device} has a startup policy, which only USB devices have",
		.remedy = "Removes the attribute startupPolicy.",
		.fix = "unset source/@startupPolicy" },
	{ .terms = { VML_ANY("@sgio|@rawio"), VML_IS("@type", "pci|usb|scsi_host|mdev") },
		.message =
			"{device} has the attribute {name}, which only host devices of type scsi have",
		.remedy = "Removes the attribute {name}.",
		.fix = "drop" },
	{ .terms = { VML_HAS("@model"), VML_IS("@type", "pci|usb|scsi") },
		.at = "@model",
		.message = "{device} has a model, which only mediated and vhost-scsi devices have",
		.remedy = "Removes the attribute model.",
		.fix = "unset @model" },
	{ .terms = { IS_MDEV, VML_LACKS("source/address/@uuid"), VML_HAS("source") },
		.at = "source",
		.message = "{device} has no UUID of the mediated device",
		.remedy = "Set <address uuid='...'/> in <source> to a UUID in "
			  "/sys/bus/mdev/devices." },
	/* libvirt ignores a <teaming> without attributes */
	{ .terms = { VML_ANY("teaming/@type|teaming/@persistent"), VML_IS("@type", "pci"),
		  VML_IS_NOT("teaming/@type", "transient") },
		.at = "teaming",
		.message = "{device} must have type='transient' in <teaming>",
		.remedy = "Set type='transient': only a virtio interface can be persistent." },
	{ .terms = { VML_IS("teaming/@type", "transient"), VML_LACKS("teaming/@persistent"),
		  VML_IS("@type", "pci") },
		.at = "teaming",
		.message = "{device} has no attribute persistent in <teaming>",
		.remedy = "Set persistent to the alias of the virtio interface that takes over "
			  "from the device." },
	{ .terms = { VML_ANY("teaming/@type|teaming/@persistent"), VML_IS_NOT("@type", "|pci") },
		.at = "teaming",
		.message = "{device} has <teaming>, which only PCI devices support",
		.remedy = "Removes <teaming>: the guest then does not fail over to its virtio "
			  "interface.",
		.fix = "remove teaming" },
	{ .terms = { VML_IS("@mode", "capabilities"), VML_IS("@type", "storage"),
		  VML_LACKS("source/block") },
		.at = "source",
		.message = "{device} has no block device of the host",
		.remedy = "Add <block>/dev/...</block> to <source>." },
	{ .terms = { VML_IS("@mode", "capabilities"), VML_IS("@type", "misc"),
		  VML_LACKS("source/char") },
		.at = "source",
		.message = "{device} has no character device of the host",
		.remedy = "Add <char>/dev/...</char> to <source>." },
	{ .terms = { VML_IS("@mode", "capabilities"), VML_IS("@type", "net"),
		  VML_LACKS("source/interface") },
		.at = "source",
		.message = "{device} has no network interface of the host",
		.remedy = "Add <interface>...</interface> to <source>." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@mode", "capabilities") },
		.at = "@mode",
		.message = "{device} has mode='capabilities', which only containers support",
		.remedy = "Set mode='subsystem' with a type that QEMU supports: pci, usb, scsi, "
			  "scsi_host or mdev." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("source/@writeFiltering"), VML_IS("@type", "pci") },
		.at = "source/@writeFiltering",
		.message = "{device} has writeFiltering set, which only Xen supports",
		.remedy = "Removes the attribute writeFiltering.",
		.fix = "unset source/@writeFiltering" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("boot"), VML_IS("@type", "mdev|scsi_host"),
			VML_IS_NOT("@model", "vfio-ccw") },
		.at = "boot",
		.message = "{device} is in the boot order, but the guest cannot boot from it",
		.remedy = "Removes <boot>: the guest boots from the other devices in the order.",
		.fix = "remove boot" },
	{ .when = VML_WHEN_QEMU,
		.terms = { IS_MDEV, VML_IS("@display", "on"), VML_IS("@model", "vfio-pci"),
			VML_CALL(has_no_display) },
		.at = "@display",
		.message = "{device} has display='on', but the domain has no <graphics>",
		.remedy = "Add a <graphics>, or set display='off'." },
	{ .when = VML_WHEN_QEMU,
		.since = VML_RELEASE(11, 3),
		.terms = { VML_IS("@display", "on"), VML_IS("@type", "pci"),
			VML_CALL(has_no_display) },
		.at = "@display",
		.message = "{device} has display='on', but the domain has no <graphics>",
		.remedy = "Add a <graphics>, or set display='off'." },
	{ .terms = { VML_IS("@ramfb", "on"), VML_IS("@type", "mdev|pci"), VML_REPEATED("@ramfb") },
		.at = "@ramfb",
		.message = "{device} and {other} have ramfb='on', which only one device may have",
		.remedy = "Keep ramfb='on' on the device whose display shows the guest's boot." },
	{ .when = VML_WHEN_QEMU,
		.terms = { IS_MDEV, VML_IS("@model", "vfio-ap"), VML_REPEATED("@model") },
		.message = "the domain must have at most one host device of the model vfio-ap",
		.remedy =
			"Keep one of them: its mediated device can contain all crypto adapters and "
			"AP domains of the guest." },
	{ 0 },
};

const vml_rule vml_rules_hostdev_rejected[] = {
	{
		.id = "hostdev-rejected",
		.summary = "host device that libvirt rejects",
		.why = "A <hostdev> must identify one device of the host, and each kind of device "
		       "has its own attributes. libvirt rejects the domain if something is missing "
		       "or does not belong to the kind.",
		.remedy = "Each finding states how to correct the device. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#host-device-assignment",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.unless = VML_WHEN_LIVE,
		.each = "devices/hostdev",
		.refusals = rows,
	},
	{ 0 },
};
