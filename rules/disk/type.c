/* Disks whose type does not match the kind of their source. */
#include <vmlint/rule.h>

#include <string.h>

/* Return true if the path has a file name extension of disk images, which no device node has. */
static bool is_image_name(const char *path)
{
	static const char *const extensions[] = { ".qcow2", ".qcow", ".qed", ".vmdk", ".vdi",
		".vhd", ".vhdx", ".img", ".raw", ".iso" };

	for (size_t i = 0; i < sizeof(extensions) / sizeof(*extensions); i++)
		if (vml_ends_with_nocase(path, extensions[i]))
			return true;
	return false;
}

static void type_mismatch(vml_context *ctx, xmlNode *disk)
{
	const char *type = vml_disk_type(disk);
	const xmlNode *source = vml_child(disk, "source");
	const char *file = vml_attr(source, "@file"), *dev = vml_attr(source, "@dev");

	if (!strcmp(type, "block") && *dev && !vml_starts_with(dev, "/dev/") &&
		is_image_name(dev)) {
		vml_report_attr(ctx, source, "dev",
			"%s has type='block', but '%s' is an image file: the guest does not start",
			vml_device_name(ctx, disk), dev);
	} else if (!strcmp(type, "file") && vml_is_data_disk(disk) &&
		vml_starts_with(file, "/dev/") && strcmp(file, "/dev/null") != 0 &&
		!vml_starts_with(file, "/dev/shm/") && !is_image_name(file)) {
		vml_finding *finding = vml_report_attr(ctx, source, "file",
			"%s has type='file', but '%s' is a device: libvirt reports a wrong size "
			"and refuses to migrate the guest",
			vml_device_name(ctx, disk), file);

		vml_lower_severity(finding, VML_WARNING);
		vml_remedy(finding,
			"Set type='block' and rename the attribute file of <source> to dev.");
	}
}

const vml_rule vml_rules_disk_type[] = {
	{
		.id = "disk-type-mismatch",
		.summary = "disk type does not match its source",
		.why = "For type='block' libvirt passes QEMU a host device; QEMU refuses to open a "
		       "regular file as one, and the guest does not start. A device with type='file' "
		       "works, but libvirt reports a wrong size and treats it as local storage, which "
		       "blocks migration.",
		.remedy = "Set type='file' and rename the attribute dev of <source> to "
			  "file, or for a device the reverse (type='block'). The guest does "
			  "not notice.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "devices/disk",
		.check = type_mismatch,
	},
	{ 0 },
};
