/*
 * Disks that libvirt refuses to define: virDomainDiskDefValidate() in
 * src/conf/domain_validate.c and qemuValidateDomainDeviceDefDisk() in
 * src/qemu/qemu_validate.c, libvirt 9.0.
 */
#include <vmlint/rule.h>

#include <string.h>

/* Boards without IDE. i440fx has one controller for four drives. */
static const unsigned int without_ide = VML_WHEN_Q35 | VML_WHEN_VIRT | VML_WHEN_CCW;

static bool same_drive(const xmlNode *a, const xmlNode *b)
{
	return vml_attr_is(a, "address/@type", "drive") &&
		vml_attr_is(b, "address/@type", "drive") &&
		!strcmp(vml_disk_bus(a), vml_disk_bus(b)) &&
		vml_same_number(a, b, "address/@controller") &&
		vml_same_number(a, b, "address/@bus") && vml_same_number(a, b, "address/@target") &&
		vml_same_number(a, b, "address/@unit");
}

static uint64_t drive_key(vml_context *ctx, const xmlNode *disk)
{
	static const char *const parts[] = { "@controller", "@bus", "@target", "@unit" };
	const xmlNode *address = vml_child(disk, "address");
	uint64_t key;

	(void)ctx;
	if (!vml_attr_is(address, "@type", "drive"))
		return 0;
	key = vml_hash(0, vml_disk_bus(disk));
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		uint64_t number = 0;

		vml_number(vml_attr(address, parts[i]), &number);
		key = vml_hash_number(key, number);
	}
	return key;
}

static void index_drives(vml_context *ctx, vml_index *index)
{
	vml_index_devices(ctx, index, "disk", drive_key);
}

/* Find the first disk with the same drive address; may return `disk` itself. */
static const xmlNode *first_on_drive(vml_context *ctx, const xmlNode *disk)
{
	uint64_t key = drive_key(ctx, disk);
	const vml_entry *it = key ? vml_index_find(ctx, index_drives, key) : NULL;

	while (it && !same_drive(it->node, disk))
		it = it->next;
	return it ? it->node : disk;
}

/* Return the conflict of this disk with an earlier one; NULL if there is none. */
static const char *check_pair(vml_context *ctx, const xmlNode *disk)
{
	const xmlNode *twin = vml_disk_by_target(ctx, vml_attr(disk, "target/@dev")),
		      *other = first_on_drive(ctx, disk);

	if (vml_sibling_index(twin) < vml_sibling_index(disk) &&
		vml_sibling_index(twin) <= vml_sibling_index(other))
		return "another disk has the same target";
	if (vml_sibling_index(other) < vml_sibling_index(disk))
		return vml_format(
			ctx, "%s has the same drive address", vml_device_name(ctx, other));
	return NULL;
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

/* Return true if the disk needs a second controller: by its address, or by a target past hdd. */
static bool is_fifth_drive(const xmlNode *disk)
{
	const char *dev = vml_attr(disk, "target/@dev");
	uint64_t controller;

	if (vml_attr_is(disk, "address/@type", "drive"))
		return vml_number(vml_attr(disk, "address/@controller"), &controller) && controller;
	return vml_starts_with(dev, "hd") && (dev[2] > 'd' || (dev[2] && dev[3]));
}

static const char *check_bus(const vml_context *ctx, const xmlNode *disk)
{
	const char *bus = vml_disk_bus(disk), *device = vml_disk_device(disk);
	const char *address = vml_attr(disk, "address/@type");

	if (!strcmp(bus, "ide") && vml_facts_of(ctx)->gates & without_ide)
		return "this board has no IDE, use sata or virtio";
	if (!strcmp(bus, "ide") && vml_facts_of(ctx)->gates & VML_WHEN_PC && is_fifth_drive(disk))
		return "this board has one IDE controller, for four drives";
	if (!strcmp(device, "cdrom") && vml_one_of(bus, "virtio|sd"))
		return "a CD-ROM drive cannot be on this bus, use sata, ide or scsi";
	if (!strcmp(device, "floppy") != !strcmp(bus, "fdc"))
		return "the bus fdc is for floppy drives only, and they must use it";
	if (!strcmp(device, "disk") && vml_child(disk, "readonly") && vml_one_of(bus, "ide|sata"))
		return "IDE and SATA disks cannot be read-only, use virtio or scsi";
	if (*address && vml_one_of(bus, "ide|sata|scsi|fdc") && strcmp(address, "drive"))
		return "on this bus the address must be of type drive";
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
	vml_finding *finding;

	if (!what)
		what = check_pair(ctx, disk);
	if (!what)
		what = check_bus(ctx, disk);
	if (!what)
		what = check_lun(disk);
	if (!what)
		what = check_use(disk);
	if (what) {
		vml_lower_fix(vml_report(ctx, disk, "libvirt refuses %s: %s",
				      vml_device_name(ctx, disk), what),
			VML_FIX_NONE);
	} else if (!strcmp(vml_disk_bus(disk), "virtio") &&
		vml_attr_is(disk, "address/@type", "drive")) {
		finding = vml_report(ctx, vml_child(disk, "address"),
			"libvirt refuses %s: a virtio disk has no drive address",
			vml_device_name(ctx, disk));
		vml_fix_remove(finding, vml_child(disk, "address"));
	}
}

const vml_rule vml_rules_xml_define_disk[] = {
	{
		.id = "xml-define-disk",
		.summary = "disk that libvirt refuses",
		.why = "libvirt checks every disk when a domain is defined and refuses the whole "
		       "domain if a single one is invalid: a target that is used twice, a bus "
		       "that the board does not have, an address of the wrong type, a read-only "
		       "disk on IDE or SATA. In a file from another hypervisor or in a template "
		       "this is noticed only when it is needed.",
		.remedy = "Change the disk as the message describes. If the only error is a drive "
			  "address of a virtio disk, the fix removes it and libvirt assigns a new "
			  "address.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_QEMU,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_RUNNING,
		.each = "devices/disk",
		.check = define_disk,
	},
	{ 0 }
};
