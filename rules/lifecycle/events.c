/* Lifecycle actions: on_reboot and on_crash. */
#include <vmlint/rule.h>

#include <string.h>

/* Return true if the guest does not boot from a disk: it is being installed, or is a test. */
static bool boots_once(const vml_context *ctx)
{
	xmlNode *os = vml_child(vml_facts_of(ctx)->domain, "os");
	bool boots = false;

	if (vml_child(os, "kernel"))
		return true;
	vml_each_child (boot, os, "boot") {
		if (vml_attr_is(boot, "@dev", "hd"))
			return false;
		boots = true;
	}
	vml_each_device (disk, ctx, "disk")
		if (vml_is_data_disk(disk) && !boots)
			return false;
	return true;
}

static void reboot_destroy(vml_context *ctx, xmlNode *event)
{
	vml_finding *finding;

	if (!vml_text_is(event, "destroy") || boots_once(ctx))
		return;
	finding = vml_report(
		ctx, event, "on_reboot is destroy: a reboot from within the guest powers it off");
	vml_fix_text(finding, event, "restart");
	vml_command(finding, "--edit --events on_reboot=restart");
}

static void crash_no_panic(vml_context *ctx, xmlNode *event)
{
	const char *action = vml_text(ctx, event);
	xmlNode *devices = vml_child(vml_parent(event), "devices");
	vml_finding *finding;

	if (!vml_one_of(action, "restart|preserve|coredump-destroy|coredump-restart") ||
		vml_device(ctx, "panic") || vml_qemu_arg(ctx, "pvpanic"))
		return;
	finding = vml_report(ctx, event,
		"on_crash is %s, but the guest has no <panic> device: libvirt does not detect "
		"crashes",
		action);
	/*
	 * only information: "restart" was the default of virt-manager and other tools for many
	 * years
	 */
	if (!strstr(action, "coredump"))
		vml_lower_severity(finding, VML_INFO);
	else
		vml_remedy(finding,
			"Adds a pvpanic device on the ISA bus. Linux has a driver for it; the one for "
			"Windows is part of virtio-win. The dump needs space for the guest's memory in "
			"/var/lib/libvirt/qemu/dump.");
	if (!devices)
		return;
	vml_fix_add(finding, devices, NULL, "<panic model='isa'/>");
	vml_command(finding, "--add-device --panic isa");
}

const vml_rule vml_rules_lifecycle_events[] = {
	{
		.id = "lifecycle-reboot-destroy",
		.summary = "a reboot of the guest powers it off",
		.why = "With on_reboot set to destroy, libvirt stops the guest when it reboots. "
		       "Installers use this so that the next boot is from disk. If it is left "
		       "over from the installation, the reboot after a kernel or Windows update "
		       "becomes an outage that lasts until the guest is started by hand.",
		.remedy = "Sets on_reboot to restart, libvirt's default, from the next start on. "
			  "Keep destroy if each run is meant to end with the first reboot, as in "
			  "automated tests.",
		.url = "https://libvirt.org/formatdomain.html#events-configuration",
		.severity = VML_WARNING,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_QEMU,
		/*
		 * not while running: virt-install runs an installation with destroy, but defines
		 * the domain with restart
		 */
		.unless = VML_WHEN_RUNNING,
		.each = "on_reboot",
		.check = reboot_destroy,
	},
	{
		.id = "lifecycle-crash-no-panic",
		.summary = "on_crash is set, but no panic device reports crashes",
		.why = "libvirt detects a crashed guest only through a panic device. Without "
		       "one, a guest that has stopped with a kernel panic or a blue screen "
		       "counts as running: no restart, no dump, and an outage until an "
		       "administrator notices. s390x and pseries report crashes without a "
		       "device, x86 does not.",
		.remedy =
			"Adds a pvpanic device on the ISA bus. Linux has a driver for it; the one "
			"for Windows is part of virtio-win.",
		.url = "https://libvirt.org/formatdomain.html#panic-device",
		.severity = VML_WARNING,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU | VML_WHEN_X86,
		.unless = VML_WHEN_MINIMAL,
		.each = "on_crash",
		.check = crash_no_panic,
	},
	{ 0 }
};
