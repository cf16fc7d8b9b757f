/* Image formats, backing images and data files of disks that libvirt rejects. */
#include <vmlint/refusal.h>

#include <string.h>

static const xmlNode *disk_of(const xmlNode *part)
{
	while (part && !vml_named(part, "disk"))
		part = vml_parent(part);
	return part;
}

static bool is_foreign_format(vml_context *ctx, const xmlNode *driver)
{
	const xmlNode *disk = disk_of(driver);

	(void)ctx;
	/* skip writable data disks: disk-format-foreign reports their formats */
	return !vml_is_data_disk(disk) || vml_child(disk, "readonly");
}

static const vml_refusal rows[] = {
	{ .on = "driver",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "iso|cow|dir"), VML_CALL(is_foreign_format) },
		.at = "@type",
		.message = "{device} has the format '{value}', which QEMU does not support",
		.remedy = "Set type to the format of the image, raw for an ISO image, or convert "
			  "the image to qcow2." },
	{ .on = "driver",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "fat"), VML_IS_NOT("../@type", "dir|volume") },
		.at = "@type",
		.message =
			"{device} has the format fat, which QEMU can only generate from a directory",
		.remedy = "Set type to the format of the image, such as raw." },
	{ .on = "driver",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("../@type", "dir"), VML_HAS("@type"),
			VML_IS_NOT("@type", "fat") },
		.at = "@type",
		.message = "{device} is made from a directory, so its format must be fat",
		.remedy = "Sets type='fat': QEMU presents the directory as a FAT file system.",
		.fix = "set @type=fat" },
	{ .on = "source",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("../@type", "dir"), VML_LACKS("../driver/@type") },
		.message = "{device} is made from a directory, but does not have the format fat",
		.remedy = "Set <driver name='qemu' type='fat'/>." },
	{ .on = "driver",
		.when = VML_WHEN_QEMU,
		.terms = { VML_HAS("metadata_cache/max_size"), VML_IS_NOT("@type", "qcow2"),
			VML_IS_NOT("../@type", "vhostuser") },
		.at = "metadata_cache",
		.message = "{device} has a metadata cache, which only qcow2 images have",
		.remedy = "Removes <metadata_cache>.",
		.fix = "remove metadata_cache" },
	{ .on = "source",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("../@type", "dir"), VML_LACKS("../readonly"),
			VML_IS_NOT("$device", "cdrom") },
		.message = "{device} is made from a directory, and must be read-only",
		.remedy = "Add <readonly/> to the disk, or share the directory by virtiofs." },
	{ .on = "backingStore",
		.terms = { VML_HAS("@type"), VML_LACKS("format/@type") },
		.message = "a backing image of {device} has no format",
		.remedy = "Add <format type='...'/> to <backingStore>, with the format that "
			  "\"qemu-img info\" reports for this image." },
	{ .on = "backingStore",
		.terms = { VML_HAS("@type"), VML_HAS("format/@type"), VML_LACKS("source") },
		.message = "a backing image of {device} has no <source>",
		.remedy = "Add <source> with the path of the image, or replace the element by "
			  "<backingStore/>, which ends the chain." },
	{ .on = "backingStore",
		.since = VML_RELEASE(10, 10),
		.terms = { VML_HAS("source/dataStore"), VML_HAS("format/@type"),
			VML_IS_NOT("format/@type", "qcow2") },
		.at = "source/dataStore",
		.message = "a backing image of {device} has a data file, which only qcow2 images "
			   "have",
		.remedy = "Set the format of the image to qcow2, or remove <dataStore>." },
	{ .on = "dataStore",
		.since = VML_RELEASE(10, 10),
		.terms = { VML_IS_NOT("../../driver/@type", "qcow2") },
		.message = "{device} has a data file, which only qcow2 images have",
		.remedy = "Set the format of the image to qcow2, or remove <dataStore>." },
	{ .on = "dataStore",
		.since = VML_RELEASE(10, 10),
		.terms = { VML_HAS("format/@type"), VML_IS_NOT("format/@type", "raw") },
		.at = "format/@type",
		.message = "the data file of {device} must be raw",
		.remedy = "Sets type='raw', the only format of a data file.",
		.fix = "set format/@type=raw" },
	{ .on = "dataStore",
		.since = VML_RELEASE(10, 10),
		.terms = { VML_ANY("source/dataStore|source/slices/slice") },
		.message = "the data file of {device} cannot have {name}",
		.remedy = "Removes {name}: QEMU uses the whole data file.",
		.fix = "drop" },
	{ 0 },
};

const vml_rule vml_rules_disk_rejected_image[] = {
	{
		.id = "disk-rejected-image",
		.summary = "format or backing image of a disk that libvirt rejects",
		.why = "libvirt checks the format of an image, its backing images and its data file, and "
		       "rejects the domain if one is incomplete or unsupported.",
		.remedy = "Each finding states how to correct the element. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.unless = VML_WHEN_LIVE,
		.each = "devices/disk/driver|devices/disk/source|devices/disk/source/dataStore|"
			"devices/disk/backingStore|devices/disk/backingStore/backingStore",
		.refusals = rows,
	},
	{ 0 },
};
