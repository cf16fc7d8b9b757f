/* Cache modes: unsafe, which loses data, and the default, which caches twice. */
#include <vmlint/rule.h>

#include <string.h>

/* Return true if losing writes does not matter: the disk is read-only or discards its changes. */
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

/*
 * Let the fix set cache='none'. It requires O_DIRECT, which some file systems lack: tmpfs, ZFS
 * before 2.3.
 */
static void bypass_cache(vml_context *ctx, vml_finding *finding, const xmlNode *disk)
{
	if (!is_block(disk))
		vml_lower_fix(finding, VML_FIX_REVIEW);
	set_cache(ctx, finding, disk, "none");
}

static const char may_refuse[] = "A file on tmpfs or on ZFS before 2.3 may refuse this, and the "
				 "guest then does not start.";

static void unsafe(vml_context *ctx, xmlNode *disk)
{
	vml_finding *finding;
	bool bypass;

	if (!vml_is_data_disk(disk) || !vml_attr_is(disk, "driver/@cache", "unsafe") ||
		is_fleeting(disk))
		return;
	finding = vml_report_attr(ctx, vml_child(disk, "driver"), "cache",
		"%s ignores the guest's flushes: a crash or power failure of the host ruins its "
		"data",
		vml_device_name(ctx, disk));
	bypass = is_block(disk) || vml_attr_is(disk, "driver/@io", "native");
	vml_remedy(finding,
		"Sets cache='%s', which obeys flushes. Writes get slower, because flushed data now has "
		"to reach the disk. %s%sKeep unsafe for a scratch disk only: add <transient/> if it is "
		"an image file, else suppress this finding.",
		bypass ? "none" : "writeback", bypass && !is_block(disk) ? may_refuse : "",
		bypass && !is_block(disk) ? " " : "");
	if (bypass)
		bypass_cache(ctx, finding, disk);
	else
		set_cache(ctx, finding, disk, "writeback");
}

/* Return true for overlays: the host's cache helps if several guests use their backing file. */
static bool is_overlay(const xmlNode *disk)
{
	return vml_find(disk, "backingStore/source");
}

static bool should_bypass(const xmlNode *disk)
{
	const char *file = vml_attr(disk, "source/@file");

	return !strcmp(vml_disk_device(disk), "disk") &&
		vml_one_of(vml_disk_type(disk), "file|block|volume") && !is_fleeting(disk) &&
		/* with <shareable>, libvirt sets cache='none' itself */
		!vml_child(disk, "shareable") &&
		/* skip io='native': disk-io-native-cache reports it, with the same fix */
		!vml_attr_is(disk, "driver/@io", "native") &&
		/* skip tmpfs: its cache cannot be bypassed */
		!vml_starts_with(file, "/dev/shm/") && !vml_starts_with(file, "/run/");
}

static void unset(vml_context *ctx, xmlNode *disk)
{
	const xmlNode *driver = vml_child(disk, "driver");
	const char *mode = vml_attr(driver, "@cache"), *name;
	vml_finding *finding;

	if (!should_bypass(disk) || (*mode && !vml_one_of(mode, "writeback|default")))
		return;
	name = vml_device_name(ctx, disk);
	if (!*mode) {
		finding = vml_report(ctx, driver ? driver : disk,
			"%s has no cache mode, so its data is cached twice: in the guest's "
			"memory and in the host's",
			name);
		if (is_overlay(disk))
			vml_lower_severity(finding, VML_INFO);
	} else {
		finding = vml_report_attr(ctx, driver, "cache",
			"%s has cache='%s', so its data is cached twice: in the guest's memory "
			"and in the host's",
			name, mode);
		vml_lower_severity(finding, VML_INFO);
		/* an explicit mode may be intended */
		vml_lower_fix(finding, VML_FIX_REVIEW);
	}
	vml_remedy(finding,
		"Sets cache='none': the host's cache is bypassed and flushes are obeyed as before. "
		"%s To keep the present mode, %s.",
		is_block(disk) ? "The guest does not notice." : may_refuse,
		*mode ? "suppress this finding" : "set cache='writeback'");
	bypass_cache(ctx, finding, disk);
}

const vml_rule vml_rules_disk_cache[] = {
	{
		.id = "disk-cache-unsafe",
		.summary = "disk ignores the guest's flushes and loses data when the host fails",
		.why = "A guest flushes its disk when data must survive: a database at each "
		       "commit, a file system at each journal entry. With cache='unsafe' QEMU "
		       "reports success and leaves the data in the host's memory. If the host "
		       "crashes or loses power, the image may be damaged beyond repair. The mode "
		       "is meant for installations and scratch disks.",
		.remedy = "Sets cache='writeback' for an image file and cache='none' for a block "
			  "device; both obey flushes. Writes get slower, because flushed data "
			  "now has to reach the disk. Keep unsafe for a scratch disk only: add "
			  "<transient/> if it is an image file, else suppress this finding.",
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
		.summary = "disk has no cache mode and is cached twice, by guest and host",
		.why = "QEMU's default is writeback: data that the guest already caches also "
		       "passes through the host's page cache. This copies all data once more, "
		       "takes memory from other guests, and accumulates writes for which a flush "
		       "must then wait. Red Hat calls \"none\" generally the best choice. "
		       "Writeback obeys flushes and is as safe: to keep it, set it here.",
		.remedy = "Sets cache='none': the host's cache is bypassed and flushes are "
			  "obeyed as before. A file on tmpfs or on ZFS before 2.3 may refuse "
			  "this, and the guest then does not start. To keep the present mode, "
			  "set cache='writeback'.",
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
