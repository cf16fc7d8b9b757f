/* Disk images that the host lacks, or whose format differs from that in the domain. */
#include <vmlint/host.h>

/* Limit on the length of a chain of backing images; libvirt's limit is 200. */
enum { CHAIN_MOST = 200 };

/*
 * Return true if the guest starts without the image: startupPolicy='optional'. With 'requisite',
 * 'mandatory' or no policy, libvirt needs the image.
 */
static bool is_optional(const xmlNode *disk)
{
	return vml_attr_is(disk, "source/@startupPolicy", "optional");
}

static const char *path_of(const xmlNode *layer)
{
	const char *file = vml_attr(layer, "source/@file");

	return *file ? file : vml_attr(layer, "source/@dev");
}

/*
 * Report an image that does not exist. sure: false if it was missing when the profile was made or
 * when its pool was last refreshed, and may exist now. in_xml: true if the XML has the path, false
 * if only an overlay has it.
 */
static vml_finding *report_absent(vml_context *ctx, const xmlNode *source, const char *subject,
	const char *path, bool in_xml, bool sure)
{
	const vml_host_pool *pool = vml_host_pool_of(vml_host_of(ctx), path);
	vml_finding *finding =
		vml_report_attr(ctx, source, vml_has_attr(source, "@file") ? "file" : "dev",
			"%s %s, which does not exist%s%s%s: the guest %s not start", subject, path,
			sure || !pool ? "" : " in pool '", sure || !pool ? "" : pool->name,
			sure || !pool ? "" : "'", sure ? "does" : "may");
	const char *how = in_xml
		? "Create or copy the image, or correct the path."
		: "Restore the backing image, or set its new path in the overlay on the host with "
		  "'qemu-img rebase -u -F FORMAT -b PATH IMAGE'.";

	if (sure) {
		if (!in_xml)
			vml_remedy(finding, "%s", how);
		return finding;
	}
	vml_lower_severity(finding, VML_WARNING);
	vml_remedy(finding,
		"%s If the image exists, %s%s%ssave the host profile again (vmlint --save-host).",
		how, pool ? "run \"virsh pool-refresh " : "",
		pool ? vml_shell(ctx, pool->name) : "", pool ? "\" on the host, and " : "");
	return finding;
}

/* Return true if images of this format can name a backing image, which QEMU then opens. */
static bool may_have_backing(const xmlNode *disk)
{
	return vml_one_of(vml_attr(disk, "driver/@type"), "qcow2|qcow|qed|vmdk");
}

/* Check the chain of backing images that the image files themselves name. */
static void check_chain(vml_context *ctx, const xmlNode *disk, const char *path)
{
	const char *image = path, *backing;
	vml_finding *finding;
	bool sure;

	for (int i = 0; i < CHAIN_MOST; i++) {
		vml_host_image_format(ctx, image, &backing);
		if (*backing != '/' || !strcmp(backing, image))
			return;
		if (vml_host_image(vml_host_of(ctx), backing, NULL, &sure) == VML_NO) {
			finding = report_absent(ctx, vml_child(disk, "source"),
				i ? vml_format(ctx, "backing image %s of %s is based on", image,
					    vml_device_name(ctx, disk))
				  : vml_format(ctx, "%s is based on", vml_device_name(ctx, disk)),
				backing, false, sure);
			/*
			 * only a warning if `image` is itself a backing image: its overlay may
			 * specify that `image` is raw, and then QEMU does not read in `image` that
			 * it is based on `backing`
			 */
			if (i)
				vml_lower_severity(finding, VML_WARNING);
			return;
		}
		image = backing;
	}
}

/* Check the backing images that the domain lists as <backingStore>. */
static void check_layers(vml_context *ctx, const xmlNode *disk)
{
	bool sure;

	for (xmlNode *layer = vml_child(disk, "backingStore"); layer;
		layer = vml_child(layer, "backingStore")) {
		const char *path = path_of(layer);

		if (vml_one_of(vml_attr(layer, "@type"), "file|block") && *path == '/' &&
			vml_host_image(vml_host_of(ctx), path, NULL, &sure) == VML_NO)
			report_absent(ctx, vml_child(layer, "source"),
				vml_format(ctx, "%s is based on", vml_device_name(ctx, disk)), path,
				true, sure);
	}
}

static void missing(vml_context *ctx, xmlNode *disk)
{
	const char *path = path_of(disk);
	bool sure;

	if (!vml_one_of(vml_disk_type(disk), "file|block") || *path != '/' || is_optional(disk))
		return;
	if (vml_host_disk_image(ctx, disk, NULL, &sure) == VML_NO)
		report_absent(ctx, vml_child(disk, "source"),
			vml_format(ctx, "%s uses", vml_device_name(ctx, disk)), path, true, sure);
	else if (vml_child(disk, "backingStore"))
		check_layers(ctx, disk);
	else if (may_have_backing(disk))
		check_chain(ctx, disk, path);
}

static void check_format(
	vml_context *ctx, const xmlNode *disk, const char *declared, const char *found)
{
	const char *device = vml_device_name(ctx, disk);
	const xmlNode *driver = vml_child(disk, "driver");
	vml_finding *finding;

	if (strcmp(declared, "raw") != 0) {
		vml_remedy(
			vml_report_attr(ctx, driver, "type",
				"%s has format %s, but its image is %s: the guest does not start",
				device, declared, found),
			"Set driver/@type to the format that 'qemu-img info' prints.");
		return;
	}
	finding = vml_report_attr(ctx, driver ? driver : disk, "type",
		"%s has format raw, but its image is %s: the guest reads the bytes of the image "
		"file instead of the disk in it",
		device, found);
	/* a warning: the guest starts, and an admin may pass an image on to nested guests */
	vml_lower_severity(finding, VML_WARNING);
}

static void wrong_format(vml_context *ctx, xmlNode *disk)
{
	static const char known[] = "raw|qcow2|qcow|qed|vmdk|vdi|vpc|vhdx|parallels";
	const char *path = path_of(disk), *declared = vml_attr(disk, "driver/@type"), *found;
	const char *backing;

	if (!vml_one_of(vml_disk_type(disk), "file|block") || *path != '/' || is_optional(disk))
		return;
	if (!*declared)
		declared = "raw";
	found = vml_host_image_format(ctx, path, &backing);
	/*
	 * declared as vpc: not reported, because vml_host_image_format() may not find the header of
	 * a VHD image, which can be at the end of the file; QEMU does
	 */
	if (vml_one_of(declared, known) && vml_one_of(found, known) &&
		strcmp(declared, found) != 0 && strcmp(declared, "vpc") != 0)
		check_format(ctx, disk, declared, found);
}

const vml_rule vml_rules_host_image[] = {
	{
		.id = "host-image-missing",
		.summary = "disk image or a backing image does not exist on the host",
		.why = "libvirt opens all images of the guest, and the images that they are based "
		       "on, when the guest starts. The guest does not start if one is absent.",
		.remedy = "Create, restore or copy the image, or correct the path. For removable "
			  "media, startupPolicy='optional' on <source> starts the guest with an "
			  "empty drive.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST,
		.unless = VML_WHEN_LIVE,
		.each = "devices/disk",
		.check = missing,
	},
	{
		.id = "host-image-format",
		.summary = "disk image has another format than the domain specifies",
		.why = "QEMU opens an image in the format of <driver>. It rejects other formats, "
		       "but as raw it accepts any file: the guest then sees the file's bytes "
		       "instead of its disk.",
		.remedy = "Set driver/@type to the format that 'qemu-img info' prints. But keep "
			  "raw if the guest has written this disk as raw: it can write a header "
			  "that names other files of the host.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST,
		.unless = VML_WHEN_LIVE,
		.each = "devices/disk",
		.check = wrong_format,
	},
	{ 0 },
};
