/* I/O modes of disks (native, threads), and the cache modes that they require. */
#include <vmlint/rule.h>

#include <string.h>

static bool bypasses_cache(const xmlNode *disk)
{
	return vml_one_of(vml_attr(disk, "driver/@cache"), "none|directsync");
}

static void native_cache(vml_context *ctx, xmlNode *disk)
{
	const xmlNode *driver = vml_child(disk, "driver");
	const char *mode = vml_attr(driver, "@cache");
	vml_finding *finding;

	if (!vml_attr_is(driver, "@io", "native") || bypasses_cache(disk))
		return;
	finding = vml_report_attr(ctx, driver, "io",
		"%s combines io='native' with %s: libvirt rejects the domain",
		vml_device_name(ctx, disk),
		*mode ? vml_format(ctx, "cache='%s'", mode) : "no cache mode");
	if (strcmp(vml_disk_type(disk), "block"))
		vml_lower_fix(finding, VML_FIX_REVIEW);
	vml_fix_set(finding, driver, "cache", "none");
}

static void threads_direct(vml_context *ctx, xmlNode *disk)
{
	const xmlNode *driver = vml_child(disk, "driver");
	vml_finding *finding;

	if (!vml_is_data_disk(disk) || strcmp(vml_disk_type(disk), "block") ||
		!vml_attr_is(driver, "@io", "threads") || !bypasses_cache(disk))
		return;
	finding = vml_report_attr(ctx, driver, "io",
		"%s has io='threads' on a block device without host cache: a thread pool adds "
		"latency to each request",
		vml_device_name(ctx, disk));
	vml_fix_set(finding, driver, "io", "native");
	vml_command(finding, "--edit %s --disk driver.io=native", vml_selector(ctx, disk));
}

const vml_rule vml_rules_disk_io[] = {
	{
		.id = "disk-io-native-cache",
		.summary = "io='native' without a cache mode that allows it",
		.why = "Linux' native asynchronous I/O works on files that are opened without "
		       "the host's page cache. libvirt therefore rejects io='native' unless the "
		       "cache mode is none or directsync; a missing mode counts as writeback. "
		       "Such a domain cannot be defined, and one from an older libvirt does not "
		       "start.",
		.remedy = "Sets cache='none', which io='native' is meant for. If the image is on "
			  "a file system without O_DIRECT, such as tmpfs or ZFS before 2.3, "
			  "remove io='native' instead.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_QEMU,
		.each = "devices/disk",
		.check = native_cache,
	},
	{
		.id = "disk-io-threads-direct",
		.summary = "block device without host cache is served by a thread pool",
		.why = "With io='threads' each request wakes a worker thread, which waits for "
		       "the device and wakes QEMU in turn: two context switches per request, 64 "
		       "threads at most. On a block device that bypasses the page cache the "
		       "kernel accepts requests without blocking, in batches. oVirt and "
		       "virt-manager use io='native' there.",
		.remedy = "Sets io='native'. The guest and its data do not change. io='io_uring' "
			  "is newer (QEMU 5.0, Linux 5.1) and as good; for image files threads "
			  "are fine.",
		.url = "https://docs.redhat.com/en/documentation/red_hat_enterprise_linux/6/html/"
		       "virtualization_tuning_and_optimization_guide/"
		       "sect-virtualization_tuning_optimization_guide-blockio-io_mode",
		.severity = VML_INFO,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_KVM,
		.each = "devices/disk",
		.check = threads_direct,
	},
	{ 0 }
};
