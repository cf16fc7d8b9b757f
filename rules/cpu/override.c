/* CPU that a -cpu argument in <qemu:commandline> overrides. */
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
		.summary = "QEMU arguments set another CPU than <cpu>",
		.why = "libvirt turns <cpu>, the Hyper-V enlightenments and kvmclock into "
		       "one argument -cpu. QEMU uses only the last one, and a -cpu from "
		       "<qemu:commandline> comes later: of these settings only the topology "
		       "and the NUMA cells of <cpu> remain. The definition is misleading, "
		       "and changes to it have no effect.",
		.remedy = "If <cpu> can express the argument, move it there: the model, "
			  "single flags as <feature>, the vendor as <vendor>. If it cannot, "
			  "as for macOS, reduce <cpu> to its topology and NUMA cells, so "
			  "that the XML does not mislead.",
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
