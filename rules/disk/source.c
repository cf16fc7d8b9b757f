/* Sources of disks: written to by two disks, or with unstable device names. */
#include <vmlint/rule.h>

#include <string.h>

/* Format the hosts of a network source as one string; "" if it has none. */
static const char *hosts_of(vml_context *ctx, const xmlNode *source)
{
	/* another configuration file may refer to another cluster */
	const char *file = vml_attr(source, "config/@file");
	vml_string_builder hosts = { 0 };

	if (*file)
		vml_append(ctx, &hosts, " %s", file);
	vml_each_child (host, source, "host")
		vml_append(ctx, &hosts, " %s%s:%s", vml_attr(host, "@name"),
			vml_attr(host, "@socket"), vml_attr(host, "@port"));
	return hosts.len ? hosts.text : "";
}

/* Format what a <source> of this disk type refers to, for comparison; "" if unknown. */
static const char *identity(vml_context *ctx, const char *type, const xmlNode *source)
{
	const xmlNode *address = vml_child(source, "address");
	const char *hosts;

	if (!*type || vml_one_of(type, "file|block"))
		return vml_attr(source, *vml_attr(source, "@file") ? "@file" : "@dev");
	if (!strcmp(type, "volume") && *vml_attr(source, "@volume"))
		return vml_format(ctx, "volume %s of pool %s", vml_attr(source, "@volume"),
			vml_attr(source, "@pool"));
	if (!strcmp(type, "network") && *vml_attr(source, "@name")) {
		hosts = hosts_of(ctx, source);
		return vml_format(ctx, "%s volume %s%s%s", vml_attr(source, "@protocol"),
			vml_attr(source, "@name"), *hosts ? " at" : "", hosts);
	}
	if (!strcmp(type, "nvme") && address)
		return vml_format(ctx, "NVMe namespace %s at %s:%s:%s.%s",
			vml_attr(source, "@namespace"), vml_attr(address, "@domain"),
			vml_attr(address, "@bus"), vml_attr(address, "@slot"),
			vml_attr(address, "@function"));
	return "";
}

/* Protocols that QEMU supports only for reading. */
static const char read_only[] = "http|https|ftp|ftps|tftp";

/*
 * Return true if the disk must be the only writer of its source. Exempt are read-only and
 * shareable disks, transient ones (they write elsewhere), slices and snapshots.
 */
static bool writes_alone(const xmlNode *disk)
{
	return vml_is_data_disk(disk) && !vml_child(disk, "readonly") &&
		!vml_child(disk, "shareable") && !vml_child(disk, "transient") &&
		!vml_find(disk, "source/slices") && !vml_find(disk, "source/snapshot") &&
		!vml_one_of(vml_attr(disk, "source/@protocol"), read_only);
}

static const char *source_of(vml_context *ctx, const xmlNode *disk)
{
	return identity(ctx, vml_disk_type(disk), vml_child(disk, "source"));
}

static uint64_t writer_key(vml_context *ctx, const xmlNode *disk)
{
	const char *source = source_of(ctx, disk);

	return *source && writes_alone(disk) ? vml_hash(0, source) : 0;
}

static void index_writers(vml_context *ctx, vml_index *index)
{
	vml_index_devices(ctx, index, "disk", writer_key);
}

static const char *backing_source(vml_context *ctx, const xmlNode *backing)
{
	return identity(ctx, vml_attr(backing, "@type"), vml_child(backing, "source"));
}

/* Index the sources in all backing chains. */
static void index_backings(vml_context *ctx, vml_index *index)
{
	vml_each_device (disk, ctx, "disk")
		for (const xmlNode *backing = vml_child(disk, "backingStore"); backing;
			backing = vml_child(backing, "backingStore"))
			vml_index_add(index, vml_hash(0, backing_source(ctx, backing)), backing);
}

/* Find the first disk that writes to source `mine`; it may be the current disk. */
static const xmlNode *first_writer(vml_context *ctx, const char *mine)
{
	const vml_entry *it = vml_index_find(ctx, index_writers, vml_hash(0, mine));

	while (it && strcmp(mine, source_of(ctx, it->node)) != 0)
		it = it->next;
	return it ? it->node : NULL;
}

/* Find the first other disk with `mine` in its backing chain; NULL if none. */
static const xmlNode *first_overlay(vml_context *ctx, const xmlNode *disk, const char *mine)
{
	const vml_entry *it = vml_index_find(ctx, index_backings, vml_hash(0, mine));
	const xmlNode *other;

	for (; it; it = it->next) {
		other = it->node;
		while (!vml_named(other, "disk"))
			other = vml_parent(other);
		if (other != disk && !strcmp(mine, backing_source(ctx, it->node)))
			return other;
	}
	return NULL;
}

/* Compare a writing disk with the disks before it, and with all backing chains. */
static void shared_writable(vml_context *ctx, xmlNode *disk)
{
	const xmlNode *source = vml_child(disk, "source");
	const char *mine = source_of(ctx, disk);
	const xmlNode *writer, *overlay;

	if (!*mine || !writes_alone(disk))
		return;
	writer = first_writer(ctx, mine);
	overlay = first_overlay(ctx, disk, mine);
	/* report only the first conflicting disk */
	if (writer && vml_sibling_index(writer) < vml_sibling_index(disk) &&
		(!overlay || vml_sibling_index(writer) <= vml_sibling_index(overlay)))
		vml_report(ctx, source,
			"%s writes to %s, and so does %s: two writers destroy each other's data",
			vml_device_name(ctx, disk), mine, vml_device_name(ctx, writer));
	else if (overlay)
		vml_report(ctx, source,
			"%s writes to %s, which is in the backing chain of %s: each write "
			"corrupts that overlay",
			vml_device_name(ctx, disk), mine, vml_device_name(ctx, overlay));
}

/* Return true if `text` is `prefix`, a number and optionally a partition (p1). */
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

/* Return true if `text` is `prefix`, one to three of `letters`, and optional digits. */
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
		/* numbered in the order of mapping: ZFS and Ceph volumes, images, exports */
		is_counted(dev, "/dev/zd") || is_counted(dev, "/dev/rbd") ||
		is_counted(dev, "/dev/loop") || is_counted(dev, "/dev/nbd") ||
		/* /dev/nvme0n1, /dev/nvme0n1p2 */
		(vml_starts_with(dev, "/dev/nvme") &&
			!dev[strlen("/dev/nvme") +
				strspn(dev + strlen("/dev/nvme"), "0123456789np")]);
}

/* Nova reconnects volumes and rewrites the XML at each start of a guest. */
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

static void unstable_path(vml_context *ctx, xmlNode *disk)
{
	const xmlNode *source = vml_child(disk, "source");
	const char *dev = vml_attr(source, "@dev");

	if (!vml_is_data_disk(disk) || strcmp(vml_disk_type(disk), "block") ||
		!is_kernel_name(dev) || vml_cached(ctx, is_of_nova))
		return;
	vml_report_attr(ctx, source, "dev",
		"%s uses %s of the host: after a reboot that name may refer to another disk",
		vml_device_name(ctx, disk), dev);
}

const vml_rule vml_rules_disk_source[] = {
	{
		.id = "disk-shared-writable",
		.summary = "two disks write to the same image or device",
		.why = "A file system or database assumes that nothing else writes to its disk. "
		       "Two disks on one image have separate caches and metadata, and overwrite "
		       "each other's data; the damage cannot be repaired. The same applies to a "
		       "disk that writes to another one's backing file. libvirt defines such a "
		       "domain without a warning; QEMU's locks protect image files, but not "
		       "block devices.",
		.remedy = "Give each disk an image of its own, such as an overlay (\"qemu-img "
			  "create -f qcow2 -F qcow2 -b BASE NEW\"), or mark the disk that only "
			  "reads as <readonly/>. For a cluster file system use raw and "
			  "<shareable/> on both.",
		.url = "https://libvirt.org/kbase/locking.html",
		.severity = VML_ERROR,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "devices/disk",
		.check = shared_writable,
	},
	{
		.id = "disk-unstable-path",
		.summary = "host disk is identified by its kernel name (/dev/sdX)",
		.why = "The kernel names disks in the order in which it detects them. With a new "
		       "disk or a slow controller, /dev/sdb may be another disk after a reboot: "
		       "the guest then does not start, or writes to a disk of the host or of "
		       "another guest.",
		.remedy = "Use a stable path: \"ls -l /dev/disk/by-id\" shows links with model "
			  "and serial number; for volumes use /dev/mapper/NAME or /dev/VG/LV. "
			  "The guest does not notice the change.",
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
