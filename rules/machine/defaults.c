/* Parts of the virtual hardware that the host determines when the domain is defined. */
#include <vmlint/rule.h>

static void arch_unset(vml_context *ctx, xmlNode *type)
{
	if (vml_has_attr(type, "@arch") || vml_has_attr(type, "@machine"))
		return;
	vml_report(ctx, type,
		"<type> has neither arch nor machine: the host that defines the domain decides both");
}

static void model_ignored(vml_context *ctx, xmlNode *model)
{
	const char *mode = vml_attr(vml_parent(model), "@mode");
	vml_finding *finding;

	if (!vml_one_of(mode, "host-passthrough|maximum") || !*vml_text(ctx, model))
		return;
	finding =
		vml_report(ctx, model, "CPU model '%s' is ignored: mode='%s' does not use a model",
			vml_text(ctx, model), mode);
	vml_fix_remove(finding, model);
}

const vml_rule vml_rules_machine_defaults[] = {
	{
		.id = "machine-arch-unset",
		.summary = "architecture and machine type are left to the host",
		.why = "Without arch and machine libvirt uses the architecture of the host that "
		       "defines the domain, and QEMU's default board, which on x86 is the i440fx of "
		       "1996. The same file gives different hardware on another host.",
		.remedy =
			"Set both, for example <type arch='x86_64' machine='q35'>. A guest that is "
			"installed already must keep the board that 'virsh dumpxml' prints.",
		.url = "https://libvirt.org/formatdomain.html#guest-firmware",
		.severity = VML_INFO,
		.category = VML_PORTABILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.unless = VML_WHEN_RUNNING,
		.each = "os/type",
		.check = arch_unset,
	},
	{
		.id = "machine-cpu-model-ignored",
		.summary = "CPU model has no effect in this CPU mode",
		.why = "With mode='host-passthrough' the guest gets the CPU of the host, with "
		       "'maximum' all features that QEMU can provide: libvirt ignores the "
		       "model. Readers of the file expect another CPU, and "
		       "a migration that relies on the model fails.",
		.remedy = "Removes the model. To use it, set mode='custom' instead.",
		.url = "https://libvirt.org/formatdomain.html#cpu-model-and-topology",
		.severity = VML_INFO,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_QEMU,
		.unless = VML_WHEN_RUNNING,
		.each = "cpu/model",
		.check = model_ignored,
	},
	{ 0 },
};
