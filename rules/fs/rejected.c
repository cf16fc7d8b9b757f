/* File systems that libvirt rejects. */
#include <vmlint/refusal.h>

#include <string.h>

/*
 * Return true if the source is missing. Its attribute depends on the type:
 * virDomainFSDefParseXML().
 */
static bool has_no_source(vml_context *ctx, const xmlNode *fs)
{
	static const struct {
		const char *types, *attr;
	} sources[] = { { "|mount|bind", "source/@dir" }, { "file", "source/@file" },
		{ "block", "source/@dev" }, { "template", "source/@name" } };
	const char *type = vml_attr(fs, "@type");

	(void)ctx;
	for (size_t i = 0; i < sizeof(sources) / sizeof(*sources); i++)
		if (vml_one_of(type, sources[i].types))
			return !vml_has_attr(fs, sources[i].attr) &&
				!vml_has_attr(fs, "source/@socket");
	return false;
}

/* Return true if a file mode is greater than 0777 (octal). */
static bool is_mode_above(vml_context *ctx, const xmlNode *fs)
{
	static const char *const modes[] = { "@fmode", "@dmode" };

	(void)ctx;
	for (size_t i = 0; i < 2; i++) {
		const char *mode = vml_attr(fs, modes[i]);

		mode += strspn(mode, "0");
		if (strlen(mode) > 3 && strspn(mode, "01234567") == strlen(mode))
			return true;
	}
	return false;
}

/* Checks of libvirt: virDomainFSDefValidate(), qemuValidateDomainDeviceDefFS(). */
static const vml_refusal rows[] = {
	{ .terms = { VML_CALL(has_no_source) },
		.message = "{device} has no source on the host",
		.remedy = "Set the attribute of <source> that matches the type: dir for mount (the "
			  "default) and bind, file for file, dev for block, name for template." },
	{ .terms = { VML_LACKS("target/@dir") },
		.message = "{device} has no target, by which the guest mounts it",
		.remedy = "Add <target dir='...'/> with the mount tag; for a container, with the "
			  "mount point." },
	{ .terms = { VML_IS("@type", "ram"), VML_LACKS("source/@usage") },
		.message = "{device} is in RAM, but has no size",
		.remedy = "Set the size in the attribute usage of <source>." },
	{ .terms = { VML_ANY("@fmode|@dmode"), VML_CALL(is_mode_above) },
		.message = "the mode of new files or directories must be at most 0777",
		.remedy = "Write the permission bits as three octal digits." },
	{ .terms = { VML_HAS("boot"), VML_IS_NOT("driver/@type", "virtiofs") },
		.at = "boot",
		.message = "{device} is in the boot order, which only virtiofs can be",
		.remedy = "Removes <boot>. Alternative: <driver type='virtiofs'/>.",
		.fix = "remove boot" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS_NOT("@type", "|mount") },
		.at = "@type",
		.message = "{device} is of a type that only containers have",
		.remedy = "Set type='mount' and a directory of the host." },
	{ .when = VML_WHEN_QEMU,
		.since = VML_RELEASE(11, 3),
		.terms = { VML_ANY("space_hard_limit|space_soft_limit") },
		.message = "{device} has a {name}, which QEMU does not support",
		.remedy = "Removes {name}. Limit the space by a quota of the host's file system.",
		.fix = "drop" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_ANY("@fmode|@dmode"), VML_IS_NOT("@accessmode", "mapped"),
			VML_IS_NOT("driver/@type", "virtiofs") },
		.message = "{device} has the attribute {name}, which requires accessmode='mapped'",
		.remedy = "Set accessmode='mapped', or remove the attribute {name}." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("driver/@type", "handle"),
			VML_IS_NOT("@accessmode", "|passthrough") },
		.at = "@accessmode",
		.message = "{device} has a driver that supports accessmode='passthrough' only",
		.remedy = "Sets the driver to 'path', which supports all access modes and serves "
			  "the same directory: QEMU 4.0 removed 'handle'.",
		.fix = "set driver/@type=path" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("driver/@type", "mtp"),
			VML_IS_NOT("@accessmode", "|passthrough") },
		.at = "@accessmode",
		.message = "{device} has a driver that supports accessmode='passthrough' only",
		.remedy =
			"Sets accessmode='passthrough': files have the owners that the guest sets.",
		.fix = "set @accessmode=passthrough" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("driver/@type", "loop|nbd|ploop") },
		.at = "driver/@type",
		.message = "{device} has the driver '{value}', which only containers have",
		.remedy = "Use the driver virtiofs, or attach the image as a disk." },
	{ 0 },
};

const vml_rule vml_rules_fs_rejected[] = {
	{
		.id = "fs-rejected",
		.summary = "file system that libvirt rejects",
		.why = "The drivers 9p, virtiofs and mtp share a directory of the host in different "
		       "ways and have different options. libvirt rejects the domain if an option "
		       "does not belong to the driver, or if the source or the target is missing.",
		.remedy = "Each finding states how to correct the file system. The fix removes "
			  "or changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#filesystems",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.unless = VML_WHEN_LIVE,
		.each = "devices/filesystem",
		.refusals = rows,
	},
	{ 0 },
};
