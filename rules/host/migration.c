/* CPUs that depend on the host, if several hosts may run the guest. */
#include <vmlint/host.h>

/* Return true if two of the hosts are known to have different CPUs. */
static bool have_different_cpus(const vml_host *const *hosts, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (vml_host_same_cpu(hosts[0], hosts[i]) == VML_NO)
			return true;
	return false;
}

/* Return the names of the CPUs of the hosts: "EPYC, Skylake-Client". */
static const char *names(vml_context *ctx, const vml_host *const *hosts, size_t n)
{
	vml_string_builder text = { 0 };

	for (size_t i = 0; i < n; i++) {
		const char *name = vml_host_cpu_name(hosts[i]);
		bool known = !*name;

		for (size_t j = 0; j < i && !known; j++)
			known = !strcmp(vml_host_cpu_name(hosts[j]), name);
		if (!known)
			vml_append(ctx, &text, "%s%s", text.len ? ", " : "", name);
	}
	return text.text ? text.text : "";
}

/* Return whether all hosts can run a CPU model with the guest's emulator and machine type. */
static bool runs_everywhere(
	const vml_context *ctx, const vml_host *const *hosts, size_t n, const char *model)
{
	const vml_facts *facts = vml_facts_of(ctx);
	const char *path = vml_text(
		(vml_context *)(uintptr_t)ctx, vml_find(facts->domain, "devices/emulator"));

	for (size_t i = 0; i < n; i++) {
		const vml_host_domcaps *caps = vml_host_find_domcaps(
			hosts[i], path, facts->arch, facts->type, facts->machine, NULL);

		if (vml_domcaps_cpu_usable(caps, model, NULL) != VML_YES)
			return false;
	}
	return true;
}

/* Return the model of a host's CPU that all hosts can run; "" if there is none. */
static const char *baseline(const vml_context *ctx, const vml_host *const *hosts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *model = vml_host_cpu_name(hosts[i]);

		if (*model && runs_everywhere(ctx, hosts, n, model))
			return model;
	}
	return "";
}

static void migration(vml_context *ctx, xmlNode *cpu)
{
	const char *mode = vml_attr(cpu, "@mode"), *model;
	bool passthrough = vml_one_of(mode, "host-passthrough|maximum");
	vml_finding *finding;
	size_t n;
	const vml_host *const *hosts = vml_hosts_of(ctx, &n);

	if ((!passthrough && strcmp(mode, "host-model") != 0) || !have_different_cpus(hosts, n))
		return;
	/* the message is the same for each host: the engine makes one finding with the names of the hosts */
	finding = vml_report_attr(ctx, cpu, "mode",
		"CPU mode '%s' %s live migration between the different CPUs (%s)", mode,
		passthrough ? "prevents" : "may prevent", names(ctx, hosts, n));
	model = baseline(ctx, hosts, n);
	if (*model)
		vml_remedy(finding,
			"If the guest is migrated, use mode='custom' with model %s, which all of these "
			"hosts can run. The guest sees another CPU at its next start.",
			model);
}

const vml_rule vml_rules_host_migration[] = {
	{
		.id = "host-cpu-migration",
		.summary = "guest uses the CPU of its host, and its hosts have different CPUs",
		.why = "The CPU of a running guest cannot change. With mode='host-passthrough' it is "
		       "that of the host: libvirt refuses a live migration to another CPU, or the "
		       "guest crashes. With mode='host-model' it has the features of the host on "
		       "which it started, and can be migrated only to hosts that have all of them.",
		.remedy =
			"If the guest is migrated, use mode='custom' with a model and features that "
			"all hosts have: 'virsh cpu-baseline' computes them from the "
			"<cpu> elements of the hosts. The guest sees another CPU at its next "
			"start.",
		.url = "https://libvirt.org/formatdomain.html#cpu-model-and-topology",
		.severity = VML_INFO,
		.category = VML_PORTABILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST_GUESTS,
		.unless = VML_WHEN_FOREIGN_CPU | VML_WHEN_TCG,
		.each = "cpu",
		.check = migration,
	},
	{ 0 },
};
