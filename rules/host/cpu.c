/* CPU models, modes and features that the host's CPU or QEMU cannot provide. */
#include <vmlint/host.h>

/*
 * Return true if libvirt compares <cpu> with the host's CPU before the guest starts. Without
 * @check, mode='custom' is assumed, which libvirt compares only with KVM
 * (qemuDomainDefCPUPostParse).
 */
static bool is_compared(const vml_context *ctx, const xmlNode *cpu)
{
	const char *check = vml_attr(cpu, "@check");

	if (!*check)
		return vml_attr_is(vml_facts_of(ctx)->domain, "@type", "kvm");
	return vml_one_of(check, "partial|full");
}

static void check_mode(vml_context *ctx, const xmlNode *cpu, const char *mode)
{
	const vml_host_domcaps *caps = vml_host_domcaps_for(ctx);

	if (vml_domcaps_cpu_mode(caps, mode) == VML_NO)
		vml_report_attr(ctx, cpu, "mode",
			"CPU mode '%s' is not available to guests of type '%s': the guest does not "
			"start",
			mode, vml_facts_of(ctx)->type);
}

static void check_model(vml_context *ctx, const xmlNode *cpu)
{
	const vml_host_domcaps *caps = vml_host_domcaps_for(ctx);
	const xmlNode *model = vml_child(cpu, "model");
	const char *name = vml_text(ctx, model), *lacking;
	vml_finding *finding;

	if (!*name || vml_domcaps_cpu_usable(caps, name, NULL) != VML_NO ||
		vml_attr_is(cpu, "@match", "minimum") || !is_compared(ctx, cpu))
		return;
	lacking = vml_domcaps_cpu_blockers(ctx, caps, name);
	finding = vml_report(ctx, model,
		"the host cannot run CPU model %s%s%s: the guest may not start", name,
		*lacking ? ", because it lacks " : "", lacking);
	/*
	 * a warning, because 'usable' in domain capabilities is what QEMU would enable. libvirt
	 * compares with its own definition of the model, which may have fewer features, and with
	 * the features of <cpu>: on an EPYC host with libvirt 9.0 and 12.8, 12 models with
	 * usable='no' started, such as Nehalem
	 */
	vml_lower_severity(finding, VML_WARNING);
}

/*
 * Check a feature with policy='require'. With KVM, libvirt also accepts a feature that QEMU would
 * not enable, if the host's CPU has it (measured: 47 of 50 such guests start). With check='full',
 * it compares the features of the running guest with <cpu>, and stops the guest if one is missing.
 */
static void check_required(vml_context *ctx, const xmlNode *feature, const char *name)
{
	bool sure = vml_facts_of(ctx)->gates & VML_WHEN_TCG ||
		vml_attr_is(vml_parent(feature), "@check", "full");
	vml_finding *finding = vml_report_attr(ctx, feature, "name",
		"the domain requires CPU feature %s, which the host does not provide: the guest %s "
		"not start",
		name, sure ? "does" : "may");

	vml_remedy(finding,
		"Remove the <feature> (the guest then sees another CPU), or run the guest on a "
		"host with this feature.");
	if (!sure)
		vml_lower_severity(finding, VML_WARNING);
}

static void check_feature(vml_context *ctx, const xmlNode *feature)
{
	const char *name = vml_attr(feature, "@name"), *policy = vml_attr(feature, "@policy");
	vml_tristate has = vml_domcaps_cpu_feature(vml_host_domcaps_for(ctx), name);

	if (has == VML_NO && (!*policy || !strcmp(policy, "require")))
		check_required(ctx, feature, name);
	else if (has == VML_YES && !strcmp(policy, "forbid"))
		vml_remedy(
			vml_report_attr(ctx, feature, "policy",
				"the domain forbids CPU feature %s, which the host has: the guest "
				"does not start",
				name),
			"Set policy='disable': the guest then starts on this host, too, and does not "
			"have the feature.");
}

static void unusable(vml_context *ctx, xmlNode *cpu)
{
	const char *mode = vml_attr(cpu, "@mode");

	if (vml_one_of(mode, "host-passthrough|host-model|maximum")) {
		check_mode(ctx, cpu, mode);
		return;
	}
	check_model(ctx, cpu);
	if (!vml_child(cpu, "model") || !is_compared(ctx, cpu))
		return;
	vml_each_child (it, cpu, "feature")
		check_feature(ctx, it);
}

/*
 * Check the name of a CPU model. Every connection can list the names, even one without domain
 * capabilities. The guest may start with a model that is not in libvirt's list if QEMU has it and
 * libvirt does not compare the CPU with the host's.
 */
static void unknown_model(vml_context *ctx, xmlNode *model)
{
	const vml_facts *facts = vml_facts_of(ctx);
	const vml_host *host = vml_host_of(ctx);
	const char *name = vml_text(ctx, model);
	const char *arch = *facts->arch ? facts->arch : vml_host_arch(host);

	if (!*name || !vml_one_of(arch, "x86_64|i686") ||
		vml_host_cpu_model(host, arch, name) != VML_NO)
		return;
	if (is_compared(ctx, vml_parent(model)))
		vml_report(ctx, model,
			"libvirt does not know CPU model '%s': the guest does not start", name);
	else
		vml_lower_severity(vml_report(ctx, model,
					   "libvirt does not know CPU model '%s': the guest may "
					   "not start",
					   name),
			VML_WARNING);
}

const vml_rule vml_rules_host_cpu[] = {
	{
		.id = "host-cpu-unusable",
		.summary = "host cannot provide the CPU model, mode or features of the domain",
		.why = "libvirt compares the CPU of the guest with that of the host, and refuses to "
		       "start a guest that requires features which the host's CPU, its "
		       "firmware setup or its microcode does not provide.",
		.remedy =
			"Choose a model with usable='yes' or a mode with supported='yes' in the output "
			"of 'virsh domcapabilities', such as mode='host-model'. The guest sees "
			"another CPU: Windows may ask for activation.",
		.url = "https://libvirt.org/formatdomain.html#cpu-model-and-topology",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST_DOMCAPS,
		.unless = VML_WHEN_FOREIGN_CPU,
		.each = "cpu",
		.check = unusable,
	},
	{
		.id = "host-cpu-model-unknown",
		.summary = "libvirt on the host does not know the CPU model",
		.why = "CPU models are added with new processors: an older libvirt does not know "
		       "them and refuses to start the guest.",
		.remedy = "Choose a model that 'virsh cpu-models x86_64' lists (the guest sees "
			  "another CPU), or update libvirt on the host.",
		.url = "https://libvirt.org/formatdomain.html#cpu-model-and-topology",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST_CPUMODELS,
		.unless = VML_WHEN_FOREIGN_CPU,
		.each = "cpu/model",
		.check = unknown_model,
	},
	{ 0 },
};
