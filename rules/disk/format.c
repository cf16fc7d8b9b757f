/* Image formats: contradicted by the file's name, not named at all, or foreign to QEMU. */
#include <vmlint/rule.h>

#include <string.h>

/* What the end of a file's name says about its format. */
static const struct {
	const char *suffix, *formats;
} names[] = { { ".qcow2", "qcow2" }, { ".qcow", "qcow|qcow2" }, { ".qed", "qed" },
	{ "-flat.vmdk", "raw" }, { ".vmdk", "vmdk" }, { ".vdi", "vdi" }, { ".vhd", "vpc" },
	{ ".vhdx", "vhdx" }, { ".raw", "raw" }, { ".iso", "raw" } };

static const char *formats_of_name(const char *path)
{
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

/* The format that libvirt goes by: it never looks into the image. */
static const char *format_of(const xmlNode *disk)
{
	const char *format = vml_attr(disk, "driver/@type");

	return *format ? format : "raw";
}

/* Whether the file's name speaks of another format than the one that is used. */
static bool is_contradicted(const xmlNode *disk)
{
	const char *said = formats_of_name(vml_attr(disk, "source/@file"));

	return !strcmp(vml_disk_type(disk), "file") && said && !vml_one_of(format_of(disk), said);
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
			"%s %s, but its file is called %s: if the name is right, the guest sees "
			"and overwrites the image's header instead of its data",
			vml_device_name(ctx, disk),
			vml_has_attr(disk, "driver/@type")
				? "is used as raw"
				: "names no format and so is used as raw",
			base_name(file));
	else
		finding = vml_report_attr(ctx, source, "file",
			"%s is used as %s, but its file is called %s: if the name is right, the "
			"guest does not start",
			vml_device_name(ctx, disk), format, base_name(file));
	/*
	 * Where it cannot start nothing is lost; a fixed-size .vhd is raw data before a
	 * footer; and a guest that runs shows that the format is right and the name wrong.
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
		"%s names no format, so libvirt takes it for raw whatever is in it",
		vml_device_name(ctx, disk));
	/* a device, or a name that says the same: what else should it be */
	if (strcmp(type, "file") || formats_of_name(file))
		vml_lower_severity(finding, VML_INFO);
	vml_fix_driver(finding, disk, "type", "raw");
}

struct verdict {
	const char *words;
	vml_severity severity;
	const char *what;
};

static const struct verdict formats[] = {
	{ "vmdk|vdi|vpc|qed|qcow|ploop", VML_WARNING,
		"QEMU reads it for conversion and does not tune or test it for running a guest" },
	{ "bochs|cloop|dmg", VML_ERROR, "QEMU can only read it, so the guest does not start" },
	{ "vhd", VML_ERROR, "QEMU knows it as vpc only, so the guest does not start" },
	{ "cow|vhdx|parallels|iso|dir", VML_ERROR, "libvirt refuses the domain" },
	{ 0 },
};

static const struct verdict protocols[] = {
	{ "sheepdog|vxhs", VML_ERROR, "QEMU no longer has it, so the guest does not start" },
	{ "gluster", VML_INFO, "QEMU has deprecated it since 9.2 and will drop it" },
	{ 0 },
};

/* Report where one of the verdicts is on `word`; NULL where none is. */
static vml_finding *check_image(vml_context *ctx, const struct verdict *verdicts,
	const xmlNode *element, const char *attr, const char *what)
{
	const char *word = vml_attr(element, vml_format(ctx, "@%s", attr));
	vml_finding *finding;

	while (verdicts->words && !vml_one_of(word, verdicts->words))
		verdicts++;
	if (!verdicts->words)
		return NULL;
	finding = vml_report_attr(ctx, element, attr, "%s %s %s: %s", vml_device_name(ctx, element),
		what, word, verdicts->what);
	vml_lower_severity(finding, verdicts->severity);
	return finding;
}

static void foreign(vml_context *ctx, xmlNode *disk)
{
	const xmlNode *source = vml_child(disk, "source"),
		      *encryption = vml_child(disk, "encryption");
	vml_finding *finding;

	if (!vml_is_data_disk(disk) || vml_child(disk, "readonly"))
		return;
	check_image(ctx, formats, vml_child(disk, "driver"), "type", "uses the image format");
	finding = check_image(ctx, protocols, source, "protocol", "is reached by");
	if (finding)
		vml_remedy(finding,
			"Copy the image to storage that current QEMU reaches (a file, a block "
			"device, rbd, iscsi, nfs), with \"qemu-img convert\" on a host whose QEMU "
			"still has the old protocol, and name it here. A gluster volume can also "
			"be mounted on the host.");
	if (!encryption)
		encryption = vml_child(source, "encryption");
	if (vml_attr_is(encryption, "@format", "qcow"))
		vml_remedy(vml_report_attr(ctx, encryption, "format",
				   "%s is encrypted the old qcow way: libvirt refuses the domain",
				   vml_device_name(ctx, disk)),
			"Convert the image to LUKS with \"qemu-img convert\", and write "
			"<encryption format='luks'> here. qemu-img still reads the old encryption "
			"where QEMU no longer runs guests on it.");
}

const vml_rule vml_rules_disk_format[] = {
	{
		.id = "disk-format-mismatch",
		.summary = "image format contradicts the name of the image file",
		.why = "libvirt goes by the format that the XML names, or raw, and never looks "
		       "into the image. If a qcow2 image is used as raw, the guest finds the qcow2 "
		       "header where its partition table should be; it does not boot, and whatever "
		       "it writes destroys the image. In the other direction QEMU refuses to open "
		       "the image.",
		.remedy =
			"Ask \"qemu-img info FILE\" and set the driver's type to what you know the "
			"image to be. Do not turn raw into qcow2 because a probe says so: a guest "
			"can write such a header into its raw disk itself and so read files of the "
			"host. If just the name is wrong, rename the file.",
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
		.summary = "disk names no image format, so it is used as raw",
		.why = "Without a type in <driver> libvirt uses the image as raw and does not look "
		       "into it. If the image is a qcow2, the guest finds no system on it and may "
		       "overwrite its header. If it is raw indeed, everything works, but nobody "
		       "who reads the XML can tell.",
		.remedy =
			"Writes down what libvirt does anyway: type='raw'. If \"qemu-img info\" "
			"shows another format and you know that it is yours, set that one instead.",
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
		.summary = "disk uses an image format or protocol that is not for running guests",
		.why = "QEMU's drivers for the formats of other hypervisors exist for conversion: "
		       "no snapshots, no incremental backup, no tuning, and hardly anybody tests "
		       "them under load. Red Hat supports raw and qcow2 only. Some formats and "
		       "protocols are gone altogether (sheepdog, vxhs, cow), and a guest on them "
		       "no longer starts.",
		.remedy =
			"Convert the image with the guest shut down: \"qemu-img convert -p -O "
			"qcow2 OLD NEW\", then change type and path here. That takes the space of "
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
