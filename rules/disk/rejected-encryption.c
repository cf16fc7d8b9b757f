/* Encryption of disks that libvirt rejects. */
#include <vmlint/refusal.h>

static const xmlNode *disk_of(const xmlNode *part)
{
	while (part && !vml_named(part, "disk"))
		part = vml_parent(part);
	return part;
}

static bool is_local(vml_context *ctx, const xmlNode *encryption)
{
	(void)ctx;
	return !vml_one_of(vml_attr(disk_of(encryption), "@type"), "network|volume");
}

static bool has_unfit_format(vml_context *ctx, const xmlNode *encryption)
{
	const char *format = vml_attr(disk_of(encryption), "driver/@type");

	(void)ctx;
	return !vml_one_of(format, "|raw|qcow2");
}

static const vml_refusal rows[] = {
	{ .on = "encryption",
		.terms = { VML_IS("@format", "luks"), VML_HAS("cipher") },
		.at = "cipher",
		.message = "{device} has a cipher, which LUKS stores in the image",
		.remedy = "Removes <cipher>: QEMU reads the cipher from the image.",
		.fix = "remove cipher" },
	{ .on = "encryption",
		.terms = { VML_IS("@format", "luks"), VML_HAS("ivgen"), VML_LACKS("cipher") },
		.at = "ivgen",
		.message = "{device} has an <ivgen>, which LUKS stores in the image",
		.remedy = "Removes <ivgen>: QEMU reads its value from the image.",
		.fix = "remove ivgen" },
	{ .on = "encryption",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@format", "default") },
		.at = "@format",
		.message = "{device} has the old encryption of qcow",
		.remedy = "Convert the image to LUKS with \"qemu-img convert\", and set "
			  "format='luks'." },
	{ .on = "encryption",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@format", "luks2|luks-any"), VML_IS_NOT("@engine", "librbd") },
		.at = "@format",
		.message = "{device} has encryption of the format {value}, which QEMU itself does "
			   "not support",
		.remedy = "For an RBD image, set engine='librbd'. Otherwise set format='luks', and "
			  "convert the image if it is LUKS2." },
	{ .on = "encryption",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@format", "luks"), VML_IS_NOT("@engine", "librbd"),
			VML_CALL(has_unfit_format) },
		.message = "{device} is encrypted, which only raw and qcow2 images can be",
		.remedy = "Convert the image to qcow2 with LUKS (\"qemu-img convert\"), and set "
			  "type='qcow2' in <driver>." },
	{ .on = "encryption",
		.when = VML_WHEN_QEMU,
		.since = VML_RELEASE(9, 3),
		.terms = { VML_IS_NOT("@engine", "librbd"), VML_MANY("secret", "1") },
		.message =
			"{device} has several secrets, but only engine='librbd' supports more than one",
		.remedy = "Keep one <secret>: that of this image." },
	{ .on = "encryption",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@engine", "librbd"), VML_IS("@format", "luks|luks2|luks-any"),
			VML_CALL(is_local) },
		.at = "@engine",
		.message = "{device} is encrypted by librbd, but is not an RBD image",
		.remedy = "Removes the attribute engine: QEMU then decrypts the image itself.",
		.fix = "unset @engine" },
	{ 0 },
};

const vml_rule vml_rules_disk_rejected_encryption[] = {
	{
		.id = "disk-rejected-encryption",
		.summary = "encryption of a disk that libvirt rejects",
		.why = "The encryption of a disk must fit its image and the program that decrypts it: QEMU "
		       "itself or librbd. libvirt rejects the domain otherwise.",
		.remedy = "Each finding states how to correct the element. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatstorageencryption.html",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.unless = VML_WHEN_LIVE,
		.each = "devices/disk/encryption|devices/disk/source/encryption",
		.refusals = rows,
	},
	{ 0 },
};
