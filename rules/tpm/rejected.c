/* TPM devices that libvirt rejects. */
#include <vmlint/refusal.h>

/*
 * Return true if the emulated TPM has version 1.2, in the XML or by default
 * (qemuDomainTPMDefPostParse()).
 */
static bool is_tpm12(vml_context *ctx, const xmlNode *tpm)
{
	const char *model = vml_attr(tpm, "@model"), *version = vml_attr(tpm, "backend/@version");

	if (*version)
		return vml_attr_is(tpm, "backend/@version", "1.2");
	return vml_facts_of(ctx)->gates & VML_WHEN_X86 &&
		(!*model || vml_attr_is(tpm, "@model", "tpm-tis"));
}

static bool has_banks(vml_context *ctx, const xmlNode *tpm)
{
	return vml_first(vml_find(tpm, "backend/active_pcr_banks")) && is_tpm12(ctx, tpm);
}

/* Checks of libvirt: virDomainTPMDevValidate(), qemuValidateDomainDeviceDefTPM(). */
static const vml_refusal rows[] = {
	{ .terms = { VML_IS("backend/@type", "external"), VML_LACKS("backend/source/@type") },
		.at = "backend",
		.message = "the external TPM has no socket",
		.remedy = "Add <source type='unix' mode='connect' path='...'/> with the path of "
			  "the socket of swtpm." },
	{ .terms = { VML_IS("backend/@type", "emulator"), VML_CALL(has_banks) },
		.at = "backend/active_pcr_banks",
		.message = "only TPM 2.0 has PCR banks, and this is a TPM 1.2",
		.remedy = "Set version='2.0' in <backend>. If the TPM is in use, remove "
			  "<active_pcr_banks> instead: another version makes it lose its state." },
	{ .since = VML_RELEASE(10, 10),
		.terms = { VML_HAS("backend/profile/@source"), VML_IS("backend/@type", "emulator"),
			VML_CALL(is_tpm12) },
		.at = "backend/profile",
		.message = "only TPM 2.0 has profiles, and this is a TPM 1.2",
		.remedy = "Set version='2.0' in <backend>. If the TPM is in use, remove <profile> "
			  "instead: another version makes it lose its state." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("backend/@version", "1.2"), VML_IS("backend/@type", "emulator"),
			VML_FILLED("@model"), VML_IS_NOT("@model", "tpm-tis") },
		.at = "backend/@version",
		.message = "only TPM devices of model tpm-tis have version 1.2",
		.remedy = "Sets version='2.0'.",
		.fix = "set backend/@version=2.0" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("backend/@version", "1.2"), VML_IS("backend/@type", "emulator"),
			VML_FILLED("$arch"), VML_IS_NOT("$arch", "x86_64|i686"),
			VML_IS_NOT("@model", "tpm-crb|tpm-spapr|spapr-tpm-proxy") },
		.at = "backend/@version",
		.message = "only x86 guests have TPM devices of version 1.2",
		.remedy = "Sets version='2.0'.",
		.fix = "set backend/@version=2.0" },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@model", "spapr-tpm-proxy"), VML_IS("$arch", "ppc64|ppc64le"),
			VML_IS_NOT("backend/@type", "passthrough"), VML_HAS("backend/@type") },
		.at = "backend/@type",
		.message = "a TPM proxy must use a TPM of the host",
		.remedy = "Use type='passthrough', or the model tpm-spapr." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@model", "spapr-tpm-proxy|tpm-spapr"), VML_FILLED("$arch"),
			VML_IS_NOT("$arch", "ppc64|ppc64le") },
		.at = "@model",
		.message = "only ppc64 guests have TPM devices of model {value}",
		.remedy = "Set model='tpm-crb' on x86, or 'tpm-tis' on Arm." },
	{ 0 },
};

const vml_rule vml_rules_tpm_rejected[] = {
	{
		.id = "tpm-rejected",
		.summary = "TPM that libvirt rejects",
		.why = "The models and versions of a TPM depend on the architecture: version 1.2 "
		       "is available for tpm-tis on x86 only. libvirt rejects a domain with "
		       "others.",
		.remedy = "Each finding states how to correct the TPM. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#tpm-device",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/tpm",
		.refusals = rows,
	},
	{ 0 },
};
