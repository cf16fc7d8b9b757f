/* Throttling of disks that libvirt rejects: limits and groups of <iotune>. */
#include <vmlint/refusal.h>

static uint64_t limit_of(vml_context *ctx, const xmlNode *tune, const char *name)
{
	uint64_t limit = 0;

	vml_number(vml_text(ctx, vml_child(tune, name)), &limit);
	return limit;
}

/*
 * As virDomainDiskIoTuneValidate(): a total limit excludes limits of the same kind for reads or
 * writes.
 */
static bool has_total_and_part(vml_context *ctx, const xmlNode *tune)
{
	static const char *const kinds[] = { "bytes_sec", "iops_sec", "bytes_sec_max",
		"iops_sec_max" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (limit_of(ctx, tune, vml_format(ctx, "total_%s", kinds[i])) &&
			(limit_of(ctx, tune, vml_format(ctx, "read_%s", kinds[i])) ||
				limit_of(ctx, tune, vml_format(ctx, "write_%s", kinds[i]))))
			return true;
	return false;
}

/* Return true if a limit of <iotune> exceeds `floor`. */
static bool exceeds(vml_context *ctx, const xmlNode *tune, uint64_t floor)
{
	for (const xmlNode *it = vml_first(tune); it; it = vml_sibling(it)) {
		uint64_t limit;

		if (!vml_named(it, "group_name") && vml_number(vml_text(ctx, it), &limit) &&
			limit > floor)
			return true;
	}
	return false;
}

static bool has_limit_above(vml_context *ctx, const xmlNode *tune)
{
	/* QEMU_BLOCK_IOTUNE_MAX in src/qemu/qemu_domain.h */
	return exceeds(ctx, tune, 1000000000000000);
}

static bool has_any_limit(vml_context *ctx, const xmlNode *tune)
{
	return exceeds(ctx, tune, 0);
}

static const char *group_of(vml_context *ctx, const xmlNode *tune)
{
	return vml_text(ctx, vml_child(tune, "group_name"));
}

/* Index the <iotune> of disks with limits by the name of their group. */
static void index_groups(vml_context *ctx, vml_index *index)
{
	vml_each_device (disk, ctx, "disk") {
		const xmlNode *tune = vml_child(disk, "iotune");

		if (has_any_limit(ctx, tune))
			vml_index_add(index, vml_hash(0, group_of(ctx, tune)), tune);
	}
}

/*
 * Return the first <iotune> with limits among those in the group of `tune`; NULL if there is none.
 */
static const xmlNode *first_of_group(vml_context *ctx, const xmlNode *tune)
{
	const char *group = group_of(ctx, tune);
	const vml_entry *it = vml_index_find(ctx, index_groups, vml_hash(0, group));

	return it && *group ? it->node : NULL;
}

/*
 * Return true if the group has no limits. A disk without limits takes those of another disk in its
 * group.
 */
static bool is_group_without_limits(vml_context *ctx, const xmlNode *tune)
{
	return *group_of(ctx, tune) && !has_any_limit(ctx, tune) && !first_of_group(ctx, tune);
}

static bool contains_limits(vml_context *ctx, const xmlNode *a, const xmlNode *b)
{
	for (const xmlNode *it = vml_first(a); it; it = vml_sibling(it))
		if (!vml_named(it, "group_name") &&
			limit_of(ctx, a, (const char *)it->name) !=
				limit_of(ctx, b, (const char *)it->name))
			return false;
	return true;
}

static bool differs_from_group(vml_context *ctx, const xmlNode *tune)
{
	const xmlNode *first = first_of_group(ctx, tune);

	return first && first != tune && has_any_limit(ctx, tune) &&
		(!contains_limits(ctx, tune, first) || !contains_limits(ctx, first, tune));
}

static const vml_refusal rows[] = {
	{ .on = "throttlegroup",
		.since = VML_RELEASE(11, 2),
		.terms = { VML_CALL(has_total_and_part) },
		.message = "a total limit cannot be combined with a limit of reads or writes of "
			   "the same kind",
		.remedy = "Keep the total limit, or those of reads and writes." },
	{ .on = "iotune",
		.terms = { VML_CALL(has_total_and_part) },
		.message = "a total limit cannot be combined with a limit of reads or writes of "
			   "the same kind",
		.remedy = "Keep the total, or the limits of reads and writes." },
	{ .on = "iotune",
		.when = VML_WHEN_QEMU,
		.terms = { VML_CALL(has_limit_above) },
		.message = "a limit of {device} exceeds QEMU's maximum of 10^15",
		.remedy = "Lower the limit to at most 10^15, or remove it." },
	{ .on = "iotune",
		.when = VML_WHEN_QEMU,
		.terms = { VML_HAS("group_name"), VML_CALL(is_group_without_limits) },
		.at = "group_name",
		.message = "{device} is in a throttle group without any limit",
		.remedy = "Add the limits of the group, or remove <iotune>." },
	{ .on = "iotune",
		.when = VML_WHEN_QEMU,
		.terms = { VML_HAS("group_name"), VML_CALL(differs_from_group) },
		.at = "group_name",
		.message = "{device} has other limits than the other disks of its throttle group",
		.remedy = "Set the same limits for all disks of the group." },
	{ .on = "iotune",
		.when = VML_WHEN_QEMU,
		.since = VML_RELEASE(11, 3),
		.terms = { VML_IS("$bus", "sd"), VML_CALL(has_any_limit) },
		.message = "{device} is on the bus sd, which cannot be throttled",
		.remedy = "Removes <iotune>. Alternative: another bus.",
		.fix = "remove ." },
	{ 0 },
};

const vml_rule vml_rules_disk_rejected_iotune[] = {
	{
		.id = "disk-rejected-iotune",
		.summary = "throttling of a disk that libvirt rejects",
		.why = "Limits of throughput may be set for the sum of reads and "
		       "writes or for each of them, but not both, and all disks of a "
		       "throttle group must have the same limits. libvirt rejects the "
		       "domain otherwise.",
		.remedy = "Each finding states how to correct the limits. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.unless = VML_WHEN_LIVE,
		.each = "devices/disk/iotune|throttlegroups/throttlegroup",
		.refusals = rows,
	},
	{ 0 },
};
