/* The version of an emulated TPM. */
#include <vmlint/rule.h>

#include <string.h>

/* What libvirt writes down when nobody chose. Windows knows 2.0 since version 8. */
static void old_version(vml_context *ctx, const xmlNode *backend)
{
	unsigned int nt = vml_guest_windows_nt(ctx);
	vml_finding *finding;

	if (vml_guest_is_old(ctx) || (nt && nt < 62))
		return;
	finding = vml_report_attr(ctx, backend, "version",
		"TPM is of version 1.2: it does not start with a swtpm that has 2.0 only");
	vml_lower_severity(finding, VML_INFO);
	vml_lower_fix(finding, VML_FIX_NONE);
	vml_remedy(finding,
		"Set version='2.0' if nothing in the guest depends on the TPM yet. The guest finds an "
		"empty one then: suspend BitLocker first and have its recovery key at hand, since what "
		"the old one sealed cannot be read any more.");
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
		"TPM names no version, which makes it 1.2: it does not start with a swtpm that has "
		"2.0 only");
	vml_fix_set(finding, backend, "version", "2.0");
	vml_command(finding, "--edit %u --tpm backend.version=2.0", vml_sibling_index(tpm));
}

const vml_rule vml_rules_tpm_version[] = {
	{
		.id = "tpm-version-default",
		.summary = "emulated TPM is of version 1.2, by libvirt's default or as it says",
		.why = "For an x86 guest with a tpm-tis libvirt chooses version 1.2 if the XML names "
		       "none. The swtpm of current distributions often has no 1.2, and the guest "
		       "then fails with \"TPM version '1.2' is not supported\". Windows 11 and "
		       "systemd's measured boot need 2.0.",
		.remedy =
			"Sets version 2.0. A guest that has used its TPM finds an empty one "
			"afterwards: suspend BitLocker first and have its recovery key at hand, since "
			"what the old TPM sealed cannot be read any more.",
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
