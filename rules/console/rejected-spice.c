/* Channels, ports and devices of SPICE that libvirt rejects. */
#include <vmlint/refusal.h>

static bool has_no_spice(vml_context *ctx, const xmlNode *device)
{
	return !vml_has_graphics(ctx, "spice") &&
		(!vml_named(device, "smartcard") || vml_attr_is(device, "@mode", "passthrough"));
}

/* Checks of libvirt: virDomainChrDefParseXML(), qemuValidateDomainChrSourceDef(). */
static const vml_refusal rows[] = {
	{ .on = "serial",
		.terms = { VML_IS("@type", "spicevmc"), VML_LACKS("target/@type") },
		.at = "@type",
		.message = "only a channel can be of type spicevmc, not a serial port",
		.remedy =
			"Replace <serial> by <channel type='spicevmc'> with <target type='virtio' "
			"name='com.redhat.spice.0'/>, or set another type, such as pty." },
	{ .on = "channel",
		.terms = { VML_IS("@type", "spicevmc"), VML_HAS("target/@type"),
			VML_IS_NOT("target/@type", "virtio") },
		.at = "target/@type",
		.message = "a channel of type spicevmc must have the target type virtio",
		.remedy = "Sets the type to virtio.",
		.fix = "set target/@type=virtio" },
	{ .on = "channel",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "spicevmc|spiceport"), VML_CALL(has_no_spice) },
		.message = "a channel of SPICE needs a SPICE display, and there is none",
		.remedy = "Removes the channel. Alternative: add <graphics type='spice'/>.",
		.fix = "remove ." },
	{ .on = "redirdev",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "spicevmc|spiceport"), VML_CALL(has_no_spice) },
		.message = "USB redirection by SPICE needs a SPICE display, and there is none",
		.remedy = "Removes the device. Alternative: add <graphics type='spice'/>.",
		.fix = "remove ." },
	{ .on = "smartcard",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "spicevmc|spiceport"), VML_CALL(has_no_spice) },
		.message = "a smartcard of SPICE needs a SPICE display, and there is none",
		.remedy = "Removes the device. Alternative: add <graphics type='spice'/>.",
		.fix = "remove ." },
	{ .on = "serial",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "spicevmc|spiceport"), VML_CALL(has_no_spice),
			VML_HAS("source/@channel") },
		.at = "@type",
		.message = "a serial port of SPICE needs a SPICE display, and there is none",
		.remedy = "Set type='pty' for the serial port, or add <graphics type='spice'/>." },
	{ 0 },
};

const vml_rule vml_rules_console_rejected_spice[] = {
	{
		.id = "console-rejected-spice",
		.summary = "channel or device of SPICE that libvirt rejects",
		.why = "Channels, redirected USB devices and smartcards of SPICE need a SPICE display. They often remain after SPICE was replaced by VNC by hand, and libvirt rejects the whole domain.",
		.remedy = "Each finding states how to correct the device. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#consoles-serial-parallel-channel-devices",
		.aliases = "xml-define-display",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/serial|devices/channel|devices/redirdev|devices/smartcard",
		.refusals = rows,
	},
	{ 0 },
};
