/* USB devices of the host that are passed through by their place on the bus. */
#include <vmlint/rule.h>

static void usb_address(vml_context *ctx, xmlNode *hostdev)
{
	const xmlNode *address = vml_find(hostdev, "source/address");

	/* newer libvirt knows the port of the hub, too, and that one stays */
	if (!vml_attr_is(hostdev, "@type", "usb") || !address || vml_has_attr(address, "@port") ||
		vml_find(hostdev, "source/vendor"))
		return;
	vml_report(ctx, address,
		"%s is named by bus %s and device %s: numbers that change with every replug",
		vml_device_name(ctx, hostdev), vml_attr(address, "@bus"),
		vml_attr(address, "@device"));
}

const vml_rule vml_rules_hostdev_usb[] = {
	{
		.id = "hostdev-usb-address",
		.summary = "USB device of the host is named by its bus and device numbers",
		.why = "The host gives a USB device the next free number whenever it is plugged in, "
		       "wakes up or the host boots. The guest then fails to start because the device "
		       "is not there, or it gets whatever has that number now, such as the keyboard of "
		       "the host.",
		.remedy =
			"Name the device by <vendor id='...'/> and <product id='...'/>, as lsusb shows "
			"them, and add startupPolicy='optional' to <source> if the guest should start "
			"without it, too. Only two devices of one kind have to be told apart by number.",
		.url = "https://libvirt.org/formatdomain.html#usb-pci-scsi-devices",
		.severity = VML_WARNING,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "devices/hostdev",
		.check = usb_address,
	},
	{ 0 },
};
