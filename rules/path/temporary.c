/* Disks of a guest in directories that the host cleans. */
#include <vmlint/rule.h>

static void temporary(vml_context *ctx, xmlNode *disk)
{
	const char *file = vml_attr(disk, "source/@file");
	bool memory = vml_starts_with(file, "/dev/shm/");

	if (!vml_is_data_disk(disk) || vml_child(disk, "transient") ||
		(!memory && !vml_starts_with(file, "/tmp/") && !vml_starts_with(file, "/var/tmp/")))
		return;
	vml_report_attr(ctx, vml_child(disk, "source"), "file",
		"%s is stored in %.*s, %s: the guest can lose its data", vml_device_name(ctx, disk),
		vml_starts_with(file, "/var/tmp") || vml_starts_with(file, "/dev/shm") ? 8 : 4,
		file,
		memory ? "which is in the host's memory"
		       : "from which systemd-tmpfiles removes old files");
}

const vml_rule vml_rules_path_temporary[] = {
	{
		.id = "path-temporary",
		.summary = "disk is stored in a directory for temporary files",
		.why = "systemd-tmpfiles removes files that were not used for 10 days from /tmp and "
		       "for 30 days from /var/tmp; /tmp and /dev/shm are often in memory and "
		       "empty after a boot of the host. A guest that is shut off for some time loses "
		       "its disk. In addition, every local user can create files there.",
		.remedy = "Move the image to a storage pool such as /var/lib/libvirt/images and "
			  "set its new path. If the data may be lost, suppress this finding with "
			  "that reason.",
		.url = "https://www.freedesktop.org/software/systemd/man/latest/tmpfiles.d.html",
		.severity = VML_WARNING,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "devices/disk",
		.check = temporary,
	},
	{ 0 },
};
