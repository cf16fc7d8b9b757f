/* Cache modes that flush after every write. */
#include <vmlint/rule.h>

#include <string.h>

static void writethrough(vml_context *ctx, xmlNode *driver)
{
	const char *mode = vml_attr(driver, "@cache");
	vml_finding *finding;

	if (!vml_one_of(mode, "writethrough|directsync") || !vml_is_data_disk(vml_parent(driver)))
		return;
	finding = vml_report_attr(ctx, driver, "cache",
		"%s has cache='%s', which flushes after every write: writes are many times slower",
		vml_device_name(ctx, driver), mode);
	/* an explicit decision: no tool sets this mode by default */
	if (!strcmp(mode, "directsync"))
		vml_lower_severity(finding, VML_INFO);
}

const vml_rule vml_rules_disk_writethrough[] = {
	{
		.id = "disk-cache-writethrough",
		.summary = "disk flushes its data after every write",
		.why = "With cache='writethrough' or 'directsync' QEMU flushes after each write, "
		       "whether the guest asks for it or not. The modes none and writeback are as "
		       "safe for a guest that flushes itself, as every current system does for its "
		       "file systems and databases, and they need far fewer flushes.",
		.remedy = "Set cache='none' or cache='writeback'. Keep the mode only for a guest "
			  "that never flushes, such as Linux before 2.6.32 or one that mounts its "
			  "file systems with barrier=0.",
		.url = "https://documentation.suse.com/sles/15-SP6/html/SLES-all/cha-cachemodes.html",
		.severity = VML_WARNING,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "devices/disk/driver",
		.check = writethrough,
	},
	{ 0 },
};
