/* Displays that libvirt rejects. */
#include <vmlint/refusal.h>

#include <string.h>

enum { VNC_PASSWORD_MAX = 8 };

static bool has_long_password(vml_context *ctx, const xmlNode *graphics)
{
	(void)ctx;
	return strlen(vml_attr(graphics, "@passwd")) > VNC_PASSWORD_MAX;
}

static bool has_egl_headless(vml_context *ctx, const xmlNode *graphics)
{
	(void)graphics;
	return vml_has_graphics(ctx, "egl-headless");
}

/* Checks of libvirt: qemuValidateDomainDeviceDefGraphics(). */
static const vml_refusal rows[] = {
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "vnc"), VML_CALL(has_long_password) },
		.at = "@passwd",
		.message = "a VNC password must not exceed 8 characters",
		.remedy = "Shorten the password, and protect the display by TLS, or by "
			  "listen='127.0.0.1' and an SSH tunnel." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "spice"), VML_IS("gl/@enable", "yes"),
			VML_CALL(has_egl_headless) },
		.at = "gl/@enable",
		.message = "with an egl-headless display no other display can use OpenGL",
		.remedy = "Remove the egl-headless display, or <gl enable='yes'/> of the other "
			  "display." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "sdl|dbus|rdp"), VML_CALL(has_egl_headless) },
		.at = "@type",
		.message = "an egl-headless display can only be combined with VNC and SPICE",
		.remedy = "Remove this display or the egl-headless one." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "desktop") },
		.at = "@type",
		.message = "QEMU has no display of type desktop",
		.remedy = "Set type='vnc', 'spice' or 'sdl'." },
	{ .when = VML_WHEN_QEMU,
		.until = VML_RELEASE(11, 1),
		.with_target = true,
		.terms = { VML_IS("@type", "rdp") },
		.at = "@type",
		.message = "QEMU has no RDP display",
		.remedy = "Set type='vnc' or type='spice'." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "rdp"), VML_IS("@replaceUser", "yes") },
		.at = "@replaceUser",
		.message = "the RDP display of QEMU cannot replace users",
		.remedy = "Removes the attribute replaceUser.",
		.fix = "unset @replaceUser" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "rdp"), VML_IS("@multiUser", "yes") },
		.at = "@multiUser",
		.message = "the RDP display of QEMU supports only one user",
		.remedy = "Removes the attribute multiUser.",
		.fix = "unset @multiUser" },
	{ .terms = { VML_IS("@type", "dbus"), VML_IS("@p2p", "yes"), VML_HAS("@address") },
		.at = "@address",
		.message = "a peer-to-peer D-Bus display cannot have a bus address",
		.remedy = "Remove the address, or p2p='yes'." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "rdp"), VML_HAS("@passwdValidTo"), VML_HAS("@passwd") },
		.at = "@passwdValidTo",
		.message = "the password of an RDP display cannot expire",
		.remedy = "Removes the attribute passwdValidTo.",
		.fix = "unset @passwdValidTo" },
	{ 0 },
};

const vml_rule vml_rules_graphics_rejected[] = {
	{
		.id = "graphics-rejected",
		.summary = "display that libvirt rejects",
		.why = "libvirt checks each display when a domain is defined and rejects the whole domain if one is invalid: a VNC password of more than 8 characters, two displays that exclude each other.",
		.remedy = "Each finding states how to correct the display. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#graphical-framebuffers",
		.aliases = "xml-define-display",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/graphics",
		.refusals = rows,
	},
	{ 0 },
};
