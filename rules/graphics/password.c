/* Passwords of displays in the XML. Messages must never contain a password. */
#include <vmlint/rule.h>

#include <string.h>

static void password_inline(vml_context *ctx, xmlNode *graphics)
{
	const char *passwd = vml_attr(graphics, "@passwd");
	vml_finding *finding;

	/* empty: access is denied; asterisks: oVirt and others replace passwords by them */
	if (!passwd[strspn(passwd, "*")])
		return;
	finding = vml_report(ctx, graphics,
		"%s has its password in the XML: anyone who can read the file or a backup can "
		"connect",
		vml_device_name(ctx, graphics));
	if (*vml_attr(graphics, "@passwdValidTo"))
		vml_lower_severity(finding, VML_INFO);
}

const vml_rule vml_rules_graphics_password[] = {
	{
		.id = "graphics-password-inline",
		.summary = "display password is stored in the XML",
		.why = "Anyone who can read this file, its backups or its history in version "
		       "control can take over the guest's console. A VNC password has 8 "
		       "characters at most, and a recorded login can be attacked offline. "
		       "Without passwdValidTo the password never expires.",
		.remedy = "Remove passwd here and choose a new password, since this one is "
			  "exposed. Set it for one session only, with \"virsh update-device\" "
			  "and passwdValidTo. Better, set the listen address to 127.0.0.1 and "
			  "connect through SSH, or configure TLS in qemu.conf.",
		.url = "https://libvirt.org/formatdomain.html#graphical-framebuffers",
		.severity = VML_WARNING,
		.category = VML_SECURITY,
		.fix = VML_FIX_NONE,
		.each = "devices/graphics",
		.check = password_inline,
	},
	{ 0 }
};
