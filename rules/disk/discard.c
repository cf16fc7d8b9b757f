/* Whether space that the guest gives back reaches the host's storage. */
#include <vmlint/rule.h>

#include <string.h>

/*
 * A machine type from before QEMU 4.0, whose virtio disks take no discards: upstream by
 * its number, the distributions' own by the release that they belong to.
 */
static bool is_before_4_0(const vml_facts *facts)
{
	static const char *const releases[] = { "rhel5.", "rhel6.", "rhel7.", "rhel8.0.",
		"-precise", "-trusty", "-utopic", "-vivid", "-wily", "-xenial", "-yakkety",
		"-zesty", "-artful", "-bionic", "-cosmic", "-disco" };

	if (facts->version)
		return facts->version < 4000;
	for (size_t i = 0; facts->distro_machine && i < sizeof(releases) / sizeof(*releases); i++)
		if (strstr(facts->machine, releases[i]))
			return true;
	return false;
}

static bool has_no_discard(const vml_context *ctx, const xmlNode *disk)
{
	return !strcmp(vml_disk_bus(disk), "virtio") && is_before_4_0(vml_facts_of(ctx));
}

/* Whether the guest would ever send one: Windows does since 7, DOS and macOS do not. */
static bool sends_discards(vml_context *ctx)
{
	unsigned int nt = vml_guest_windows_nt(ctx);

	if (nt)
		return nt >= 61;
	return !vml_one_of(vml_guest_family(ctx), "msdos|win16|win9x|os2|netware|darwin") &&
		!vml_guest_is_old(ctx) && !vml_may_lack_virtio(ctx);
}

static void unmap(vml_context *ctx, vml_finding *finding, const xmlNode *disk)
{
	vml_fix_driver(finding, disk, "discard", "unmap");
	vml_command(finding, "--edit %s --disk driver.discard=unmap", vml_selector(ctx, disk));
}

static void missing(vml_context *ctx, xmlNode *disk)
{
	const xmlNode *driver = vml_child(disk, "driver");
	const char *format = vml_attr(driver, "@type");

	if (strcmp(vml_disk_device(disk), "disk") || vml_has_attr(driver, "@discard") ||
		!vml_one_of(vml_disk_type(disk), "file|block|volume") ||
		!vml_one_of(vml_disk_bus(disk), "virtio|scsi|sata|ide|usb"))
		return;
	if (vml_child(disk, "readonly") || vml_child(disk, "shareable") ||
		vml_child(disk, "transient") || !sends_discards(ctx))
		return;
	/* there virtio is the better bus, and would have none: a newer machine comes first */
	if (strcmp(vml_disk_bus(disk), "scsi") && is_before_4_0(vml_facts_of(ctx)))
		return;
	/* with detect_zeroes='unmap' the other rule tells of it, with the same fix */
	if (vml_attr_is(driver, "@detect_zeroes", "unmap"))
		return;
	/* of the formats only these two give space back */
	if (*format && !vml_one_of(format, "raw|qcow2"))
		return;
	unmap(ctx,
		vml_report(ctx, driver ? driver : disk,
			"%s drops the guest's discards: its storage grows and never shrinks again",
			vml_device_name(ctx, disk)),
		disk);
}

static void zeroes_without_discard(vml_context *ctx, const xmlNode *disk)
{
	unmap(ctx,
		vml_report_attr(ctx, vml_child(disk, "driver"), "detect_zeroes",
			"%s looks for zeroes to unmap, but without discard='unmap' none are: this "
			"costs CPU time and saves no space",
			vml_device_name(ctx, disk)),
		disk);
}

static void ineffective(vml_context *ctx, xmlNode *disk)
{
	const xmlNode *driver = vml_child(disk, "driver");
	/* QEMU turns zeroes into discards itself, whatever the guest's disk can do */
	bool zeroes = vml_attr_is(driver, "@detect_zeroes", "unmap");
	bool read_only = vml_child(disk, "readonly");
	vml_finding *finding;

	if (!vml_is_data_disk(disk))
		return;
	if (!vml_attr_is(driver, "@discard", "unmap")) {
		if (zeroes && !read_only)
			zeroes_without_discard(ctx, disk);
		return;
	}
	if (read_only) {
		finding = vml_report_attr(ctx, driver, "discard",
			"%s asks for discards, but it is read-only", vml_device_name(ctx, disk));
		vml_lower_severity(finding, VML_INFO);
		vml_remedy(finding,
			"Takes the attribute away, which does nothing on a read-only disk.");
		vml_fix_unset(finding, driver, "discard");
		vml_command(finding, "--edit %s --disk driver.discard=", vml_selector(ctx, disk));
	} else if (has_no_discard(ctx, disk) && !zeroes) {
		finding = vml_report_attr(ctx, driver, "discard",
			"%s asks for discards, but the virtio disks of machine type %s have none",
			vml_device_name(ctx, disk), vml_facts_of(ctx)->machine);
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding,
			"Name a newer machine type, 4.0 at the least, which the guest meets as a "
			"new mainboard; or put the disk on the SCSI bus of a virtio-scsi "
			"controller, which takes discards on every machine type.");
	}
}

const vml_rule vml_rules_disk_discard[] = {
	{
		.id = "disk-discard-missing",
		.summary = "disk does not pass the guest's discards on, so images never shrink",
		.why = "When the guest deletes files, fstrim or Windows' \"Optimize Drives\" tell "
		       "the disk which blocks are free. By default QEMU ignores that: a qcow2 or "
		       "sparse image and a thin volume grow to their full size and stay there, "
		       "backups copy what was deleted long ago, and an SSD wears out sooner. "
		       "virt-install has set discard='unmap' for new disks for years.",
		.remedy =
			"Sets discard='unmap'. Run fstrim -av once in the guest, or see that its "
			"timer is on. An image that was preallocated on purpose gets holes by it: "
			"leave such a one as it is, with discard='ignore'.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_INFO,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_KVM | VML_WHEN_VIRTIO,
		.each = "devices/disk",
		.check = missing,
	},
	{
		.id = "disk-discard-ineffective",
		.summary = "disk is told to give space back in a way that has no effect",
		.why = "The setting looks right and does nothing. detect_zeroes='unmap' frees "
		       "blocks only together with discard='unmap'; alone it scans each write for "
		       "zeroes and just writes them efficiently. And QEMU gives virtio disks the "
		       "discard command from machine type 4.0 on: on older types the guest's "
		       "fstrim says that the operation is not supported.",
		.remedy = "Adds discard='unmap', so that zeroes which the guest writes give their "
			  "space back. Nothing changes for the guest.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_QEMU,
		.each = "devices/disk",
		.check = ineffective,
	},
	{ 0 }
};
