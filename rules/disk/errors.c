/* Error policies of disks: errors that are hidden from the guest. */
#include <vmlint/rule.h>

static void ignored(vml_context *ctx, xmlNode *disk)
{
	const xmlNode *driver = vml_child(disk, "driver");
	bool writes = vml_attr_is(driver, "@error_policy", "ignore");
	bool named = vml_has_attr(driver, "@rerror_policy");
	/* the default of rerror_policy is the value of error_policy */
	bool reads = named ? vml_attr_is(driver, "@rerror_policy", "ignore") : writes;
	bool keeps = !writes && vml_one_of(vml_attr(driver, "@error_policy"), "stop|report");
	vml_finding *finding;

	if (!writes && !reads)
		return;
	finding = vml_report_attr(ctx, driver, writes ? "error_policy" : "rerror_policy",
		"%s hides %s errors: the guest assumes that failed requests succeeded and "
		"corrupts its data",
		vml_device_name(ctx, disk),
		writes && reads	 ? "read and write"
			: writes ? "write"
				 : "read");
	vml_remedy(finding, "Removes %s: %s. %s",
		!writes			 ? "the attribute rerror_policy"
			: reads && named ? "error_policy and rerror_policy"
					 : "the attribute error_policy",
		keeps ? vml_format(ctx, "error_policy='%s' then applies to read errors, too",
				vml_attr(driver, "@error_policy"))
		      : "the default then applies, and the guest sees errors that were hidden "
			"before",
		vml_attr_is(driver, "@error_policy", "stop")
			? "The guest pauses at every error."
			: "Alternative: error_policy='stop' pauses the guest at every error.");
	if (writes)
		vml_fix_unset(finding, driver, "error_policy");
	/* no command to remove rerror_policy: virt-xml has no option for it */
	if (reads && named)
		vml_fix_unset(finding, driver, "rerror_policy");
	else
		vml_command(
			finding, "--edit %s --disk driver.error_policy=", vml_selector(ctx, disk));
}

const vml_rule vml_rules_disk_errors[] = {
	{
		.id = "disk-error-ignore",
		.summary = "disk errors are hidden from the guest",
		.why = "When the storage fails or is full, QEMU reports to the guest that the "
		       "write succeeded; with read errors ignored the guest gets arbitrary data. "
		       "File systems and databases rely on it, and the damage appears days "
		       "later, in backups too. QEMU's default pauses the guest when storage is "
		       "full and reports all other errors.",
		.remedy = "Removes the policy, which restores QEMU's default. The guest may see "
			  "errors that were hidden before. error_policy='stop' pauses the guest "
			  "at every error instead.",
		.url = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
		.severity = VML_ERROR,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_QEMU,
		.each = "devices/disk",
		.check = ignored,
	},
	{ 0 }
};
