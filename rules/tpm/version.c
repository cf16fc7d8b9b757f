/* Version of an emulated TPM. */
#include <vmlint/rule.h>

#include <string.h>

/*
 * Report an explicit version 1.2, too: libvirt may have written its default into the XML. Windows
 * supports TPM 2.0 since version 8 (NT 6.2).
 */
static void old_version(vml_context *ctx, const xmlNode *backend)
{
	unsigned int nt = vml_guest_windows_nt(ctx);
	vml_finding *finding;

	if (vml_guest_is_old(ctx) || (nt && nt < 62))
		return;
	finding = vml_report_attr(ctx, backend, "version",
		"TPM has version 1.2: the guest does not start on hosts whose swtpm only "
		"supports 2.0");
	vml_lower_severity(finding, VML_INFO);
	vml_lower_fix(finding, VML_FIX_NONE);
	vml_remedy(finding,
		"Set version='2.0'. The new TPM is empty, and keys that the old one sealed are lost: "
		"if the guest uses BitLocker, suspend BitLocker first and have its recovery key ready.");
}

static void version_default(vml_context *ctx, xmlNode *tpm)
{
	xmlNode *backend = vml_child(tpm, "backend");
	const char *model = vml_attr(tpm, "@model");
	vml_finding *finding;

	if (!vml_attr_is(backend, "@type", "emulator") || (*model && strcmp(model, "tpm-tis")))
		return;
	if (*vml_attr(backend, "@version")) {
		if (vml_attr_is(backend, "@version", "1.2"))
			old_version(ctx, backend);
		return;
	}
	finding = vml_report(ctx, backend,
		"TPM has no version and gets 1.2: the guest does not start on hosts whose swtpm "
		"only supports 2.0");
	vml_fix_set(finding, backend, "version", "2.0");
	vml_command(finding, "--edit %u --tpm backend.version=2.0", vml_sibling_index(tpm));
}

const vml_rule vml_rules_tpm_version[] = {
	{
		.id = "tpm-version-default",
		.summary = "emulated TPM has version 1.2, explicitly or by libvirt's default",
		.why = "For an x86 guest with a tpm-tis, libvirt chooses version 1.2 if the XML "
		       "specifies none. The swtpm of current distributions often does not "
		       "support 1.2, and the guest then fails to start with \"TPM version '1.2' "
		       "is not supported\". Windows 11 and systemd's measured boot need 2.0.",
		.remedy =
			"Sets version 2.0. The new TPM is empty, and keys that the old one sealed are "
			"lost: if the guest uses BitLocker, suspend BitLocker first and have its recovery "
			"key ready.",
		.url = "https://libvirt.org/formatdomain.html#tpm-device",
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU | VML_WHEN_X86,
		.each = "devices/tpm",
		.check = version_default,
	},
	{ 0 }
};
