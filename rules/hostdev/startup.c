/* USB devices of the host that may be unplugged when the guest starts. */
#include <vmlint/rule.h>

static void usb_startup(vml_context *ctx, xmlNode *hostdev)
{
	const xmlNode *source = vml_child(hostdev, "source");
	vml_finding *finding;

	if (!vml_attr_is(hostdev, "@type", "usb") || !vml_attr_is(hostdev, "@mode", "subsystem") ||
		!source || vml_has_attr(source, "@startupPolicy"))
		return;
	finding = vml_report(ctx, source, "the guest does not start while %s is unplugged",
		vml_device_name(ctx, hostdev));
	vml_fix_set(finding, source, "startupPolicy", "optional");
}

const vml_rule vml_rules_hostdev_startup[] = {
	{
		.id = "hostdev-usb-startup",
		.summary = "guest does not start without its USB device",
		.why = "Without a startupPolicy libvirt refuses to start the guest if the USB device of "
		       "the host is not present, for example after a boot of the host with the device "
		       "unplugged. Guests with autostart then stay off until somebody notices.",
		.remedy =
			"Sets startupPolicy='optional': the guest starts without the device. Do not "
			"apply it if the guest must not run without the device, such as a licence key.",
		.url = "https://libvirt.org/formatdomain.html#usb-pci-scsi-devices",
		.severity = VML_INFO,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_QEMU,
		.each = "devices/hostdev",
		.check = usb_startup,
	},
	{ 0 },
};
