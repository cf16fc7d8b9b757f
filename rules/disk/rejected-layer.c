/* Transient disks, throttle filters and groups that libvirt rejects. */
#include <vmlint/refusal.h>

#include <string.h>

static bool has_no_image(vml_context *ctx, const xmlNode *part)
{
	const xmlNode *source = vml_child(vml_parent(part), "source");

	(void)ctx;
	return !*vml_attr(source, "@file");
}

static bool is_no_file(vml_context *ctx, const xmlNode *part)
{
	(void)ctx;
	return strcmp(vml_disk_type(vml_parent(part)), "file") != 0;
}

static void index_groups(vml_context *ctx, vml_index *index)
{
	const xmlNode *groups = vml_child(vml_facts_of(ctx)->domain, "throttlegroups");

	vml_each_child (group, groups, "throttlegroup")
		vml_index_add(
			index, vml_hash(0, vml_text(ctx, vml_child(group, "group_name"))), group);
}

static bool has_no_group(vml_context *ctx, const xmlNode *filter)
{
	return !vml_index_find(ctx, index_groups, vml_hash(0, vml_attr(filter, "@group")));
}

/* Return true if an earlier filter of the disk has the same group. */
static bool is_repeated(vml_context *ctx, const xmlNode *filter)
{
	(void)ctx;
	return vml_repeats(filter, "@group");
}

/* Checks of libvirt: qemuValidateDomainDeviceDefDiskTransient(), virDomainDiskDefValidate(). */
static const vml_refusal rows[] = {
	{ .on = "transient",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("../@type", "|file"), VML_CALL(has_no_image) },
		.message = "{device} is transient, but has no image",
		.remedy = "Removes <transient>.",
		.fix = "remove ." },
	{ .on = "transient",
		.when = VML_WHEN_QEMU,
		.terms = { VML_HAS("../readonly") },
		.message = "{device} is read-only, so that <transient> has no changes to discard",
		.remedy = "Removes <transient>.",
		.fix = "remove ." },
	{ .on = "transient",
		.when = VML_WHEN_QEMU,
		.terms = { VML_CALL(is_no_file), VML_IS_NOT("../@type", "vhostuser"),
			VML_IS("$device", "disk") },
		.message = "{device} is transient, which only image files can be",
		.remedy = "Use an image file, or remove <transient/>." },
	{ .on = "transient",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS_NOT("$device", "disk"), VML_LACKS("../readonly") },
		.message = "{device} is transient, which only device='disk' can be",
		.remedy = "Removes <transient>.",
		.fix = "remove ." },
	{ .on = "transient",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@shareBacking", "yes"), VML_IS_NOT("$bus", "usb|virtio|scsi") },
		.at = "@shareBacking",
		.message = "{device} has shareBacking, which requires a bus with hotplug",
		.remedy = "Use the bus virtio, scsi or usb, or remove shareBacking." },
	{ .on = "throttlefilters",
		.since = VML_RELEASE(11, 2),
		.terms = { VML_HAS("throttlefilter"), VML_ANY("../iotune"),
			VML_IS_NOT("$device", "cdrom") },
		.message = "{device} has both throttle filters and <iotune>",
		.remedy = "Move the limits into a throttle group and remove <iotune>, or remove "
			  "<throttlefilters>." },
	{ .on = "throttlefilters",
		.since = VML_RELEASE(11, 2),
		.terms = { VML_HAS("throttlefilter"), VML_IS("$device", "cdrom") },
		.message = "{device} has throttle filters, which CD-ROM drives do not support",
		.remedy = "Removes <throttlefilters>.",
		.fix = "remove ." },
	{ .on = "throttlefilter",
		.since = VML_RELEASE(11, 2),
		.terms = { VML_HAS("@group"), VML_CALL(has_no_group) },
		.at = "@group",
		.message = "{device} refers to the throttle group '{value}', which does not exist",
		.remedy = "Add the group to <throttlegroups>, or remove the filter." },
	{ .on = "throttlefilter",
		.since = VML_RELEASE(11, 2),
		.terms = { VML_HAS("@group"), VML_CALL(is_repeated) },
		.at = "@group",
		.message = "{device} has two throttle filters of the group '{value}'",
		.remedy = "Removes the later filter.",
		.fix = "remove ." },
	{ .on = "throttlegroup",
		.since = VML_RELEASE(11, 2),
		.terms = { VML_IS("group_name/.", "|") },
		.message = "the throttle group has no name",
		.remedy = "Add a <group_name>." },
	{ .on = "throttlegroup",
		.since = VML_RELEASE(11, 2),
		.terms = { VML_HAS("group_name"), VML_REPEATED("group_name/.") },
		.at = "group_name",
		.message = "another throttle group has this name, too",
		.remedy = "Choose another name, or remove one of the groups." },
	{ 0 },
};

const vml_rule vml_rules_disk_rejected_layer[] = {
	{
		.id = "disk-rejected-layer",
		.summary = "transient disk, throttle filter or group that libvirt rejects",
		.why = "<transient/> puts a temporary overlay above the image of a disk, and "
		       "throttle filters put limits above it. Not every disk supports them, and "
		       "libvirt rejects the domain otherwise.",
		.remedy = "Each finding states how to correct the disk. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.unless = VML_WHEN_LIVE,
		.each = "devices/disk/transient|devices/disk/throttlefilters|"
			"devices/disk/throttlefilters/throttlefilter|throttlegroups/throttlegroup",
		.refusals = rows,
	},
	{ 0 },
};
