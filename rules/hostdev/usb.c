/* USB passthrough by bus and device number. */
#include <vmlint/rule.h>

static void usb_address(vml_context *ctx, xmlNode *hostdev)
{
	const xmlNode *address = vml_find(hostdev, "source/address");

	/*
	 * skip addresses with @port (libvirt 11.9): the port of a hub does not change when a device
	 * is replugged; and incomplete addresses, which libvirt rejects
	 */
	if (!vml_attr_is(hostdev, "@type", "usb") || vml_has_attr(address, "@port") ||
		!vml_has_attr(address, "@bus") || !vml_has_attr(address, "@device") ||
		vml_find(hostdev, "source/vendor"))
		return;
	vml_report(ctx, address,
		"%s is identified by bus %s and device %s: the device number changes when the device "
		"is replugged",
		vml_device_name(ctx, hostdev), vml_attr(address, "@bus"),
		vml_attr(address, "@device"));
}

const vml_rule vml_rules_hostdev_usb[] = {
	{
		.id = "hostdev-usb-address",
		.summary = "USB device of the host is identified by bus and device number",
		.why = "The host assigns a new device number whenever a USB device is plugged "
		       "in, or the host boots. The guest then fails to start, as the device is "
		       "missing, or it gets the device that has the number now, such as the "
		       "host's keyboard.",
		.remedy = "Replace <address> by <vendor id='...'/> and <product id='...'/>, which "
			  "lsusb prints. If <source> has startupPolicy='optional', the guest also "
			  "starts without the device. Keep <address> only if the host has two "
			  "devices of the same model.",
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
