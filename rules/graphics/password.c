/* A display's password in the document. Nothing here may ever print it. */
#include <vmlint/rule.h>

#include <string.h>

static void password_inline(vml_context *ctx, xmlNode *graphics)
{
	const char *passwd = vml_attr(graphics, "@passwd");
	vml_finding *finding;

	/* an empty one bars the way in, and asterisks are what oVirt and others print for one */
	if (!passwd[strspn(passwd, "*")])
		return;
	finding = vml_report(ctx, graphics,
		"%s has its password in the XML, where every backup keeps it",
		vml_device_name(ctx, graphics));
	if (*vml_attr(graphics, "@passwdValidTo"))
		vml_lower_severity(finding, VML_INFO);
}

const vml_rule vml_rules_graphics_password[] = {
	{
		.id = "graphics-password-inline",
		.summary = "password of a display stands in the XML",
		.why = "Whoever can read this file, a backup of it or its history in version control "
		       "can take over the guest's console. A VNC password has 8 characters at most, "
		       "and a recorded login can be attacked offline. Without passwdValidTo the "
		       "password never expires.",
		.remedy =
			"Remove passwd here and choose a new password, since this one has been read. "
			"Set it for one session only, with \"virsh update-device\" and passwdValidTo. "
			"Better still, make the display listen on 127.0.0.1 and connect through SSH, "
			"or set up TLS in qemu.conf.",
		.url = "https://libvirt.org/formatdomain.html#graphical-framebuffers",
		.severity = VML_WARNING,
		.category = VML_SECURITY,
		.fix = VML_FIX_NONE,
		.each = "devices/graphics",
		.check = password_inline,
	},
	{ 0 }
};
