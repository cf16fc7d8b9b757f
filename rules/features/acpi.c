/* ACPI: power button and hotplug of the guest. */
#include <vmlint/rule.h>

static void acpi(vml_context *ctx, xmlNode *domain)
{
	xmlNode *features = vml_child(domain, "features");
	unsigned int nt = vml_guest_windows_nt(ctx);
	/* before vml_report(): it marks the finding as uncertain if a value read until then is */
	bool old = vml_guest_is_old(ctx);
	vml_finding *finding;

	/* skip systems that are older than ACPI */
	if (vml_child(features, "acpi") ||
		vml_one_of(vml_guest_family(ctx), "msdos|win16|os2|netware"))
		return;
	if (vml_boots_uefi(ctx))
		finding = vml_report(ctx, features ? features : domain,
			"the guest has UEFI but no ACPI: libvirt rejects the domain");
	else if (nt >= 60)
		finding = vml_report(ctx, features ? features : domain,
			"the guest has no ACPI: %s does not boot without it",
			vml_guest_called(ctx, "Windows"));
	else
		finding = vml_report(ctx, features ? features : domain,
			"the guest has no ACPI: it does not react to 'virsh shutdown', and "
			"devices cannot be hotplugged");
	if (features)
		vml_fix_add(finding, features, NULL, "<acpi/>");
	else
		vml_fix_add(
			finding, domain, vml_child(domain, "os"), "<features><acpi/></features>");
	vml_command(finding, "--edit --features acpi=on");
	if (vml_boots_uefi(ctx))
		vml_remedy(finding, "Adds <acpi/> to <features>: libvirt then accepts the domain.");
	else if (nt >= 60)
		vml_remedy(finding, "Adds <acpi/> to <features>.");
	if (vml_boots_uefi(ctx))
		return;
	vml_lower_severity(finding, VML_WARNING);
	if (!old)
		return;
	vml_lower_severity(finding, VML_INFO);
	vml_remedy(finding,
		"Adds <acpi/>. Systems older than ACPI ignore it. Windows 2000, XP or 2003 that "
		"was installed without ACPI needs a repair installation, or it stops with a blue "
		"screen.");
}

const vml_rule vml_rules_features_acpi[] = {
	{
		.id = "features-acpi-missing",
		.summary = "x86 guest without ACPI",
		.why = "Features that <features> does not list are off. Without ACPI the guest "
		       "has no power button: it ignores 'virsh shutdown', also from "
		       "libvirt-guests at host shutdown, and is killed in the end. Devices and "
		       "CPUs cannot be hotplugged, interrupts are routed by tables of the 1990s, "
		       "and Windows since Vista does not boot. With UEFI libvirt rejects the "
		       "domain.",
		.remedy = "Adds <acpi/> to <features>. Linux and the BSDs use it from the next "
			  "cold start on; watch the console then, because devices may get other "
			  "interrupts and names.",
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
