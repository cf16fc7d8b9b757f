/* Whether there is a text console to fall back on. */
#include <vmlint/rule.h>

/*
 * Whether the guest would use one. Of one that the metadata do not name: where it
 * has virtio drivers, and no Hyper-V features, which are switched on for a Windows.
 */
static bool takes_console(const vml_context *ctx)
{
	if (*vml_guest_family(ctx))
		return true;
	return vml_uses_virtio(ctx) && !vml_uses_hyperv(ctx);
}

static void serial_missing(vml_context *ctx, xmlNode *devices)
{
	bool ccw = vml_facts_of(ctx)->gates & VML_WHEN_CCW;
	vml_finding *finding;

	if (vml_device(ctx, "serial") || vml_device(ctx, "console"))
		return;
	if (vml_qemu_arg(ctx, "serial") || vml_qemu_arg(ctx, "virtconsole"))
		return;
	if (!takes_console(ctx))
		return;
	finding = vml_report(ctx, devices,
		"no serial console: \"virsh console\" has nothing to connect to when network and "
		"display fail");
	vml_fix_add(finding, devices, NULL,
		ccw ? "<console type='pty'><target type='sclp'/></console>"
		    : "<console type='pty'/>");
	vml_command(finding, "--add-device --console pty%s", ccw ? ",target.type=sclp" : "");
}

const vml_rule vml_rules_console_serial[] = {
	{
		.id = "console-serial-missing",
		.summary = "guest has no serial console",
		.why = "A serial console works without the guest's network and without a display: "
		       "for a boot that fails, a rescue shell, the kernel's last messages before a "
		       "crash. Without one \"virsh console\" finds no character device. virt-install "
		       "gives one to every guest.",
		.remedy =
			"Adds a serial port with a console. Cloud images use it at once; other Linux "
			"guests need console=ttyS0 (ttyAMA0 on Arm, hvc0 on POWER) on the kernel's "
			"command line.",
		.url = "https://libvirt.org/formatdomain.html#console",
		.severity = VML_INFO,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_KVM | VML_WHEN_VIRTIO,
		.unless = VML_WHEN_WINDOWS,
		.each = "devices",
		.check = serial_missing,
	},
	{ 0 }
};
