/* Disks with device='lun', which pass SCSI commands through, and options that only they have. */
#include <vmlint/refusal.h>

#define IS_LUN VML_IS("@device", "lun")
#define IS_NOT_LUN VML_IS_NOT("@device", "lun")

/*
 * Checks of libvirt: virDomainDiskDefSourceLUNValidate(),
 * qemuValidateDomainDeviceDefDiskFrontend().
 */
static const vml_refusal rows[] = {
	{ .when = VML_WHEN_QEMU,
		.terms = { IS_LUN, VML_IS_NOT("$bus", "scsi|virtio") },
		.message = "{device} passes SCSI commands through and must be on the bus scsi",
		.remedy = "Set bus='scsi' in <target>, or use device='disk'." },
	{ .terms = { IS_LUN, VML_IS("@type", "|file|dir|nvme|vhostuser|vhostvdpa") },
		.at = "@type",
		.message = "{device} must be a block device of the host or an iSCSI unit",
		.remedy =
			"Set device='disk', or set type='block' and a block device in <source>." },
	{ .terms = { IS_LUN, VML_IS_NOT("@type", "|file|dir"), VML_LACKS("source") },
		.message = "{device} has no <source>, and so no block device",
		.remedy = "Name the block device in <source>." },
	{ .terms = { IS_LUN, VML_IS("@type", "network"), VML_HAS("source/@protocol"),
		  VML_IS_NOT("source/@protocol", "iscsi") },
		.at = "source/@protocol",
		.message = "{device} is reached by {value}, but device='lun' works with iscsi only",
		.remedy = "Set device='disk'." },
	{ .terms = { IS_LUN, VML_IS_NOT("driver/@type", "|raw") },
		.at = "driver/@type",
		.message = "{device} is a device, not an image, and must have the format raw",
		.remedy = "Sets type='raw'. If the device contains an image in another format, use "
			  "device='disk' instead.",
		.fix = "set driver/@type=raw" },
	{ .terms = { IS_LUN, VML_ANY("source/slices/slice") },
		.message = "{device} cannot be limited to a slice of its source",
		.remedy = "Remove <slices>, or use device='disk'." },
	{ .terms = { IS_LUN, VML_ANY("encryption|source/encryption") },
		.message = "{device} cannot be encrypted by QEMU",
		.remedy = "Set device='disk', or encrypt the disk in the guest." },
	{ .when = VML_WHEN_QEMU,
		.terms = { IS_LUN, VML_IS("driver/@copy_on_read", "on") },
		.at = "driver/@copy_on_read",
		.message = "{device} cannot have copy_on_read",
		.remedy = "Removes the attribute copy_on_read. Alternative: device='disk'.",
		.fix = "unset driver/@copy_on_read" },
	{ .when = VML_WHEN_QEMU,
		.terms = { IS_LUN, VML_ANY("wwn|vendor|product") },
		.message = "{device} cannot have a {name}, since the device has its own",
		.remedy = "Removes {name}: the guest sees the device's own value.",
		.fix = "drop" },
	{ .when = VML_WHEN_QEMU,
		.terms = { IS_LUN, VML_HAS("serial"), VML_IS("$bus", "scsi") },
		.at = "serial",
		.message = "{device} cannot have a <serial>, since the device has its own",
		.remedy = "Removes <serial>: the guest sees the serial number of the device.",
		.fix = "remove serial" },
	{ .terms = { IS_NOT_LUN, VML_ANY("source/reservations") },
		.message = "{device} has persistent reservations, which require device='lun'",
		.remedy = "Set device='lun', or remove <reservations>." },
	{ .terms = { IS_NOT_LUN, VML_ANY("@rawio|@sgio") },
		.message = "{device} has the attribute {name}, which requires device='lun'",
		.remedy = "Set device='lun', or remove the attribute {name}." },
	{ .terms = { IS_LUN, VML_IS("@sgio", "unfiltered") },
		.at = "@sgio",
		.message = "{device} has sgio='unfiltered', which Linux no longer supports",
		.remedy = "Removes the attribute sgio: privileged SCSI commands then need "
			  "rawio='yes'.",
		.fix = "unset @sgio" },
	{ 0 },
};

const vml_rule vml_rules_disk_rejected_lun[] = {
	{
		.id = "disk-rejected-lun",
		.summary = "SCSI passthrough disk (device='lun') that libvirt rejects",
		.why = "A disk with device='lun' passes the guest's SCSI commands to a "
		       "device of the host. Images, serial numbers and encryption exist for "
		       "other disks only, options of the passthrough for 'lun' only. "
		       "libvirt rejects the domain if they are mixed.",
		.remedy = "Each finding states how to correct the disk. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.aliases = "xml-define-disk",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.unless = VML_WHEN_LIVE,
		.each = "devices/disk",
		.refusals = rows,
	},
	{ 0 },
};
