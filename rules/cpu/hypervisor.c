/* CPUID hypervisor bit that is hidden from the guest. */
#include <vmlint/rule.h>

#include <string.h>

static void hypervisor_bit(vml_context *ctx, xmlNode *feature)
{
	vml_finding *finding;

	if (!vml_attr_is(feature, "@name", "hypervisor") ||
		!vml_one_of(vml_attr(feature, "@policy"), "disable|forbid"))
		return;
	if (vml_uses_hyperv(ctx))
		finding = vml_report(ctx, feature,
			"the CPU hides the hypervisor: Windows does not use the Hyper-V "
			"enlightenments that are on");
	else
		finding = vml_report(ctx, feature,
			"the CPU hides the hypervisor: the guest does not use the clock, spinlocks "
			"and timers that KVM provides");
	if (!vml_uses_hyperv(ctx) && vml_cached(ctx, vml_has_passthrough))
		vml_lower_severity(finding, VML_INFO);
	vml_fix_remove(finding, feature);
	vml_command(finding, "--edit --cpu %s",
		vml_shell(ctx,
			vml_format(ctx, "xpath.delete=./feature[%u]", vml_sibling_index(feature))));
}

const vml_rule vml_rules_cpu_hypervisor[] = {
	{
		.id = "cpu-hypervisor-bit",
		.summary = "CPU hides the hypervisor, so the guest uses no paravirtual features",
		.why = "A guest checks the CPUID bit \"hypervisor\" before it looks for features "
		       "of the hypervisor. With the bit off Windows uses none of the Hyper-V "
		       "enlightenments, and Linux neither kvmclock nor paravirtual spinlocks, "
		       "even if they are configured: the time is read from emulated timers, and "
		       "on a busy host vCPUs waste time spinning.",
		.remedy = "Removes the <feature>, so that the guest detects the hypervisor again. "
			  "Keep it only for software that refuses to run in virtual machines; "
			  "NVIDIA's drivers do not need it since version 465.",
		.url = "https://www.qemu.org/docs/master/system/i386/hyperv.html",
		.severity = VML_WARNING,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_KVM | VML_WHEN_X86,
		.unless = VML_WHEN_FOREIGN_CPU,
		.each = "cpu/feature",
		.check = hypervisor_bit,
	},
	{ 0 },
};
