/* Cache modes: the one that loses data, and the one that nobody chose. */
#include <vmlint/rule.h>

#include <string.h>

/* Whether its data need no care: nothing is written, or all is thrown away. */
static bool is_fleeting(const xmlNode *disk)
{
	return vml_child(disk, "readonly") || vml_child(disk, "transient");
}

static bool is_block(const xmlNode *disk)
{
	return !strcmp(vml_disk_type(disk), "block");
}

static void set_cache(vml_context *ctx, vml_finding *finding, const xmlNode *disk, const char *mode)
{
	vml_fix_driver(finding, disk, "cache", mode);
	vml_command(finding, "--edit %s --disk driver.cache=%s", vml_selector(ctx, disk), mode);
}

/* A file system may refuse O_DIRECT, which cache='none' needs: tmpfs, an old ZFS. */
static void bypass_cache(vml_context *ctx, vml_finding *finding, const xmlNode *disk)
{
	if (!is_block(disk))
		vml_lower_fix(finding, VML_FIX_REVIEW);
	set_cache(ctx, finding, disk, "none");
}

static void unsafe(vml_context *ctx, xmlNode *disk)
{
	vml_finding *finding;

	if (!vml_is_data_disk(disk) || !vml_attr_is(disk, "driver/@cache", "unsafe") ||
		is_fleeting(disk))
		return;
	finding = vml_report_attr(ctx, vml_child(disk, "driver"), "cache",
		"%s ignores the guest's flushes: a crash or power failure of the host ruins its "
		"data",
		vml_device_name(ctx, disk));
	if (is_block(disk) || vml_attr_is(disk, "driver/@io", "native"))
		bypass_cache(ctx, finding, disk);
	else
		set_cache(ctx, finding, disk, "writeback");
}

/* Whether a backing file is named: where many guests share it, the host's cache pays. */
static bool is_overlay(const xmlNode *disk)
{
	return vml_find(disk, "backingStore/source");
}

static bool bypass_makes_sense(const xmlNode *disk)
{
	const char *file = vml_attr(disk, "source/@file");

	return !strcmp(vml_disk_device(disk), "disk") &&
		vml_one_of(vml_disk_type(disk), "file|block|volume") && !is_fleeting(disk) &&
		/* libvirt bypasses the cache of a shared disk by itself */
		!vml_child(disk, "shareable") &&
		/* not without the cache: another rule tells of it, with the same fix */
		!vml_attr_is(disk, "driver/@io", "native") &&
		/* memory is all that these have */
		!vml_starts_with(file, "/dev/shm/") && !vml_starts_with(file, "/run/");
}

static void unset(vml_context *ctx, xmlNode *disk)
{
	const xmlNode *driver = vml_child(disk, "driver");
	const char *mode = vml_attr(driver, "@cache"), *name = vml_device_name(ctx, disk);
	vml_finding *finding;

	if (!bypass_makes_sense(disk))
		return;
	if (!*mode) {
		finding = vml_report(ctx, driver ? driver : disk,
			"%s names no cache mode, so its data are cached twice: in the guest's "
			"memory and in the host's",
			name);
		if (is_overlay(disk))
			vml_lower_severity(finding, VML_INFO);
	} else if (vml_one_of(mode, "writeback|default")) {
		finding = vml_report_attr(ctx, driver, "cache",
			"%s says cache='%s', so its data are cached twice: in the guest's memory "
			"and in the host's",
			name, mode);
		vml_lower_severity(finding, VML_INFO);
		/* somebody meant it */
		vml_lower_fix(finding, VML_FIX_REVIEW);
	} else {
		return;
	}
	if (is_block(disk))
		vml_remedy(finding,
			"Sets cache='none': the host's cache is bypassed and flushes are obeyed as "
			"before. The guest notices nothing. To keep the present mode, write "
			"cache='writeback'.");
	bypass_cache(ctx, finding, disk);
}

const vml_rule vml_rules_disk_cache[] = {
	{
		.id = "disk-cache-unsafe",
		.summary = "disk ignores the guest's flushes and loses data when the host fails",
		.why = "A guest flushes its disk when data must survive: a database at each "
		       "commit, a file system at each journal entry. With cache='unsafe' QEMU says "
		       "\"done\" and leaves the data in the host's memory. When the host crashes "
		       "or loses power, the image may be beyond repair. The mode is meant for "
		       "installations and for disks that are thrown away.",
		.remedy = "Sets cache='writeback' for an image file and cache='none' for a block "
			  "device; both obey flushes. Writes get slower, for from then on they do "
			  "reach the disk. Mark a scratch disk as <transient/> instead, and it may "
			  "stay unsafe.",
		.url = "https://documentation.suse.com/sles/15-SP6/html/SLES-all/"
		       "cha-cachemodes.html",
		.severity = VML_ERROR,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_QEMU,
		.each = "devices/disk",
		.check = unsafe,
	},
	{
		.id = "disk-cache-unset",
		.summary = "disk names no cache mode and is cached twice, by guest and host",
		.why = "QEMU's default is writeback: what the guest already keeps in its own cache "
		       "goes through the host's page cache as well. That copies all data once "
		       "more, takes memory from the other guests, and piles up writes that a flush "
		       "must then wait for. Red Hat calls \"none\" generally the best choice. "
		       "Writeback is not unsafe, flushes are obeyed; but choose it knowingly.",
		.remedy =
			"Sets cache='none': the host's cache is bypassed and flushes are obeyed as "
			"before. A file on tmpfs or on ZFS before 2.3 may refuse that, and the "
			"guest then does not start. To keep the present mode, write "
			"cache='writeback'.",
		.url = "https://docs.redhat.com/en/documentation/red_hat_enterprise_linux/7/html/"
		       "virtualization_tuning_and_optimization_guide/"
		       "sect-virtualization_tuning_optimization_guide-blockio-caching",
		.severity = VML_WARNING,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_QEMU,
		.each = "devices/disk",
		.check = unset,
	},
	{ 0 }
};
