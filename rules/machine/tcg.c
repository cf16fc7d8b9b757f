/* Domains that emulate an x86 CPU in software instead of using KVM. */
#include <vmlint/rule.h>

static void tcg(vml_context *ctx, xmlNode *domain)
{
	vml_finding *finding;

	/* skip: machine-qemu-arg-accel reports that QEMU does not start with these arguments */
	if (vml_qemu_arg(ctx, "accel=") || vml_qemu_arg(ctx, "-enable-kvm"))
		return;
	finding = vml_report_attr(ctx, domain, "type",
		"domain type is qemu, not kvm: the CPU is emulated in software, many times slower");

	vml_fix_set(finding, domain, "type", "kvm");
	vml_command(finding, "--edit --xml ./@type=kvm");
}

const vml_rule vml_rules_machine_tcg[] = {
	{
		.id = "machine-tcg",
		.summary = "x86 guest is emulated in software instead of running under KVM",
		.why = "With type='qemu' every instruction of the guest is translated in "
		       "software by QEMU's TCG, which is many times slower than running it on "
		       "the processor with KVM. TCG is also outside QEMU's security policy: a "
		       "bug that lets a guest break out is not treated as a security bug.",
		.remedy = "Changes the domain type to kvm. The host needs /dev/kvm for that: "
			  "virtualization enabled in its firmware, or nested virtualization if the "
			  "host is itself a guest. The guest may see another CPU model.",
		.url = "https://www.qemu.org/docs/master/system/security.html",
		.severity = VML_WARNING,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_REVIEW,
		/* a guest of another architecture cannot use KVM on an x86 host */
		.when = VML_WHEN_TCG | VML_WHEN_X86,
		.each = ".",
		.check = tcg,
	},
	{ 0 }
};
