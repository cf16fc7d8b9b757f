/* Disks that libvirt rejects because of their bus or use. */
#include <vmlint/refusal.h>

/*
 * Checks of libvirt: virDomainDiskDefValidate(), qemuValidateDomainDeviceDefDisk() and its parts.
 */
static const vml_refusal rows[] = {
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("$bus", "ide"), VML_IS_NOT("@device", "cdrom"),
			VML_CALL(vml_has_no_ide) },
		.message = "{device} is on the IDE bus, which this board does not have",
		.remedy =
			"Set the bus virtio or scsi (on q35 also sata), and a target name that fits it." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("$bus", "ide"), VML_IS("@device", "cdrom"),
			VML_CALL(vml_has_no_ide) },
		.message = "{device} is on the IDE bus, which this board does not have",
		.remedy = "Set the bus scsi (on q35 also sata), and a target name such as sda." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@device", "cdrom"), VML_IS("$bus", "virtio|sd") },
		.message = "{device} is on a bus that has no drives for removable media",
		.remedy = "Set the bus scsi (on q35 also sata, on pc also ide), and a target name "
			  "that fits it." },
	{ .when = VML_WHEN_QEMU | VML_WHEN_PSERIES,
		.at_start = true,
		.terms = { VML_IS("@device", "floppy") },
		.message = "{device} is a floppy drive, which pseries machines do not have",
		.remedy = "Removes the drive. To pass its image to the guest, use a CD-ROM drive.",
		.fix = "remove ." },
	{ .terms = { VML_IS("@device", "floppy"), VML_IS_NOT("$bus", "fdc") },
		.message = "{device} is a floppy drive, but not on the bus fdc",
		.remedy = "Set bus='fdc'. The target name must begin with fd." },
	{ .terms = { VML_IS("$bus", "fdc"), VML_IS_NOT("@device", "floppy") },
		.message = "{device} is on the bus fdc, which only floppy drives can use",
		.remedy = "Set another bus, such as scsi, and a target name that fits it, or set "
			  "device='floppy'." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("readonly"), VML_IS("$bus", "ide|sata"),
			VML_IS("$device", "disk") },
		.at = "readonly",
		.message = "{device} is read-only, which IDE and SATA disks cannot be",
		.remedy = "Set the bus virtio or scsi and a target name that fits it, or remove "
			  "<readonly/>." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("shareable"), VML_LACKS("readonly"),
			VML_IS_NOT("driver/@type", "|raw"), VML_IS_NOT("@device", "cdrom") },
		.at = "shareable",
		.message = "{device} is shared for writing, which only a raw image can be",
		.remedy = "Convert the image to raw, or remove <shareable/>." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_HAS("driver/@name"), VML_IS_NOT("driver/@name", "qemu") },
		.at = "driver/@name",
		.message = "{device} has the driver '{value}', but QEMU guests can only use 'qemu'",
		.remedy =
			"Sets name='qemu'. If type is not the format of the image, such as raw or "
			"qcow2, correct it, too.",
		.fix = "set driver/@name=qemu" },
	{ 0 },
};

const vml_rule vml_rules_disk_rejected[] = {
	{
		.id = "disk-rejected",
		.summary = "disk that libvirt rejects because of its bus or use",
		.why = "libvirt checks every disk when a domain is defined, and "
		       "rejects the whole domain if one is invalid: a bus that the "
		       "board does not have, a read-only disk on IDE or SATA. In a "
		       "stored file or a template, the error is noticed only when a "
		       "guest is defined from it.",
		.remedy = "Each finding states how to correct the disk. The fix removes or "
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
