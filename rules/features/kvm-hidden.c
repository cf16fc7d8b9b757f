/* KVM signature that is hidden from the guest. */
#include <vmlint/rule.h>

static void hidden(vml_context *ctx, xmlNode *element)
{
	xmlNode *kvm = vml_parent(element);
	vml_finding *finding;

	if (!vml_attr_is(element, "@state", "on"))
		return;
	if (vml_uses_hyperv(ctx))
		finding = vml_report(ctx, element,
			"KVM is hidden from the guest: NVIDIA's drivers have not needed this "
			"since version 465 (2021)");
	else
		finding = vml_report(ctx, element,
			"KVM is hidden from the guest: it does not use kvmclock, paravirtual "
			"spinlocks and steal time");
	if (vml_has_passthrough(ctx) || vml_uses_hyperv(ctx))
		vml_lower_severity(finding, VML_INFO);
	vml_command(finding, "--edit --features kvm.hidden.state=off");
	if (vml_first(kvm) == element && !vml_sibling(element))
		vml_fix_remove(finding, kvm);
	else
		vml_fix_remove(finding, element);
}

const vml_rule vml_rules_features_kvm_hidden[] = {
	{
		.id = "features-kvm-hidden",
		.summary = "KVM's signature is hidden from the guest",
		.why = "A guest detects KVM's paravirtual features by its signature in CPUID. "
		       "Without it Linux reads the time from the TSC or an emulated timer "
		       "instead of kvmclock, vCPUs that wait for spinlocks waste time, and steal "
		       "time is unknown. Hiding it was a workaround for NVIDIA's drivers, which "
		       "refused to run in virtual machines before version 465 of 2021.",
		.remedy =
			"Shows KVM to the guest again. Keep it hidden for an NVIDIA driver older than "
			"465 or for a game whose anti-cheat refuses virtual machines; Windows with "
			"Hyper-V enlightenments hardly needs KVM's own features.",
		.url = "https://libvirt.org/formatdomain.html#hypervisor-features",
		.severity = VML_WARNING,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_KVM | VML_WHEN_X86,
		.unless = VML_WHEN_FOREIGN_CPU,
		.each = "features/kvm/hidden",
		.check = hidden,
	},
	{ 0 },
};
