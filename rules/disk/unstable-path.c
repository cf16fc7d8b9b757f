/* Host disks that are identified by their kernel names. */
#include <vmlint/rule.h>

#include <string.h>

/* Return true if `text` is `prefix` and a number, with or without a partition (p1). */
static bool is_counted(const char *text, const char *prefix)
{
	static const char digits[] = "0123456789";
	size_t n;

	if (!vml_starts_with(text, prefix))
		return false;
	text += strlen(prefix);
	n = strspn(text, digits);
	text += n;
	return n && (!*text || (*text == 'p' && !text[1 + strspn(text + 1, digits)]));
}

/* Return true if `text` is `prefix` and one to three of `letters`, with or without a number. */
static bool is_numbered(const char *text, const char *prefix, const char *letters)
{
	size_t n = strlen(prefix), name;

	if (!vml_starts_with(text, prefix))
		return false;
	name = strspn(text + n, letters);
	text += n + name;
	return name > 0 && name <= 3 && !text[strspn(text, "0123456789")];
}

static bool is_kernel_name(const char *dev)
{
	static const char lower[] = "abcdefghijklmnopqrstuvwxyz", digits[] = "0123456789";

	return is_numbered(dev, "/dev/sd", lower) || is_numbered(dev, "/dev/hd", lower) ||
		is_numbered(dev, "/dev/dm-", digits) || is_counted(dev, "/dev/mmcblk") ||
		/*
		 * numbered in the order in which they are attached: ZFS and Ceph volumes, loop and
		 * NBD devices
		 */
		is_counted(dev, "/dev/zd") || is_counted(dev, "/dev/rbd") ||
		is_counted(dev, "/dev/loop") || is_counted(dev, "/dev/nbd") ||
		/* /dev/nvme0n1, /dev/nvme0n1p2 */
		(vml_starts_with(dev, "/dev/nvme") &&
			!dev[strlen("/dev/nvme") +
				strspn(dev + strlen("/dev/nvme"), "0123456789np")]);
}

/*
 * Return true for guests of OpenStack Nova, which reconnects volumes and rewrites the XML at each
 * start.
 */
static bool is_of_nova(const vml_context *ctx)
{
	const xmlNode *metadata = vml_child(vml_facts_of(ctx)->domain, "metadata");

	for (xmlNode *it = vml_first(metadata); it; it = vml_sibling(it))
		if (it->ns && it->ns->href &&
			vml_starts_with((const char *)it->ns->href,
				"http://openstack.org/xmlns/libvirt/nova/"))
			return true;
	return false;
}

static void advise(vml_finding *finding, const char *dev)
{
	static const char *const stable[][2] = {
		{ "/dev/dm-", "Use the name of the volume: /dev/mapper/NAME or /dev/VG/LV." },
		{ "/dev/zd",
			"Use the name of the ZFS volume: /dev/zvol/POOL/VOLUME, or VOLUME-partN "
			"for partition N." },
		{ "/dev/rbd",
			"Use the name of the image: /dev/rbd/POOL/IMAGE, or IMAGE-partN for "
			"partition N." },
		{ "/dev/loop",
			"Set type='file', and the file of the loop device in <source>. For a "
			"partition, use its link in /dev/disk/by-partuuid." },
		{ "/dev/nbd",
			"Set type='network', and the export in <source protocol='nbd'>. For a "
			"partition, use its link in /dev/disk/by-partuuid." }
	};

	for (size_t i = 0; i < sizeof(stable) / sizeof(*stable); i++)
		if (vml_starts_with(dev, stable[i][0]))
			vml_remedy(
				finding, "%s The guest does not notice the change.", stable[i][1]);
}

static void unstable_path(vml_context *ctx, xmlNode *disk)
{
	const xmlNode *source = vml_child(disk, "source");
	const char *dev = vml_attr(source, "@dev");

	if (!vml_is_data_disk(disk) || strcmp(vml_disk_type(disk), "block") ||
		!is_kernel_name(dev) || vml_cached(ctx, is_of_nova))
		return;
	advise(vml_report_attr(ctx, source, "dev",
		       "%s uses %s of the host: after a reboot that name may refer to another disk",
		       vml_device_name(ctx, disk), dev),
		dev);
}

const vml_rule vml_rules_disk_unstable_path[] = {
	{
		.id = "disk-unstable-path",
		.summary = "host disk is identified by its kernel name (/dev/sdX)",
		.why = "The kernel names disks in the order in which it detects them. With a new "
		       "disk or a slow controller, /dev/sdb may be another disk after a reboot: "
		       "the guest then does not start, or writes to a disk of the host or of "
		       "another guest.",
		.remedy = "Use a stable path: \"ls -l /dev/disk/by-id\" shows links with model and "
			  "serial number. The guest does not notice the change.",
		.url = "https://docs.redhat.com/en/documentation/red_hat_enterprise_linux/9/html/"
		       "managing_storage_devices/"
		       "persistent-naming-attributes_managing-storage-devices",
		.severity = VML_WARNING,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "devices/disk",
		.check = unstable_path,
	},
	{ 0 }
};
