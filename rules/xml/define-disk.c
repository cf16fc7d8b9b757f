/*
 * Disks that libvirt refuses to define: virDomainDiskDefValidate() in
 * src/conf/domain_validate.c and qemuValidateDomainDeviceDefDisk() in
 * src/qemu/qemu_validate.c, libvirt 9.0.
 */
#include <vmlint/rule.h>

#include <string.h>

/* Boards without IDE. */
static const unsigned int without_ide = VML_WHEN_Q35 | VML_WHEN_VIRT | VML_WHEN_CCW;

/* Return the conflict of this disk with an earlier one; NULL if there is none. */
static const char *check_pair(vml_context *ctx, const xmlNode *disk)
{
	const xmlNode *twin = vml_disk_by_target(ctx, vml_attr(disk, "target/@dev"));

	return vml_sibling_index(twin) < vml_sibling_index(disk)
		? "another disk has the same target"
		: NULL;
}

static const char *check_target(const xmlNode *disk)
{
	const char *dev = vml_attr(disk, "target/@dev");

	if (!*dev)
		return "it has no target";
	if (vml_is_data_disk(disk) && strcmp(vml_disk_bus(disk), "nvme") &&
		!vml_starts_with(dev, "hd") && !vml_starts_with(dev, "sd") &&
		!vml_starts_with(dev, "vd") && !vml_starts_with(dev, "xvd") &&
		!vml_starts_with(dev, "ubd"))
		return "the target must begin with vd, sd, hd or xvd";
	if (strchr("123456789", dev[strlen(dev) - 1]) && strcmp(vml_disk_bus(disk), "nvme"))
		return "the target must be a whole disk, not a partition";
	return NULL;
}

static const char *check_bus(const vml_context *ctx, const xmlNode *disk)
{
	const char *bus = vml_disk_bus(disk), *device = vml_disk_device(disk);

	if (!strcmp(bus, "ide") && vml_facts_of(ctx)->gates & without_ide)
		return "this board has no IDE, use sata or virtio";
	if (!strcmp(device, "cdrom") && vml_one_of(bus, "virtio|sd"))
		return "a CD-ROM drive cannot be on this bus, use sata, ide or scsi";
	if (!strcmp(device, "floppy") != !strcmp(bus, "fdc"))
		return "the bus fdc is for floppy drives only, and they must use it";
	if (!strcmp(device, "disk") && vml_child(disk, "readonly") && vml_one_of(bus, "ide|sata"))
		return "IDE and SATA disks cannot be read-only, use virtio or scsi";
	return NULL;
}

static const char *check_lun(const xmlNode *disk)
{
	const char *type = vml_attr(disk, "@type");

	if (strcmp(vml_disk_device(disk), "lun"))
		return NULL;
	if (!vml_one_of(vml_disk_bus(disk), "virtio|scsi"))
		return "device='lun' needs the bus virtio or scsi";
	if (!*type || !strcmp(type, "file") || !strcmp(type, "dir"))
		return "device='lun' needs a block device, not a file";
	if (*vml_attr(disk, "driver/@type") && !vml_attr_is(disk, "driver/@type", "raw"))
		return "device='lun' needs the format raw";
	return NULL;
}

static const char *check_use(const xmlNode *disk)
{
	const char *format = vml_attr(disk, "driver/@type");
	const char *driver = vml_attr(disk, "driver/@name");

	if (!strcmp(vml_disk_device(disk), "disk") && !vml_child(disk, "source"))
		return "it has no <source>";
	if (*driver && strcmp(driver, "qemu"))
		return "the driver name must be qemu";
	if (vml_child(disk, "shareable") && !vml_child(disk, "readonly") && *format &&
		strcmp(format, "raw"))
		return "only a raw image can be shared for writing";
	if (vml_attr_is(disk, "@sgio", "unfiltered"))
		return "the Linux kernel no longer supports sgio='unfiltered'";
	return NULL;
}

static void define_disk(vml_context *ctx, xmlNode *disk)
{
	const char *what = check_target(disk);

	if (!what)
		what = check_pair(ctx, disk);
	if (!what)
		what = check_bus(ctx, disk);
	if (!what)
		what = check_lun(disk);
	if (!what)
		what = check_use(disk);
	if (what)
		vml_report(ctx, disk, "libvirt refuses %s: %s", vml_device_name(ctx, disk), what);
}

const vml_rule vml_rules_xml_define_disk[] = {
	{
		.id = "xml-define-disk",
		.summary = "disk that libvirt refuses",
		.why = "libvirt checks every disk when a domain is defined and refuses the whole "
		       "domain if a single one is invalid: a target that is used twice, a bus "
		       "that the board does not have, a read-only "
		       "disk on IDE or SATA. In a file from another hypervisor or in a template "
		       "this is noticed only when it is needed.",
		.remedy = "Change the disk as the message describes.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_RUNNING,
		.each = "devices/disk",
		.check = define_disk,
	},
	{ 0 }
};
