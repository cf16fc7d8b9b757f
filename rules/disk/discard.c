/* Discards: whether blocks that the guest frees are freed on the host, too. */
#include <vmlint/rule.h>

#include <string.h>

/*
 * Return true for machine types before QEMU 4.0, in which virtio disks do not support discards:
 * upstream types by their version, those of distributions by the release.
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

/*
 * Return true if the guest's operating system sends discards: Windows since 7, but not DOS and
 * macOS.
 */
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
	/*
	 * skip: with machine types before 4.0, only disks on the bus scsi are reported; the better
	 * fix for the others, the bus virtio, needs a newer machine type first
	 */
	if (strcmp(vml_disk_bus(disk), "scsi") && is_before_4_0(vml_facts_of(ctx)))
		return;
	/* skip detect_zeroes='unmap': disk-discard-ineffective reports it, with the same fix */
	if (vml_attr_is(driver, "@detect_zeroes", "unmap"))
		return;
	/* other formats cannot free space */
	if (*format && !vml_one_of(format, "raw|qcow2"))
		return;
	unmap(ctx,
		vml_report(ctx, driver ? driver : disk,
			"%s ignores the guest's discards: its storage grows and never shrinks",
			vml_device_name(ctx, disk)),
		disk);
}

static void zeroes_without_discard(vml_context *ctx, const xmlNode *disk)
{
	unmap(ctx,
		vml_report_attr(ctx, vml_child(disk, "driver"), "detect_zeroes",
			"%s has detect_zeroes='unmap' without discard='unmap': it costs CPU time "
			"and saves no space",
			vml_device_name(ctx, disk)),
		disk);
}

static void ineffective(vml_context *ctx, xmlNode *disk)
{
	const xmlNode *driver = vml_child(disk, "driver");
	/*
	 * with detect_zeroes='unmap', QEMU turns zeroes that the guest writes into discards, even if
	 * the guest's disk has no discard command: discard='unmap' then has an effect
	 */
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
			"%s has discard='unmap', but is read-only: the attribute has no effect",
			vml_device_name(ctx, disk));
		vml_lower_severity(finding, VML_INFO);
		vml_remedy(finding,
			"Removes the attribute discard, which has no effect on a read-only disk.");
		vml_fix_unset(finding, driver, "discard");
		vml_command(finding, "--edit %s --disk driver.discard=", vml_selector(ctx, disk));
	} else if (has_no_discard(ctx, disk) && !zeroes) {
		finding = vml_report_attr(ctx, driver, "discard",
			"%s has discard='unmap', but virtio disks of machine type %s do not "
			"support it: space is not freed",
			vml_device_name(ctx, disk), vml_facts_of(ctx)->machine);
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding,
			"Set a machine type of QEMU 4.0 or later, which the guest sees as a new mainboard; "
			"or move the disk to a virtio-scsi controller, which supports discards "
			"on every machine type.");
	}
}

const vml_rule vml_rules_disk_discard[] = {
	{
		.id = "disk-discard-missing",
		.summary = "disk does not pass the guest's discards on, so images never shrink",
		.why = "When the guest deletes files, fstrim or Windows' \"Optimize Drives\" "
		       "report the free blocks to the disk. By default QEMU ignores this: a "
		       "qcow2 or sparse image or a thin volume grows to its full size and never "
		       "shrinks, backups copy data deleted long ago, and an SSD wears out "
		       "sooner. virt-install has set discard='unmap' for new disks for years.",
		.remedy = "Sets discard='unmap'. In a Linux guest, run fstrim -av once or enable "
			  "fstrim.timer. Discards make a preallocated image sparse: to "
			  "keep its space reserved, set discard='ignore' instead.",
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
		.summary = "disk has a discard setting that has no effect",
		.why = "detect_zeroes='unmap' frees blocks only together with discard='unmap'; "
		       "alone it scans each write for zeroes and only writes them efficiently. "
		       "QEMU gives virtio disks the discard command from machine type 4.0 on: on "
		       "older types fstrim fails in the guest, because the operation is not "
		       "supported. Read-only disks never discard.",
		.remedy = "Sets discard='unmap', so that space is freed where the guest "
			  "writes zeroes; on a read-only disk, removes the attribute. The "
			  "guest does not notice. For an old machine type, set one of QEMU "
			  "4.0 or later, which the guest sees as a new mainboard, or move "
			  "the disk to a virtio-scsi controller.",
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
