/* Serial console, for when network and display fail. */
#include <vmlint/rule.h>

/*
 * Return true if the guest probably uses a serial console. This is assumed if its OS is known (the
 * rule's gates exclude Windows). If the OS is unknown, it is assumed for guests with virtio devices
 * and without Hyper-V features, which are a sign of Windows.
 */
static bool uses_console(const vml_context *ctx)
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
	if (!uses_console(ctx))
		return;
	finding = vml_report(ctx, devices,
		"the guest has no serial console: \"virsh console\" cannot connect when network "
		"and display fail");
	vml_fix_add(finding, devices, NULL,
		ccw ? "<console type='pty'><target type='sclp'/></console>"
		    : "<console type='pty'/>");
	vml_command(finding, "--add-device --console pty%s", ccw ? ",target.type=sclp" : "");
}

const vml_rule vml_rules_console_serial[] = {
	{
		.id = "console-serial-missing",
		.summary = "guest has no serial console",
		.why = "A serial console works without the guest's network and display: for "
		       "failed boots, a rescue shell, the kernel's last messages before a crash. "
		       "Without one \"virsh console\" fails. virt-install adds one to every "
		       "guest.",
		.remedy = "Adds a console. Cloud images use it at once; other "
			  "Linux guests need console=ttyS0 (ttyAMA0 on Arm, hvc0 on POWER; nothing "
			  "on s390x) on the kernel's command line.",
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
