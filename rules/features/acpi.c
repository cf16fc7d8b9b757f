/* Whether the guest has ACPI: its power button, its hot-plugging. */
#include <vmlint/rule.h>

static void acpi(vml_context *ctx, xmlNode *domain)
{
	xmlNode *features = vml_child(domain, "features");
	unsigned int nt = vml_guest_windows_nt(ctx);
	vml_finding *finding;

	/* systems of before ACPI have no use for it */
	if (vml_child(features, "acpi") ||
		vml_one_of(vml_guest_family(ctx), "msdos|win16|os2|netware"))
		return;
	if (vml_boots_uefi(ctx))
		finding = vml_report(ctx, features ? features : domain,
			"the guest has UEFI and no ACPI, which libvirt refuses to define");
	else if (nt >= 60)
		finding = vml_report(ctx, features ? features : domain,
			"the guest has no ACPI, without which %s does not boot",
			vml_guest_called(ctx, "Windows"));
	else
		finding = vml_report(ctx, features ? features : domain,
			"the guest has no ACPI: it does not notice 'virsh shutdown', and nothing can "
			"be plugged in while it runs");
	if (features)
		vml_fix_add(finding, features, NULL, "<acpi/>");
	else
		vml_fix_add(
			finding, domain, vml_child(domain, "os"), "<features><acpi/></features>");
	vml_command(finding, "--edit --features acpi=on");
	if (vml_boots_uefi(ctx))
		return;
	vml_lower_severity(finding, VML_WARNING);
	if (!vml_guest_is_old(ctx))
		return;
	vml_lower_severity(finding, VML_INFO);
	vml_remedy(finding,
		"Adds <acpi/>. A system of before ACPI does not mind and does not use it; a Windows "
		"2000, XP or 2003 that was installed without needs a repair installation, or it "
		"stops at a blue screen.");
}

const vml_rule vml_rules_features_acpi[] = {
	{
		.id = "features-acpi-missing",
		.summary = "x86 guest without ACPI",
		.why = "What <features> does not name is off. Without ACPI the guest has no power button: "
		       "'virsh shutdown' and the shutdown of the host's own service do nothing, and in "
		       "the end the guest is killed. Devices and CPUs cannot be plugged in, interrupts "
		       "are routed by tables of the 1990s, and Windows since Vista does not boot. "
		       "With UEFI libvirt refuses to define the guest.",
		.remedy =
			"Adds <acpi/> to <features>. Linux and the BSDs take it at the next cold start; "
			"have an eye on the console then, for devices may get other interrupts and "
			"names.",
		.url = "https://libvirt.org/formatdomain.html#hypervisor-features",
		.severity = VML_ERROR,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU | VML_WHEN_X86,
		.unless = VML_WHEN_MINIMAL,
		.each = ".",
		.check = acpi,
	},
	{ 0 },
};
