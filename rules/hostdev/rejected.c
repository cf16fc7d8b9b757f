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
	{ .terms = { VML_IS("@type", "usb"), VML_HAS("source/product"),
		  VML_LACKS("source/vendor") },
		.at = "source",
		.message = "{device} has a product, but no vendor",
		.remedy = "Add the <vendor>: \"lsusb\" prints both ids." },
	{ .terms = { VML_HAS("source/@startupPolicy"), VML_IS("@type", "pci|scsi|scsi_host|mdev") },
		.at = "source/@startupPolicy",
		.message = "{device} has a startup policy, which only USB devices have",
		.fix = "unset source/@startupPolicy" },
	{ .terms = { VML_ANY("@sgio|@rawio"), VML_IS("@type", "pci|usb|scsi_host|mdev") },
		.message = "{device} has the attribute {name}, which only SCSI devices have",
		.fix = "drop" },
	{ .terms = { VML_HAS("@model"), VML_IS("@type", "pci|usb|scsi") },
		.at = "@model",
		.message = "{device} has a model, which only mediated and vhost-scsi devices have",
		.fix = "unset @model" },
	{ .terms = { IS_MDEV, VML_LACKS("source/address/@uuid"), VML_HAS("source") },
		.at = "source",
		.message = "{device} has no UUID of the mediated device",
		.remedy = "Add <address uuid='...'/> with the UUID below /sys/bus/mdev/devices." },
	{ .terms = { VML_HAS("teaming"), VML_IS_NOT("teaming/@type", "transient") },
		.at = "teaming",
		.message = "{device} must be the transient member of its team",
		.remedy = "Set type='transient'." },
	{ .terms = { VML_IS("teaming/@type", "transient"), VML_LACKS("teaming/@persistent") },
		.at = "teaming",
		.message = "{device} names no persistent member of its team",
		.remedy = "Set persistent to the alias of the virtio interface." },
	{ .terms = { VML_HAS("teaming/@persistent"), VML_IS("teaming/@type", "transient"),
		  VML_IS("@type", "usb|scsi|scsi_host|mdev") },
		.at = "teaming",
		.message = "{device} is in a team, which only PCI devices can be",
		.fix = "remove teaming" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@mode", "capabilities") },
		.at = "@mode",
		.message = "{device} has mode='capabilities', which only containers support",
		.remedy = "Set mode='subsys', with a type that QEMU supports." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("source/@writeFiltering"), VML_IS("@type", "pci") },
		.at = "source/@writeFiltering",
		.message = "{device} has writeFiltering set, which only Xen supports",
		.fix = "unset source/@writeFiltering" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("boot"), VML_IS("@type", "mdev|scsi_host"),
			VML_IS_NOT("@model", "vfio-ccw") },
		.at = "boot",
		.message = "{device} is in the boot order, but the guest cannot boot from it",
		.fix = "remove boot" },
	{ .when = VML_WHEN_QEMU,
		.terms = { IS_MDEV, VML_IS("@display", "on"), VML_IS("@model", "vfio-pci"),
			VML_CALL(has_no_display) },
		.at = "@display",
		.message = "{device} is a display, but the domain has no <graphics>",
		.remedy = "Add a <graphics>, or set display='off'." },
	{ .when = VML_WHEN_QEMU,
		.since = VML_RELEASE(11, 3),
		.terms = { VML_IS("@display", "on"), VML_IS("@type", "pci"),
			VML_CALL(has_no_display) },
		.at = "@display",
		.message = "{device} is a display, but the domain has no <graphics>",
		.remedy = "Add a <graphics>, or set display='off'." },
	{ .terms = { VML_IS("@ramfb", "on"), VML_IS("@type", "mdev|pci"), VML_REPEATED("@ramfb") },
		.at = "@ramfb",
		.message = "{device} has a boot framebuffer, but {other} has it already",
		.remedy = "Keep ramfb='on' on the device of the first display." },
	{ .when = VML_WHEN_QEMU,
		.terms = { IS_MDEV, VML_IS("@model", "vfio-ap"), VML_REPEATED("@model") },
		.message = "the domain must have at most one host device of the model vfio-ap" },
	{ 0 },
};

const vml_rule vml_rules_hostdev_rejected[] = {
	{
		.id = "hostdev-rejected",
		.summary = "host device that libvirt rejects",
		.why = "A <hostdev> must identify one device of the host, and each kind of device "
		       "has its own attributes. libvirt rejects the domain if something is missing "
		       "or does not belong to the kind.",
		.remedy = "Complete or correct the device as the message describes.",
		.url = "https://libvirt.org/formatdomain.html#host-device-assignment",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.unless = VML_WHEN_RUNNING,
		.each = "devices/hostdev",
		.refusals = rows,
	},
	{ 0 },
};
