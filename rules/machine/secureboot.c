/* Secure Boot settings that libvirt rejects, or that have no effect. */
#include <vmlint/rule.h>

#include <string.h>

/* Return whether <firmware> requests a feature; VML_UNKNOWN if the feature is not listed. */
static vml_tristate wants(const xmlNode *os, const char *feature)
{
	vml_each_child (it, vml_child(os, "firmware"), "feature")
		if (vml_attr_is(it, "@name", feature))
			return vml_attr_is(it, "@enabled", "yes") ? VML_YES : VML_NO;
	return VML_UNKNOWN;
}

static void smm_missing(vml_context *ctx, const xmlNode *loader)
{
	xmlNode *domain = vml_facts_of(ctx)->domain;
	xmlNode *features = vml_child(domain, "features"), *smm = vml_child(features, "smm");
	vml_finding *finding;

	/* with a <varstore> (libvirt 12.1) SMM is not needed: QEMU itself stores the variables */
	if (vml_attr_is(smm, "@state", "on") || (smm && !vml_has_attr(smm, "@state")) ||
		vml_child(vml_parent(loader), "varstore"))
		return;
	if (!smm && vml_libvirt_is(ctx, VML_RELEASE(9, 2)) &&
		vml_starts_with(vml_text(ctx, loader), "/usr/")) {
		finding = vml_report_attr(ctx, loader, "secure",
			"Secure Boot needs System Management Mode, but the XML has no <smm>: "
			"libvirt before 9.2 rejects the domain, as do later versions if no firmware "
			"descriptor lists the image");
		vml_lower_severity(finding, VML_INFO);
	} else {
		finding = vml_report_attr(ctx, loader, "secure",
			"Secure Boot needs System Management Mode, which is off: libvirt rejects "
			"this domain");
	}
	vml_remedy(finding, "Enables System Management Mode in <features>.");
	if (smm)
		vml_fix_set(finding, smm, "state", "on");
	else if (features)
		vml_fix_add(finding, features, NULL, "<smm state='on'/>");
	else
		vml_fix_add(finding, domain, vml_child(domain, "os"),
			"<features><acpi/><smm state='on'/></features>");
	vml_command(finding, "--edit --features %ssmm.state=on", features ? "" : "acpi=on,");
}

static void check_loader(vml_context *ctx, const xmlNode *loader)
{
	const vml_facts *facts = vml_facts_of(ctx);

	if (!vml_attr_is(loader, "@secure", "yes") || !*facts->arch)
		return;
	if (facts->board != VML_BOARD_Q35 || strcmp(facts->arch, "x86_64")) {
		vml_finding *finding = vml_report_attr(ctx, loader, "secure",
			"Secure Boot needs an x86_64 guest on a q35 board: libvirt rejects this "
			"domain");

		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding,
			"Set arch='x86_64' and machine='q35' in <type>, or secure='no' in <loader>. On "
			"q35, the guest sees a different mainboard, without an IDE bus: set bus='sata' "
			"for IDE disks.");
	} else if (!vml_has_attr(vml_parent(loader), "@firmware"))
		smm_missing(ctx, loader);
}

/* Check the feature enrolled-keys: whether the image contains Microsoft's Secure Boot keys. */
static void check_keys(vml_context *ctx, const xmlNode *os, vml_tristate secure)
{
	vml_tristate keys = wants(os, "enrolled-keys");
	vml_finding *finding;

	if (secure == VML_NO && keys == VML_YES) {
		finding = vml_report(ctx, vml_child(os, "firmware"),
			"enrolled-keys is enabled without secure-boot: libvirt rejects the domain");
		vml_remedy(finding,
			"Enable secure-boot as well, or disable enrolled-keys; then start the "
			"guest once with \"virsh start --reset-nvram\".");
	} else if (secure == VML_YES && keys == VML_NO &&
		vml_facts_of(ctx)->gates & VML_WHEN_WINDOWS) {
		finding = vml_report(ctx, vml_child(os, "firmware"),
			"Secure Boot is on without enrolled keys: it checks nothing");
		vml_lower_severity(finding, VML_INFO);
		vml_remedy(finding,
			"If the guest uses BitLocker, suspend BitLocker first, or it asks for the "
			"recovery key. Enable enrolled-keys and start the guest once with \"virsh "
			"start --reset-nvram\".");
	} else {
		return;
	}
	vml_lower_fix(finding, VML_FIX_NONE);
}

static void secureboot_invalid(vml_context *ctx, xmlNode *os)
{
	vml_tristate secure = wants(os, "secure-boot");

	check_loader(ctx, vml_child(os, "loader"));
	if (secure == VML_YES && vml_facts_of(ctx)->board == VML_BOARD_PC) {
		vml_finding *finding = vml_report(ctx, vml_child(os, "firmware"),
			"Secure Boot is requested on an i440fx board, where no UEFI image supports "
			"it: libvirt 9.2 and later reject the domain, older ones do not start it");

		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding,
			"Set machine='q35' in <type>, or enabled='no' for the feature secure-boot. On "
			"q35, the guest sees a different mainboard, without an IDE bus: set bus='sata' "
			"for IDE disks.");
	}
	check_keys(ctx, os, secure);
}

const vml_rule vml_rules_machine_secureboot[] = {
	{
		.id = "machine-secureboot-invalid",
		.summary = "Secure Boot that the guest cannot have, or that checks nothing",
		.why = "On x86, QEMU needs System Management Mode (SMM) to keep the guest from "
		       "changing Secure Boot variables that are in flash. Only the q35 board has "
		       "SMM; libvirt 9.2 and later enable SMM if a firmware descriptor lists the "
		       "image. QEMU's own variable store (uefi-vars, libvirt 12.1) needs no SMM. "
		       "Without SMM, libvirt rejects the domain or the guest does not start. "
		       "Without enrolled keys, Secure Boot checks nothing.",
		.remedy = "Enables System Management Mode in <features>. On an i440fx board, set "
			  "machine='q35': the guest sees another mainboard, without an IDE bus.",
		.url = "https://libvirt.org/kbase/secureboot.html",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU | VML_WHEN_X86,
		.each = "os",
		.check = secureboot_invalid,
	},
	{ 0 }
};
