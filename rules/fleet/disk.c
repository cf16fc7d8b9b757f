/* Disk images that several domains use. */
#include <vmlint/fleet.h>

/*
 * How a domain uses an image. WRITE: writes to it, and is not running; RUNNING: writes to it, and
 * is running; SHARED: has <shareable/>; READ: only reads it; BACKING: has it in a backing chain.
 */
enum { WRITE, RUNNING, SHARED, READ, BACKING };

static unsigned int use_of(const vml_context *ctx, const xmlNode *disk)
{
	/* a transient disk writes to another file */
	if (vml_child(disk, "readonly") || vml_child(disk, "transient") ||
		!strcmp(vml_disk_device(disk), "cdrom"))
		return READ;
	if (vml_child(disk, "shareable"))
		return SHARED;
	return vml_facts_of(ctx)->gates & VML_WHEN_RUNNING ? RUNNING : WRITE;
}

/*
 * Add the key of a network image (see vml_fleet_key()). The value includes the server, because
 * another server may have an image of the same name; except for rbd, because the hosts of a Ceph
 * source are monitors of one cluster. use: one of the uses above.
 */
static void network_image(vml_context *ctx, const xmlNode *source, unsigned int use)
{
	const char *protocol = vml_attr(source, "@protocol"), *name = vml_attr(source, "@name");
	const char *host = !strcmp(protocol, "rbd") ? "" : vml_attr(source, "host/@name");

	if (!*name || vml_is_placeholder(host))
		return;
	vml_fleet_key(ctx, source, "name", VML_SCOPE_FLEET, use,
		vml_format(ctx, "%s:%s%s%s", protocol, host, *host ? "/" : "", name));
}

static void image(vml_context *ctx, const xmlNode *source, const char *type, unsigned int use)
{
	const char *attr = !strcmp(type, "block") ? "dev" : "file";
	const char *path = vml_attr(source, !strcmp(type, "block") ? "@dev" : "@file");

	if (!strcmp(type, "network")) {
		network_image(ctx, source, use);
	} else if (!strcmp(type, "volume")) {
		if (*vml_attr(source, "@pool") && !vml_is_placeholder(vml_attr(source, "@pool")))
			vml_fleet_key(ctx, source, "volume", VML_SCOPE_STORAGE, use,
				vml_format(ctx, "volume %s of pool %s", vml_attr(source, "@volume"),
					vml_attr(source, "@pool")));
	} else if (vml_one_of(type, "file|block") && strcmp(path, "/dev/null") != 0) {
		vml_fleet_key(ctx, source, attr, VML_SCOPE_STORAGE, use, path);
	}
}

static void disk_shared(vml_context *ctx, xmlNode *disk)
{
	image(ctx, vml_child(disk, "source"), vml_disk_type(disk), use_of(ctx, disk));
	for (const xmlNode *backing = vml_child(disk, "backingStore"); backing;
		backing = vml_child(backing, "backingStore"))
		image(ctx, vml_child(backing, "source"), vml_attr(backing, "@type"), BACKING);
}

static const vml_joined joined = {
	.conflicts = { [WRITE] = 1 << WRITE | 1 << RUNNING | 1 << SHARED | 1 << READ,
		[RUNNING] = 1 << WRITE | 1 << RUNNING | 1 << SHARED | 1 << READ | 1 << BACKING,
		[SHARED] = 1 << WRITE | 1 << RUNNING,
		[READ] = 1 << WRITE | 1 << RUNNING,
		[BACKING] = 1 << RUNNING },
	.doubtful = { [WRITE] = 1 << READ,
		[RUNNING] = 1 << READ,
		[READ] = 1 << WRITE | 1 << RUNNING },
	.messages = { [WRITE] = "{device} writes to {value}, which is also used by {others}: the "
				"guests cannot run at the same time, or the data is corrupted",
		[RUNNING] =
			"{device} writes to {value}, which is also used by {others}: the guests "
			"cannot run at the same time, or the data is corrupted",
		[SHARED] = "{device} is shareable, but {value} is used without <shareable/> by "
			   "{others}: the guests cannot run at the same time, or the data "
			   "is corrupted",
		[READ] = "{device} reads {value}, which is written by {others}: the guests cannot "
			 "run at the same time",
		[BACKING] = "{device} is based on {value}, which is written by {others}: the data "
			    "of the overlay is corrupted" },
};

const vml_rule vml_rules_fleet_disk[] = {
	{
		.id = "fleet-disk-shared",
		.summary = "two domains use one disk image, and one of them writes to it",
		.why = "Two guests that mount one file system each cache its metadata and "
		       "overwrite the changes of the other: the file system is destroyed. QEMU "
		       "locks image files, so that the second guest does not start, but not on "
		       "every storage, and not if the image is the backing file of a running "
		       "guest. An overlay is invalid as soon as its backing file changes.",
		.remedy =
			"Give each guest that writes to the image a copy or an overlay of its own "
			"(\"qemu-img create -b\"): the base of an overlay must not change. If the "
			"guests use a cluster file system, add <shareable/> to the disk of each; "
			"if no guest has to write to the image, add <readonly/> to the disk of "
			"each.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_ERROR,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_FLEET,
		.each = "devices/disk",
		.check = disk_shared,
		.joined = &joined,
	},
	{ 0 }
};
