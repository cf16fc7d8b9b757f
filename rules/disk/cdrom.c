/* Media left in CD-ROM and floppy drives. */
#include <vmlint/rule.h>

#include <string.h>

/* Index the device with the smallest boot order, with key 1. */
static void index_first_boot(vml_context *ctx, vml_index *index)
{
	const xmlNode *first = NULL;
	uint64_t least = UINT64_MAX, order;

	vml_each_device (device, ctx, NULL)
		if (vml_number(vml_attr(device, "boot/@order"), &order) && order < least) {
			first = device;
			least = order;
		}
	if (first)
		vml_index_add(index, 1, first);
}

/* Return true if the guest boots from this drive first, according to boot orders or <os>. */
static bool boots_from(vml_context *ctx, const xmlNode *drive)
{
	const xmlNode *domain = vml_facts_of(ctx)->domain;
	const vml_entry *first;
	uint64_t mine, least;

	if (!vml_number(vml_attr(drive, "boot/@order"), &mine))
		return vml_attr_is(domain, "os/boot/@dev",
			strcmp(vml_disk_device(drive), "floppy") ? "cdrom" : "fd");
	first = vml_index_find(ctx, index_first_boot, 1);
	return !first || !vml_number(vml_attr(first->node, "boot/@order"), &least) || mine <= least;
}

static bool has_data_disk(const vml_context *ctx)
{
	vml_each_device (disk, ctx, "disk")
		if (vml_is_data_disk(disk))
			return true;
	return false;
}

/* Return true for media that guests read at each boot: cloud-init, Ignition, unattended setup. */
static bool is_seed(vml_context *ctx, const char *path)
{
	static const char *const marks[] = { "seed", "cloud", "cidata", "config", "ignition",
		"unattend", "kickstart", "preseed", "init" };
	const char *name = strrchr(path, '/');

	name = vml_lower_case(ctx, name ? name : path);
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (strstr(name, marks[i]))
			return true;
	return false;
}

static void inserted(vml_context *ctx, xmlNode *disk)
{
	const xmlNode *source = vml_child(disk, "source");
	const char *type = vml_disk_type(disk);
	const char *path = vml_attr(source, !strcmp(type, "block") ? "@dev" : "@file");
	vml_finding *finding;

	if (vml_is_data_disk(disk) || !vml_one_of(type, "file|block") || !*path ||
		vml_one_of(vml_attr(source, "@startupPolicy"), "optional|requisite"))
		return;
	if (!vml_cached(ctx, has_data_disk) || boots_from(ctx, disk) || is_seed(ctx, path))
		return;
	finding = vml_report(ctx, source,
		"%s contains %s: if this path is missing, the guest does not start or migrate",
		vml_device_name(ctx, disk), path);
	vml_fix_set(finding, source, "startupPolicy", "optional");
	vml_command(
		finding, "--edit %s --disk source.startupPolicy=optional", vml_selector(ctx, disk));
}

const vml_rule vml_rules_disk_cdrom[] = {
	{
		.id = "disk-cdrom-inserted",
		.summary = "a medium was left in the CD-ROM or floppy drive",
		.why = "An installation image that was left in the drive makes the guest depend "
		       "on that file: once it is deleted or renamed, or its network share is not "
		       "mounted, the guest does not start, and it cannot migrate to a host that "
		       "lacks the file.",
		.remedy = "Sets startupPolicy='optional': if the path is missing, the guest "
			  "starts with an empty drive. If the medium is not needed, eject it: "
			  "\"virsh change-media DOMAIN TARGET --eject --config\".",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_INFO,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_QEMU,
		.each = "devices/disk",
		.check = inserted,
	},
	{ 0 }
};
