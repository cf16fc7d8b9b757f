/* Files of the host that exist, but that QEMU cannot open. */
#include <vmlint/host.h>

#include <string.h>

/* QEMU before this release opens devices as files, with a warning. */
enum { NO_DEVICES_AS_FILES = VML_RELEASE(6, 0) };

/* A kind of file with which a disk of a type does not start. */
static const struct unusable {
	const char *type; /* disk/@type */
	vml_file_kind kind;
	unsigned int since; /* release of QEMU; 0: all */
	const char *what, *remedy;
} unusable[] = {
	{ "file", VML_FILE_DIRECTORY, 0, "a directory",
		"Specify the path of the image file, not of its directory." },
	{ "file", VML_FILE_BLOCK_DEVICE, NO_DEVICES_AS_FILES, "a block device",
		"Use <disk type='block'> with <source dev='...'>." },
	{ "file", VML_FILE_CHAR_DEVICE, NO_DEVICES_AS_FILES, "a character device",
		"Specify the path of an image file." },
	{ "block", VML_FILE_DIRECTORY, 0, "a directory", "Specify the path of a block device." },
	{ "block", VML_FILE_REGULAR, 0, "a regular file, not a block device",
		"Use <disk type='file'> with <source file='...'>." },
	{ "block", VML_FILE_EMPTY, 0, "an empty file, not a block device",
		"Specify the path of the block device, and remove the file: a command that wrote to "
		"a missing device may have created it." },
};

/*
 * Report the path of a disk or of its backing image if QEMU cannot open a file of this kind. Returns
 * true if it is reported. element: the <disk> or <backingStore>
 */
static bool check_kind(vml_context *ctx, const xmlNode *element, const char *type)
{
	const xmlNode *source = vml_child(element, "source");
	const char *attr = strcmp(type, "block") ? "@file" : "@dev";
	const char *path = vml_attr(source, attr);
	const vml_host *host = vml_host_of(ctx);
	const vml_file_kind kind = vml_host_file_kind(host, path);
	const unsigned int qemu = vml_host_target(host).qemu;

	for (size_t i = 0; i < sizeof(unusable) / sizeof(*unusable); i++) {
		const struct unusable *it = &unusable[i];

		if (kind != it->kind || strcmp(it->type, type) != 0 ||
			(it->since && qemu < it->since))
			continue;
		vml_remedy(vml_report_attr(ctx, source, attr + 1,
				   "%s uses %s, which is %s: the guest does not start",
				   vml_device_name(ctx, source), path, it->what),
			"%s", it->remedy);
		return true;
	}
	return false;
}

/* Return true if the domain sets a label of the driver "dac": QEMU may run as another user. */
static bool has_own_user(const vml_context *ctx)
{
	vml_each_child (label, vml_facts_of(ctx)->domain, "seclabel")
		if (vml_one_of(vml_attr(label, "@model"), "|dac") && vml_child(label, "label"))
			return true;
	return false;
}

/* node: the element with the path, in a device or in <os> */
static void check_directories(vml_context *ctx, const xmlNode *node, const char *path)
{
	size_t len;
	unsigned int user = vml_host_closed_directory(vml_host_of(ctx), path, &len);
	const char *directory, *subject;

	if (!len || has_own_user(ctx))
		return;
	subject = vml_named(vml_parent(node), "os") ? "the guest" : vml_device_name(ctx, node);
	directory = vml_format(ctx, "%.*s", (int)len, path);
	vml_remedy(
		vml_report(ctx, node,
			"%s uses %s, but QEMU's user (ID %u) cannot enter directory %s: the guest "
			"does not start",
			subject, path, user, directory),
		"Move the file to /var/lib/libvirt/images and correct its path in the domain, or "
		"let this user enter the directory: \"setfacl -m u:%u:x %s\".",
		user, vml_shell(ctx, directory));
}

/* An empty file is a valid image only if its format is raw. */
static void check_empty(vml_context *ctx, const xmlNode *disk)
{
	const char *path = vml_attr(disk, "source/@file"), *format = vml_attr(disk, "driver/@type");

	if (vml_one_of(format, "qcow2|qcow|qed|vmdk|vdi|vhdx|parallels") &&
		vml_host_file_kind(vml_host_of(ctx), path) == VML_FILE_EMPTY)
		vml_remedy(vml_report_attr(ctx, vml_child(disk, "source"), "file",
				   "%s has format %s, but %s is an empty file: the guest does not "
				   "start",
				   vml_device_name(ctx, disk), format, path),
			"Restore the image, or create it with \"qemu-img create -f %s %s SIZE\".",
			format, vml_shell(ctx, path));
}

static void disk(vml_context *ctx, const xmlNode *disk)
{
	const char *type = vml_disk_type(disk);
	const xmlNode *element = disk;

	check_empty(ctx, disk);
	while (element && vml_one_of(type, "file|block") && !check_kind(ctx, element, type)) {
		const char *file = vml_attr(element, "source/@file");

		if (*file)
			check_directories(ctx, vml_child(element, "source"), file);
		element = vml_child(element, "backingStore");
		type = vml_attr(element, "@type");
	}
}

static void unusable_file(vml_context *ctx, xmlNode *node)
{
	if (vml_named(node, "disk"))
		disk(ctx, node);
	else
		check_directories(ctx, node, vml_text(ctx, node));
}

const vml_rule vml_rules_host_unusable[] = {
	{
		.id = "host-file-unusable",
		.summary = "QEMU cannot open a file of the domain",
		.why = "An image of type 'file' must be a regular file, and one of type 'block' a "
		       "block device. An empty file is not a valid qcow2 image. QEMU runs as an "
		       "unprivileged user: libvirt makes this user the owner of the images, but "
		       "does not change the directories above them, such as a home directory that "
		       "only its owner can enter.",
		.remedy = "Correct the path or the type of the disk. Keep images in "
			  "/var/lib/libvirt/images, or let QEMU's user enter the directory.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST,
		.unless = VML_WHEN_LIVE,
		.each = "devices/disk|os/kernel|os/initrd|os/dtb",
		.check = unusable_file,
	},
	{ 0 },
};
