/* Installation media and cloud-init seeds attached as writable disks. */
#include <vmlint/rule.h>

#include <string.h>

static void writable_seed(vml_context *ctx, xmlNode *disk)
{
	bool iso = vml_ends_with_nocase(vml_attr(disk, "source/@file"), ".iso");

	if (strcmp(vml_disk_device(disk), "disk") != 0 || vml_child(disk, "readonly") ||
		vml_child(disk, "transient") || !vml_is_seed_disk(disk))
		return;
	vml_remedy(
		vml_report(ctx, disk, "%s is %s, but a writable disk: %s",
			vml_device_name(ctx, disk), iso ? "an ISO image" : "a seed of cloud-init",
			iso ? "the guest can damage the image, and libvirt locks it for this guest"
			    : "snapshots include it, and the guest can change its own seed"),
		"Set device='cdrom' and a target such as dev='sda' with bus='sata' on q35, 'ide' on pc, "
		"'scsi' on other boards, and add <readonly/>.%s",
		iso ? "" : " cloud-init finds a seed by its label, not by its bus.");
}

const vml_rule vml_rules_disk_seed[] = {
	{
		.id = "disk-seed-writable",
		.summary = "installation medium or cloud-init seed attached as a writable disk",
		.why = "ISO images and seeds of cloud-init are only read. If the image is a "
		       "writable disk, the guest can change it, and its lock keeps other guests "
		       "from using it. libvirt includes the disk in snapshots: internal snapshots "
		       "fail, because the image is not qcow2.",
		.remedy =
			"Set device='cdrom' and a target such as dev='sda' with bus='sata' on q35, "
			"'ide' on pc, 'scsi' on other boards, and add <readonly/>. cloud-init finds a "
			"seed by its label, not by its bus.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_WARNING,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "devices/disk",
		.check = writable_seed,
	},
	{ 0 },
};
