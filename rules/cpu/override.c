/* A CPU by QEMU's arguments beside the one of libvirt's. */
#include <vmlint/rule.h>

#include <string.h>

static void overridden(vml_context *ctx, xmlNode *cpu)
{
	const char *mode = vml_attr(cpu, "@mode"), *model = vml_text(ctx, vml_child(cpu, "model"));

	if (!strcmp(mode, "custom") || !*mode)
		mode = *model ? model : "QEMU's default";
	vml_report(ctx, cpu,
		"the guest does not get this CPU (%s): the argument -cpu in <qemu:commandline> "
		"overrides it",
		mode);
}

const vml_rule vml_rules_cpu_override[] = {
	{
		.id = "cpu-overridden",
		.summary = "arguments for QEMU bring another CPU than <cpu> says",
		.why = "libvirt turns <cpu>, the Hyper-V enlightenments and the clock's kvmclock into one "
		       "argument -cpu. A second one from <qemu:commandline> comes later, and QEMU goes by "
		       "the last: of all that stands in <cpu> and <features> only the topology is left. "
		       "Whoever reads the definition, or changes it there, is misled.",
		.remedy =
			"If all that the argument says can be said in <cpu>, move it there: the model, "
			"single flags as <feature>, the vendor as <vendor>. Where it cannot, as for "
			"macOS, reduce <cpu> to its topology, so that the file does not promise more.",
		.url = "https://libvirt.org/drvqemu.html#pass-through-of-arbitrary-qemu-commands",
		.severity = VML_INFO,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_FOREIGN_CPU,
		.each = "cpu",
		.check = overridden,
	},
	{ 0 },
};
