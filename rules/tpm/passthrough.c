/* TPM of the host passed through to the guest. */
#include <vmlint/rule.h>

#include <string.h>

static bool is_for_rhel(const vml_facts *facts)
{
	if (*facts->target.family)
		return vml_starts_with(facts->target.name, "rhel-9.") ||
			vml_starts_with(facts->target.name, "rhel-10.");
	return strstr(facts->machine, "-rhel9.") || strstr(facts->machine, "-rhel10.");
}

static void passthrough(vml_context *ctx, xmlNode *tpm)
{
	vml_finding *finding;

	if (!vml_attr_is(tpm, "backend/@type", "passthrough") ||
		vml_attr_is(tpm, "@model", "spapr-tpm-proxy"))
		return;
	finding = vml_report_attr(ctx, vml_child(tpm, "backend"), "type",
		is_for_rhel(vml_facts_of(ctx))
			? "the host's TPM is passed through, which RHEL 9 and later do not "
			  "support: the guest does not start there"
			: "the host's TPM is passed through: only one guest can use it, and the "
			  "guest cannot move to another host or to RHEL 9");
	if (!is_for_rhel(vml_facts_of(ctx)))
		vml_lower_severity(finding, VML_INFO);
}

const vml_rule vml_rules_tpm_passthrough[] = {
	{
		.id = "tpm-passthrough",
		.summary = "host's TPM is passed through to the guest",
		.why = "A TPM passed through belongs to one guest alone, which then cannot "
		       "migrate, and the host loses its own. Its measurements are of the host's "
		       "boot, not of the guest's. RHEL 9 and later no longer support the "
		       "backend.",
		.remedy =
			"Use <backend type='emulator' version='2.0'/>: swtpm gives each guest a "
			"TPM of its own. The new TPM is empty, and keys that the host's TPM sealed "
			"are lost: if the guest uses BitLocker, suspend BitLocker first and have its "
			"recovery key ready.",
		.url = "https://libvirt.org/formatdomain.html#tpm-device",
		.severity = VML_WARNING,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "devices/tpm",
		.check = passthrough,
	},
	{ 0 }
};
