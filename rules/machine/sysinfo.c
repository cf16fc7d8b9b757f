/* SMBIOS values that the guest does not get. */
#include <vmlint/rule.h>

static void sysinfo_ignored(vml_context *ctx, xmlNode *sysinfo)
{
	const xmlNode *domain = vml_facts_of(ctx)->domain;
	xmlNode *os = vml_child(domain, "os"), *smbios = vml_child(os, "smbios");
	vml_finding *finding;

	if (!vml_attr_is(sysinfo, "@type", "smbios") || vml_attr_is(smbios, "@mode", "sysinfo"))
		return;
	finding = vml_report(ctx, sysinfo,
		"<sysinfo> has no effect without <smbios mode='sysinfo'/> in <os>: the guest does not "
		"see its values");
	/* another mode was chosen on purpose */
	if (smbios) {
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding, "Set mode='sysinfo' in <smbios>, or remove <sysinfo>.");
		return;
	}
	vml_fix_add(finding, os, NULL, "<smbios mode='sysinfo'/>");
	vml_command(finding, "--edit --boot smbios.mode=sysinfo");
}

const vml_rule vml_rules_machine_sysinfo[] = {
	{
		.id = "machine-sysinfo-ignored",
		.summary = "SMBIOS values are defined but not passed to the guest",
		.why = "libvirt passes the values of <sysinfo type='smbios'> to the guest only if <os> "
		       "contains <smbios mode='sysinfo'/>. Without it the guest sees QEMU's own "
		       "values: licences, inventories and cloud-init find no serial number, and "
		       "nothing reports this.",
		.remedy =
			"Adds <smbios mode='sysinfo'/> to <os>. The guest sees the values from its "
			"next start; Windows may ask for activation if its serial number changes.",
		.url = "https://libvirt.org/formatdomain.html#smbios-system-information",
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.each = "sysinfo",
		.check = sysinfo_ignored,
	},
	{ 0 },
};
