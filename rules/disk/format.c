/* Image formats: other than the file's name suggests, missing, or unsuited to running guests. */
#include <vmlint/rule.h>

#include <string.h>

/* Formats that the suffix of a file name allows. */
static const struct {
	const char *suffix, *formats;
} names[] = { { ".qcow2", "qcow2" }, { ".qcow", "qcow|qcow2" }, { ".qed", "qed" },
	{ "-flat.vmdk", "raw" }, { ".vmdk", "vmdk" }, { ".vdi", "vdi" }, { ".vhd", "vpc" },
	{ ".vhdx", "vhdx" }, { ".raw", "raw" }, { ".iso", "raw" } };

static const char *formats_of_name(const char *path)
{
	/* shortcut: most paths have no suffix at all */
	if (!strchr(path, '.'))
		return NULL;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (vml_ends_with_nocase(path, names[i].suffix))
			return names[i].formats;
	return NULL;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Return the format that libvirt assumes: it does not detect the format of an image. */
static const char *format_of(const xmlNode *disk)
{
	const char *format = vml_attr(disk, "driver/@type");

	return *format ? format : "raw";
}

/* Return true if the suffix of the file name indicates another format. */
static bool is_contradicted(const xmlNode *disk)
{
	const char *named = formats_of_name(vml_attr(disk, "source/@file"));

	return !strcmp(vml_disk_type(disk), "file") && named && !vml_one_of(format_of(disk), named);
}

static void mismatch(vml_context *ctx, xmlNode *disk)
{
	const xmlNode *source = vml_child(disk, "source");
	const char *format = format_of(disk), *file = vml_attr(source, "@file");
	bool is_raw = !strcmp(format, "raw");
	vml_finding *finding;

	if (strcmp(vml_disk_device(disk), "disk") || !is_contradicted(disk))
		return;
	if (is_raw)
		finding = vml_report_attr(ctx, source, "file",
			"%s %s, but its file is named %s: if the name is right, the guest reads "
			"and overwrites the image's header instead of its data",
			vml_device_name(ctx, disk),
			vml_has_attr(disk, "driver/@type") ? "is used as raw"
							   : "has no format and so is used as raw",
			base_name(file));
	else
		finding = vml_report_attr(ctx, source, "file",
			"%s is used as %s, but its file is named %s: if the name is right, the "
			"guest does not start",
			vml_device_name(ctx, disk), format, base_name(file));
	if (!is_raw)
		vml_remedy(finding,
			"Run \"qemu-img info FILE\". If it reports another format than %s, set the "
			"driver's type to that format; if it is vhdx, which libvirt does not "
			"support, convert the image to qcow2. If only the name is wrong, rename "
			"the file.",
			format);
	/*
	 * a warning in three cases: the format is not raw, so the guest does not start, but loses
	 * no data; a .vhd may have a fixed size, so that it is raw data with a footer; the guest is
	 * running, so its format is right and only the name is wrong
	 */
	if (!is_raw || vml_ends_with_nocase(file, ".vhd") ||
		vml_facts_of(ctx)->gates & VML_WHEN_RUNNING)
		vml_lower_severity(finding, VML_WARNING);
}

static void missing(vml_context *ctx, xmlNode *disk)
{
	const char *type = vml_disk_type(disk), *file = vml_attr(disk, "source/@file");
	vml_finding *finding;

	if (strcmp(vml_disk_device(disk), "disk") || vml_has_attr(disk, "driver/@type") ||
		!vml_child(disk, "source") || !vml_one_of(type, "file|block|network") ||
		is_contradicted(disk))
		return;
	finding = vml_report(ctx, vml_child(disk, "driver") ? vml_child(disk, "driver") : disk,
		"%s has no format, so libvirt uses it as raw whatever it contains",
		vml_device_name(ctx, disk));
	/*
	 * raw is most likely right: the source is not an image file, or it has a suffix of raw
	 * files (after is_contradicted(), no other known suffix is left)
	 */
	if (strcmp(type, "file") || formats_of_name(file))
		vml_lower_severity(finding, VML_INFO);
	vml_fix_driver(finding, disk, "type", "raw");
}

struct verdict {
	const char *values;
	vml_severity severity;
	const char *what;
};

static const struct verdict formats[] = {
	{ "vmdk|vdi|vpc|qed|qcow|ploop", VML_WARNING,
		"QEMU's driver is for conversion, and not tuned or tested for running guests" },
	{ "bochs|cloop|dmg", VML_ERROR, "QEMU cannot write to it, so the guest does not start" },
	{ "vhd", VML_ERROR, "QEMU only knows it as vpc, so the guest does not start" },
	{ "cow|vhdx|parallels|iso|dir", VML_ERROR,
		"libvirt does not support it and rejects the domain" },
	{ 0 },
};

static const struct verdict protocols[] = {
	{ "sheepdog|vxhs", VML_ERROR, "QEMU no longer supports it, so the guest does not start" },
	{ "gluster", VML_INFO, "QEMU deprecated it in 9.2 and will remove it" },
	{ 0 },
};

/*
 * Report the value of an attribute (attr: "@type") if it is in the table `verdicts`. Returns the
 * finding, or NULL.
 */
static vml_finding *check_image(vml_context *ctx, const struct verdict *verdicts,
	const xmlNode *element, const char *attr, const char *what)
{
	const char *value = vml_attr(element, attr);
	vml_finding *finding;

	while (verdicts->values && !vml_one_of(value, verdicts->values))
		verdicts++;
	if (!verdicts->values)
		return NULL;
	finding = vml_report_attr(ctx, element, attr + 1, "%s %s %s: %s",
		vml_device_name(ctx, element), what, value, verdicts->what);
	vml_lower_severity(finding, verdicts->severity);
	return finding;
}

static void advise_protocol(vml_finding *finding, const xmlNode *source)
{
	static const char supported[] =
		"Copy the image to storage that current QEMU supports (a file, a block device, rbd, "
		"iscsi, nfs)";

	if (vml_attr_is(source, "@protocol", "gluster"))
		vml_remedy(finding,
			"%s with \"qemu-img convert\", and change the source here. Alternative: mount "
			"the volume on the host and use its file.",
			supported);
	else
		vml_remedy(finding,
			"%s with \"qemu-img convert\" on a host whose QEMU still has the old protocol, "
			"and change the source here.",
			supported);
}

/* Set the remedy for an image format for which that of the rule is wrong. */
static void advise_format(vml_finding *finding, const char *format)
{
	if (!strcmp(format, "iso"))
		vml_remedy(finding, "Set type='raw': an ISO image is raw data.");
	else if (!strcmp(format, "vhd"))
		vml_remedy(finding,
			"Set type='vpc', QEMU's name of this format. Better: convert the image to qcow2 "
			"with the guest shut down (\"qemu-img convert -f vpc -O qcow2 OLD NEW\"), and "
			"change type and path here.");
	else if (!strcmp(format, "cow"))
		vml_remedy(finding,
			"Convert the image with \"qemu-img convert -f cow -O qcow2 OLD NEW\" of QEMU "
			"2.1 or older, because later releases do not have the format. Then change "
			"type and path here.");
	else if (!strcmp(format, "dir"))
		vml_remedy(finding,
			"If <source> is an image, set type to the format that \"qemu-img info FILE\" "
			"reports. To give the guest a directory of the host, use a <filesystem> with "
			"virtiofs, or a <disk type='dir'> with <driver type='fat'/> and <readonly/>.");
}

static void foreign(vml_context *ctx, xmlNode *disk)
{
	const xmlNode *source = vml_child(disk, "source"),
		      *encryption = vml_child(disk, "encryption");
	vml_finding *finding;

	if (!vml_is_data_disk(disk) || vml_child(disk, "readonly"))
		return;
	finding = check_image(
		ctx, formats, vml_child(disk, "driver"), "@type", "uses the image format");
	if (finding)
		advise_format(finding, vml_attr(disk, "driver/@type"));
	finding = check_image(ctx, protocols, source, "@protocol", "is reached by");
	if (finding)
		advise_protocol(finding, source);
	if (!encryption)
		encryption = vml_child(source, "encryption");
	if (vml_attr_is(encryption, "@format", "qcow"))
		vml_remedy(vml_report_attr(ctx, encryption, "format",
				   "%s uses the old qcow encryption: libvirt rejects the domain",
				   vml_device_name(ctx, disk)),
			"Convert the image to LUKS with \"qemu-img convert\", and set "
			"<encryption format='luks'> here. qemu-img can still read the old "
			"encryption.");
}

const vml_rule vml_rules_disk_format[] = {
	{
		.id = "disk-format-mismatch",
		.summary = "image format does not match the file name",
		.why = "libvirt uses the format in the XML, or raw, and does not probe the "
		       "image. If a qcow2 image is used as raw, the guest finds the qcow2 header "
		       "where its partition table should be; it does not boot, and whatever it "
		       "writes destroys the image. If a raw image is used as qcow2, QEMU refuses "
		       "to open it.",
		.remedy =
			"Run \"qemu-img info FILE\" and set the driver's type to the format "
			"that you know to be right; if it is vhdx, which libvirt does not "
			"support, convert the image to qcow2. Do not change raw to qcow2 only because qemu-img reports it: "
			"a guest can write a qcow2 header to its raw disk and so read files of "
			"the host. If only the name is wrong, rename the file.",
		.url = "https://libvirt.org/kbase/secureusage.html#disk-image-format-probing",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "devices/disk",
		.check = mismatch,
	},
	{
		.id = "disk-format-missing",
		.summary = "disk has no image format, so it is used as raw",
		.why = "Without a type in <driver> libvirt uses the image as raw and does not "
		       "probe it. If the image is a qcow2, the guest finds no system on it and "
		       "may overwrite its header. If the image is raw, everything works, but the "
		       "XML does not show that raw is meant.",
		.remedy = "Sets libvirt's default explicitly: type='raw'. If \"qemu-img info\" "
			  "shows another format and you know that it is right, set that one "
			  "instead.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_QEMU,
		.each = "devices/disk",
		.check = missing,
	},
	{
		.id = "disk-format-foreign",
		.summary = "disk uses an image format or protocol not meant for running guests",
		.why = "QEMU's drivers for the formats of other hypervisors are meant for "
		       "conversion: no snapshots, no incremental backup, no tuning, and little "
		       "testing under load. Red Hat supports raw and qcow2 only. Some formats "
		       "and protocols were removed (sheepdog, vxhs, cow), and a guest that uses "
		       "them no longer starts.",
		.remedy = "Convert the image with the guest shut down: \"qemu-img convert -p -O "
			  "qcow2 OLD NEW\", then change type and path here. That needs space for "
			  "a second image for a while, and snapshots inside the old one are lost.",
		.url = "https://www.qemu.org/docs/master/about/removed-features.html",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "devices/disk",
		.check = foreign,
	},
	{ 0 }
};
