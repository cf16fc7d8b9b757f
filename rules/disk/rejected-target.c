/* Targets of disks that libvirt rejects: names, trays, removable disks. */
#include <vmlint/refusal.h>

#include <string.h>

/*
 * Results of checking a target name as virDiskNameParse() in src/util/virutil.c does: known prefix,
 * letters, no partition.
 */
enum name { NAME_OK, NAME_PREFIX, NAME_INVALID, NAME_OVERFLOW, NAME_PARTITION };

static enum name parse_name(const xmlNode *disk)
{
	static const char *const prefixes[] = { "fd", "hd", "vd", "sd", "xvd", "ubd" };
	const char *dev = vml_attr(disk, "target/@dev");
	const char *rest = NULL;
	size_t letters, digits;

	/*
	 * libvirt skips the prefix "ioemu:", which Xen used, and does not check the names of disks
	 * on the bus nvme, which libvirt 11.5 introduced
	 */
	if (vml_starts_with(dev, "ioemu:"))
		dev += strlen("ioemu:");
	if (!vml_has_attr(disk, "target/@dev") || !strcmp(vml_disk_bus(disk), "nvme"))
		return NAME_OK;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes) && !rest; i++)
		if (vml_starts_with(dev, prefixes[i]))
			rest = dev + strlen(prefixes[i]);
	if (!rest)
		return NAME_PREFIX;
	letters = strspn(rest, "abcdefghijklmnopqrstuvwxyz");
	digits = strspn(rest + letters, "0123456789");
	if (!letters || rest[letters + digits])
		return NAME_INVALID;
	/* the number of the disk exceeds an int */
	if (letters > 7)
		return NAME_OVERFLOW;
	return digits && strcmp(rest + letters, "0") ? NAME_PARTITION : NAME_OK;
}

static bool has_no_disk_name(vml_context *ctx, const xmlNode *disk)
{
	(void)ctx;
	return parse_name(disk) == NAME_PREFIX ||
		(vml_is_data_disk(disk) && vml_starts_with(vml_attr(disk, "target/@dev"), "fd"));
}

static bool has_invalid_name(vml_context *ctx, const xmlNode *disk)
{
	(void)ctx;
	return parse_name(disk) == NAME_INVALID;
}

static bool is_name_long(vml_context *ctx, const xmlNode *disk)
{
	(void)ctx;
	return parse_name(disk) == NAME_OVERFLOW;
}

static bool is_partition(vml_context *ctx, const xmlNode *disk)
{
	(void)ctx;
	return parse_name(disk) == NAME_PARTITION;
}

static bool is_no_floppy_name(vml_context *ctx, const xmlNode *disk)
{
	(void)ctx;
	return parse_name(disk) != NAME_PREFIX &&
		!vml_starts_with(vml_attr(disk, "target/@dev"), "fd");
}

/* Return true for names that select the bus nvme if @bus is missing. */
static bool is_nvme_name(vml_context *ctx, const xmlNode *disk)
{
	(void)ctx;
	return vml_starts_with(vml_attr(disk, "target/@dev"), "nvme");
}

/*
 * First term of the rows whose second term parses the name: it skips the parsing for nearly all
 * disks, because they have one of these names.
 */
#define UNUSUAL_NAME VML_IS_NOT("target/@dev", "vda|vdb|vdc|hda|hdb|hdc|sda|sdb|sdc")

static const vml_refusal rows[] = {
	{ .until = VML_RELEASE(11, 5),
		.terms = { VML_LACKS("target/@bus"), VML_CALL(is_nvme_name) },
		.at = "target/@dev",
		.message = "the target name '{value}' does not begin with vd, sd, hd or xvd",
		.remedy = "Set a name such as vda: the guest does not see it." },
	{ .terms = { VML_LACKS("target/@dev") },
		.message = "{device} has no target name",
		.remedy = "Set <target dev='vda'>, or another name that no other disk has." },
	{ .terms = { UNUSUAL_NAME, VML_CALL(has_no_disk_name) },
		.at = "target/@dev",
		.message = "the target name '{value}' does not begin with vd, sd, hd or xvd",
		.remedy = "Name the target after its bus: vda for virtio, sda for scsi, sata and "
			  "usb, hda for ide, fda for fdc." },
	{ .terms = { UNUSUAL_NAME, VML_CALL(has_invalid_name) },
		.at = "target/@dev",
		.message = "the target name '{value}' is not a disk name",
		.remedy = "Set a name such as vda, sdb or fda: the prefix of the bus, then one or "
			  "more lowercase letters." },
	{ .since = VML_RELEASE(11, 3),
		.terms = { UNUSUAL_NAME, VML_CALL(is_name_long) },
		.at = "target/@dev",
		.message = "the target name '{value}' has more than seven letters after its prefix",
		.remedy = "Set a shorter name, such as vda." },
	{ .when = VML_WHEN_QEMU,
		.terms = { UNUSUAL_NAME, VML_CALL(is_partition) },
		.at = "target/@dev",
		.message = "the target name '{value}' is that of a partition, not of a whole disk",
		.remedy = "Set a name without a number that no other disk has." },
	{ .terms = { VML_IS("@device", "floppy"), VML_CALL(is_no_floppy_name) },
		.at = "target/@dev",
		.message = "the target name '{value}' of a floppy drive must begin with fd",
		.remedy = "Set dev='fda', the first floppy drive, or dev='fdb', the second." },
	{ .terms = { VML_REPEATED("target/@dev") },
		.at = "target/@dev",
		.message = "another disk has the target name '{value}', too",
		.remedy = "Give one of the disks a target name that is not in use." },
	{ .terms = { VML_IS("target/@tray", "open"), VML_IS_NOT("@device", "cdrom|floppy") },
		.at = "target/@tray",
		.message = "{device} has an open tray, which only drives for removable media have",
		.remedy = "Removes the attribute tray.",
		.fix = "unset target/@tray" },
	{ .terms = { VML_HAS("target/@removable"), VML_IS_NOT("$bus", "usb|scsi") },
		.at = "target/@removable",
		.message = "{device} is marked as removable, but is neither a usb nor a scsi disk",
		.remedy = "Removes the attribute removable. Alternative: bus='usb' or bus='scsi'.",
		.fix = "unset target/@removable" },
	{ .until = VML_RELEASE(9, 6),
		.terms = { VML_HAS("target/@removable"), VML_IS("$bus", "scsi") },
		.at = "target/@removable",
		.message = "{device} is marked as removable, but is not a usb disk",
		.remedy = "Removes the attribute removable. Alternative: bus='usb'.",
		.fix = "unset target/@removable" },
	{ .terms = { VML_HAS("target/@removable"), VML_IS("$bus", "scsi"),
		  VML_IS_NOT("$device", "disk") },
		.at = "target/@removable",
		.message = "{device} is marked as removable, but on the bus scsi only "
			   "device='disk' can be",
		.remedy = "Removes the attribute removable.",
		.fix = "unset target/@removable" },
	{ 0 },
};

const vml_rule vml_rules_disk_rejected_target[] = {
	{
		.id = "disk-rejected-target",
		.summary = "target of a disk that libvirt rejects",
		.why = "Each disk has a target name of its own, which begins with the "
		       "letters of a bus. libvirt rejects the domain if a name is missing, "
		       "invalid or used twice, or if tray is set on a hard disk.",
		.remedy = "Each finding states how to correct the target. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.aliases = "xml-define-disk",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/disk",
		.refusals = rows,
	},
	{ 0 },
};
