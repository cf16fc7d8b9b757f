/* A display's password in the document. Nothing here may ever print it. */
#include <vmlint/rule.h>

static void password_inline(vml_run *run, xmlNode *graphics)
{
	vml_finding *finding;

	/* an empty one bars the way in: that is no secret */
	if (!*vml_attr(graphics, "@passwd"))
		return;
	finding = vml_report(run, graphics,
		"%s has its password in the XML, where every backup keeps it",
		vml_device_name(run, graphics));
	if (*vml_attr(graphics, "@passwdValidTo"))
		vml_lower(finding, VML_INFO);
}

const vml_rule vml_rules_graphics_password[] = {
	{
		.id = "graphics-password-inline",
		.summary = "password of a display stands in the XML",
		.why = "Whoever may read the file, its backup or its history in version control can take "
		       "over the console of the guest. Of a VNC password only 8 characters count, and "
		       "its challenge can be recorded and broken within hours. Without passwdValidTo it "
		       "stays valid for good.",
		.remedy =
			"Take passwd out, change the password since it has been read, and set one for "
			"the session only: \"virsh qemu-monitor-command\" or \"virsh update-device\" with "
			"passwdValidTo. Better let the display listen on 127.0.0.1 and come through SSH, "
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
