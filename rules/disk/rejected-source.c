/* Sources of disks that libvirt rejects: missing images, pools, NVMe, startup policies. */
#include <vmlint/refusal.h>

#include <string.h>

/* As virStorageSourceIsEmpty(): a file, block device or directory without a path. */
static bool has_no_image(vml_context *ctx, const xmlNode *disk)
{
	const char *type = vml_attr(disk, "@type");
	const xmlNode *source = vml_child(disk, "source");

	(void)ctx;
	if (!source)
		return true;
	if (!strcmp(type, "block"))
		return !*vml_attr(source, "@dev");
	if (!strcmp(type, "dir"))
		return !*vml_attr(source, "@dir");
	return vml_one_of(type, "|file") && !*vml_attr(source, "@file");
}

static bool has_no_pool_or_image(vml_context *ctx, const xmlNode *disk)
{
	const char *name = vml_attr(disk, "source/@name"), *slash = strchr(name, '/');

	(void)ctx;
	return !slash || slash == name;
}

/*
 * Checks of libvirt: virDomainDiskDefParseSourceXML(), qemuDomainValidateStorageSource() and
 * others.
 */
static const vml_refusal rows[] = {
	{ .terms = { VML_IS("$device", "disk"), VML_CALL(has_no_image) },
		.at = "source",
		.message = "{device} has no image",
		.remedy = "Name the image in <source>, with the attribute that fits the disk's "
			  "type: file, dev or dir. Only drives for removable media may be empty." },
	{ .when = VML_WHEN_QEMU,
		.since = VML_RELEASE(11, 3),
		.terms = { VML_IS("$bus", "usb"), VML_IS_NOT("$device", "disk"),
			VML_CALL(has_no_image) },
		.message = "{device} is an empty drive, which the bus usb does not support",
		.remedy = "Use the bus sata or scsi for a drive that may be empty." },
	{ .terms = { VML_IS("@type", "volume"), VML_HAS("source/@pool"),
		  VML_LACKS("source/@volume") },
		.at = "source",
		.message = "{device} has a storage pool, but no volume",
		.remedy = "Add volume='...': \"virsh vol-list POOL\" prints the volumes." },
	{ .terms = { VML_IS("@type", "volume"), VML_HAS("source/@volume"),
		  VML_LACKS("source/@pool") },
		.at = "source",
		.message = "{device} has a volume, but no storage pool",
		.remedy = "Add pool='...': \"virsh pool-list\" prints the storage pools." },
	{ .terms = { VML_IS("@type", "nvme"), VML_HAS("source"),
		  VML_IS_NOT("source/@type", "pci") },
		.at = "source/@type",
		.message = "{device} is an NVMe device, whose source must have type='pci'",
		.remedy = "Sets type='pci'.",
		.fix = "set source/@type=pci" },
	{ .terms = { VML_IS("@type", "nvme"), VML_HAS("source"), VML_LACKS("source/address") },
		.at = "source",
		.message = "{device} is an NVMe device without its PCI address on the host",
		.remedy = "Add the <address> of the device, which lspci prints." },
	{ .terms = { VML_IS("@type", "nvme"), VML_IS("source/@namespace", "0") },
		.at = "source/@namespace",
		.message = "{device} has the namespace 0, but NVMe numbers namespaces from 1",
		.remedy = "Set the number of the namespace, usually 1." },
	{ .terms = { VML_IS("@type", "network"), VML_HAS("source"), VML_LACKS("source/@name"),
		  VML_IS_NOT("source/@protocol", "|nbd") },
		.at = "source",
		.message = "{device} does not name the image on its server",
		.remedy = "Add the attribute name to <source>, such as 'pool/image' for rbd." },
	{ .terms = { VML_IS("@type", "network"), VML_IS("source/@protocol", "gluster|rbd"),
		  VML_HAS("source/@name"), VML_CALL(has_no_pool_or_image) },
		.at = "source/@name",
		.message = "the name '{value}' must consist of a pool or volume, a slash, and "
			   "the image",
		.remedy = "Write it as pool/image." },
	{ .terms = { VML_HAS("source/@startupPolicy"),
		  VML_IS("@type", "network|nvme|vhostuser|vhostvdpa") },
		.at = "source/@startupPolicy",
		.message = "{device} has a startup policy, which only local files and volumes have",
		.remedy = "Removes the attribute startupPolicy. The guest then starts only if the "
			  "image is accessible.",
		.fix = "unset source/@startupPolicy" },
	{ .terms = { VML_IS("source/@startupPolicy", "requisite"),
		  VML_IS_NOT("@device", "cdrom|floppy") },
		.at = "source/@startupPolicy",
		.message = "{device} has the startup policy requisite, which only drives for "
			   "removable media have",
		.remedy = "Set startupPolicy to mandatory or optional." },
	{ 0 },
};

const vml_rule vml_rules_disk_rejected_source[] = {
	{
		.id = "disk-rejected-source",
		.summary = "source of a disk that libvirt rejects",
		.why = "libvirt checks the source of each disk when a domain is defined. A disk without an "
		       "image, or an incomplete pool and volume, makes it reject the domain.",
		.remedy = "Each finding states how to correct <source>. The fix removes or "
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
