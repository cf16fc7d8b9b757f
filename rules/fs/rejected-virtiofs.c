/* Options of virtiofs that libvirt rejects. */
#include <vmlint/refusal.h>

#include <string.h>

#define IS_VIRTIOFS VML_IS("driver/@type", "virtiofs")

static void index_virtiofs(vml_context *ctx, vml_index *index)
{
	vml_each_device (fs, ctx, "filesystem")
		if (vml_attr_is(fs, "driver/@type", "virtiofs"))
			vml_index_add(index, vml_hash(0, vml_attr(fs, "target/@dir")), fs);
}

/* Return true if another file system with virtiofs has the same target. */
static bool has_target_of_virtiofs(vml_context *ctx, const xmlNode *fs)
{
	const char *target = vml_attr(fs, "target/@dir");
	const vml_entry *it = vml_index_find(ctx, index_virtiofs, vml_hash(0, target));

	return it && vml_attr_is(it->node, "target/@dir", target);
}

static const vml_refusal rows[] = {
	{ .terms = { VML_IS("driver/@type", "virtiofs"), VML_REPEATED("target/@dir|driver/@type") },
		.at = "target/@dir",
		.message = "another virtiofs file system has the target '{value}', too",
		.remedy =
			"Set another mount tag in <target dir='...'/> of one of them, and mount it "
			"by this tag in the guest." },
	{ .since = VML_RELEASE(11, 3),
		.terms = { VML_HAS("target/@dir"), VML_IS_NOT("driver/@type", "virtiofs"),
			VML_CALL(has_target_of_virtiofs) },
		.at = "target/@dir",
		.message = "a virtiofs file system has the target '{value}', too",
		.remedy =
			"Set another mount tag in <target dir='...'/> of one of them, and mount it "
			"by this tag in the guest." },
	{ .when = VML_WHEN_QEMU,
		.terms = { IS_VIRTIOFS, VML_IS_NOT("@accessmode", "|passthrough"),
			VML_LACKS("source/@socket") },
		.at = "@accessmode",
		.message = "{device} is virtiofs, which supports accessmode='passthrough' only",
		.remedy = "Sets accessmode='passthrough'. To map users and groups, add <idmap>.",
		.fix = "set @accessmode=passthrough" },
	{ .when = VML_WHEN_QEMU,
		.terms = { IS_VIRTIOFS, VML_LACKS("source/@socket"), VML_HAS("driver/@wrpolicy") },
		.at = "driver/@wrpolicy",
		.message = "{device} is virtiofs, which has no write policy",
		.remedy = "Removes the attribute wrpolicy.",
		.fix = "unset driver/@wrpolicy" },
	{ .when = VML_WHEN_QEMU,
		.terms = { IS_VIRTIOFS, VML_ANY("@model|@multidevs|@fmode|@dmode|driver/@format") },
		.message = "{device} is virtiofs, which does not have the attribute {name}",
		.remedy = "Removes the attribute {name}.",
		.fix = "drop" },
	{ .when = VML_WHEN_QEMU,
		.until = VML_RELEASE(11, 0),
		.terms = { IS_VIRTIOFS, VML_HAS("readonly") },
		.at = "readonly",
		.message = "{device} is virtiofs, which libvirt cannot make read-only",
		.remedy = "Remove <readonly/> and mount the directory read-only on the host, or "
			  "upgrade to libvirt 11.0." },
	{ .when = VML_WHEN_QEMU,
		.since = VML_RELEASE(11, 3),
		.terms = { IS_VIRTIOFS, VML_HAS("boot"), VML_IS_NOT("address/@type", "|pci") },
		.at = "boot",
		.message = "{device} is in the boot order, which requires a PCI device",
		.remedy = "Removes <boot>: the guest does not boot from this file system.",
		.fix = "remove boot" },
	{ .when = VML_WHEN_QEMU | VML_WHEN_CCW,
		.since = VML_RELEASE(11, 3),
		.terms = { IS_VIRTIOFS, VML_HAS("boot"), VML_LACKS("address") },
		.at = "boot",
		.message = "{device} is in the boot order, which requires a PCI device",
		.remedy = "Removes <boot>: the guest does not boot from this file system.",
		.fix = "remove boot" },
	{ 0 },
};

const vml_rule vml_rules_fs_rejected_virtiofs[] = {
	{
		.id = "fs-virtiofs-rejected",
		.summary = "virtiofs option that libvirt rejects",
		.why = "virtiofs is served by a process of its own, and lacks most options of 9p. libvirt "
		       "rejects the domain if one is set, or if two file systems have the same target.",
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
