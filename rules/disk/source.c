/* Images, devices and data files that two disks write to. */
#include <vmlint/rule.h>

#include <string.h>

/* Return the hosts of a network source as one string; "" if it has none. */
static const char *hosts_of(vml_context *ctx, const xmlNode *source)
{
	/* disks with different configuration files may be in different clusters */
	const char *file = vml_attr(source, "config/@file");
	vml_string_builder hosts = { 0 };

	if (*file)
		vml_append(ctx, &hosts, " %s", file);
	vml_each_child (host, source, "host")
		vml_append(ctx, &hosts, " %s%s:%s", vml_attr(host, "@name"),
			vml_attr(host, "@socket"), vml_attr(host, "@port"));
	return hosts.len ? hosts.text : "";
}

/*
 * Return a string that identifies what a <source> refers to; "" if unknown. type: @type of the
 * element that contains it.
 */
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

/* Protocols for which QEMU supports only reading. */
static const char read_only[] = "http|https|ftp|ftps|tftp";

/*
 * Return true for a disk that writes to its source and must be the only one that does. False for
 * disks that are read-only or shareable, for transient disks, which write to another file, and if
 * the source is a slice or a snapshot.
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

/*
 * Return a string that identifies the data file of a qcow2 image (<dataStore>, libvirt 10.10), or
 * "".
 */
static const char *data_of(vml_context *ctx, const xmlNode *disk)
{
	const xmlNode *store = vml_find(disk, "source/dataStore");

	return identity(ctx, vml_attr(store, "@type"), vml_child(store, "source"));
}

static uint64_t data_key(vml_context *ctx, const xmlNode *disk)
{
	const char *data = data_of(ctx, disk);

	return *data && writes_alone(disk) ? vml_hash(0, data) : 0;
}

static void index_data(vml_context *ctx, vml_index *index)
{
	vml_index_devices(ctx, index, "disk", data_key);
}

/*
 * Return the first disk whose data file is `mine`, or NULL. This may be the disk that is being
 * checked.
 */
static const xmlNode *first_data_writer(vml_context *ctx, const char *mine)
{
	const vml_entry *it = vml_index_find(ctx, index_data, vml_hash(0, mine));

	while (it && strcmp(mine, data_of(ctx, it->node)) != 0)
		it = it->next;
	return it ? it->node : NULL;
}

static void index_writers(vml_context *ctx, vml_index *index)
{
	vml_index_devices(ctx, index, "disk", writer_key);
}

static const char *backing_source(vml_context *ctx, const xmlNode *backing)
{
	return identity(ctx, vml_attr(backing, "@type"), vml_child(backing, "source"));
}

/* Index the sources in the backing chains of all disks. */
static void index_backings(vml_context *ctx, vml_index *index)
{
	vml_each_device (disk, ctx, "disk")
		for (const xmlNode *backing = vml_child(disk, "backingStore"); backing;
			backing = vml_child(backing, "backingStore"))
			vml_index_add(index, vml_hash(0, backing_source(ctx, backing)), backing);
}

/*
 * Return the first disk that writes to the source `mine`, or NULL. This may be the disk that is
 * being checked.
 */
static const xmlNode *first_writer(vml_context *ctx, const char *mine)
{
	const vml_entry *it = vml_index_find(ctx, index_writers, vml_hash(0, mine));

	while (it && strcmp(mine, source_of(ctx, it->node)) != 0)
		it = it->next;
	return it ? it->node : NULL;
}

/* Return the first other disk that has `mine` in its backing chain; NULL if none. */
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

/*
 * Report the data file of an image if it is also the data file of an earlier disk, or the image of
 * another disk.
 */
static void shared_data(vml_context *ctx, const xmlNode *disk)
{
	const char *data = data_of(ctx, disk);
	const xmlNode *other;

	if (!*data)
		return;
	other = first_data_writer(ctx, data);
	if (!other || other == disk)
		other = first_writer(ctx, data);
	if (other && other != disk)
		vml_remedy(vml_report(ctx, vml_find(disk, "source/dataStore"),
				   "%s writes its data to %s, and so does %s: two writers destroy "
				   "each other's data",
				   vml_device_name(ctx, disk), data, vml_device_name(ctx, other)),
			"Give each disk an image and a data file of its own. An image stores the path "
			"of its data file: create the new image with \"qemu-img create\" or "
			"\"qemu-img convert\", option data_file.");
}

/* Report a disk that writes to the source of an earlier disk, or to an image in a backing chain. */
static void shared_writable(vml_context *ctx, xmlNode *disk)
{
	const xmlNode *source = vml_child(disk, "source");
	const xmlNode *writer, *overlay;
	const char *mine;

	if (vml_is_only_device(disk) || !writes_alone(disk))
		return;
	shared_data(ctx, disk);
	mine = source_of(ctx, disk);
	if (!*mine)
		return;
	writer = first_writer(ctx, mine);
	overlay = first_overlay(ctx, disk, mine);
	/* report only one conflicting disk: the first */
	if (writer && vml_sibling_index(writer) < vml_sibling_index(disk) &&
		(!overlay || vml_sibling_index(writer) <= vml_sibling_index(overlay)))
		vml_report(ctx, source,
			"%s writes to %s, and so does %s: two writers destroy each other's data",
			vml_device_name(ctx, disk), mine, vml_device_name(ctx, writer));
	else if (overlay)
		vml_remedy(
			vml_report(ctx, source,
				"%s writes to %s, which is in the backing chain of %s: each write "
				"corrupts the data of %s",
				vml_device_name(ctx, disk), mine, vml_device_name(ctx, overlay),
				vml_device_name(ctx, overlay)),
			"Add <readonly/> to this disk, or give it an overlay of its own (\"qemu-img "
			"create -f qcow2 -F FORMAT -b %s NEW\").",
			mine);
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
		.remedy = "Give each disk an image or device of its own, or an overlay of "
			  "its own (\"qemu-img create -f qcow2 -F FORMAT -b BASE NEW\"; "
			  "impossible with device='lun'). Alternative: if neither disk "
			  "writes, add <readonly/> to both. For a cluster file system use "
			  "raw and <shareable/> on both.",
		.url = "https://libvirt.org/kbase/locking.html",
		.severity = VML_ERROR,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "devices/disk",
		.check = shared_writable,
	},
	{ 0 }
};
