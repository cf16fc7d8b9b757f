/* Host CPUs that are too few for the vCPUs, or that vCPUs share with QEMU's threads. */
#include <vmlint/rule.h>

#include <string.h>

/*
 * Collect the host CPUs of vCPUs that are pinned to a single one each; returns false if a pin
 * allows several.
 */
static bool read_dedicated(const xmlNode *cputune, vml_cpuset *ret)
{
	*ret = (vml_cpuset){ 0 };
	vml_each_child (pin, cputune, "vcpupin") {
		vml_cpuset set;

		if (!vml_cpuset_parse(vml_attr(pin, "@cpuset"), &set) ||
			vml_cpuset_count(&set) != 1)
			return false;
		vml_cpuset_add(ret, vml_cpuset_next(&set, 0));
	}
	return vml_cpuset_count(ret);
}

static void emulator_overlap(vml_context *ctx, xmlNode *emulatorpin)
{
	const char *numbers = vml_attr(emulatorpin, "@cpuset");
	vml_cpuset dedicated, emulator;
	unsigned int cpu;

	if (!read_dedicated(vml_parent(emulatorpin), &dedicated) ||
		!vml_cpuset_parse(numbers, &emulator) || !vml_cpuset_meet(&dedicated, &emulator))
		return;
	cpu = vml_cpuset_next(&emulator, 0);
	while (!vml_cpuset_has(&dedicated, cpu))
		cpu = vml_cpuset_next(&emulator, cpu + 1);
	vml_report_attr(ctx, emulatorpin, "cpuset",
		"QEMU's own threads may run on host CPU %u, to which a vCPU is pinned: that vCPU waits "
		"for them",
		cpu);
}

/* Return true if each vCPU has a pin, which then takes precedence over the cpuset of <vcpu>. */
static bool is_fully_pinned(vml_context *ctx)
{
	const vml_facts *facts = vml_facts_of(ctx);

	return vml_count(vml_child(facts->domain, "cputune"), "vcpupin") >= facts->vcpus;
}

static void narrow_cpuset(vml_context *ctx, xmlNode *vcpu)
{
	unsigned int vcpus = vml_facts_of(ctx)->vcpus, cpus;
	vml_cpuset set;

	if (!vml_vcpus_known(ctx) || vml_attr_is(vcpu, "@placement", "auto") ||
		!vml_cpuset_parse(vml_attr(vcpu, "@cpuset"), &set) || is_fully_pinned(ctx))
		return;
	cpus = vml_cpuset_count(&set);
	if (cpus < vcpus)
		vml_report_attr(ctx, vcpu, "cpuset",
			"%u vCPUs may run on only %u host CPU%s (%s): they wait for each other",
			vcpus, cpus, cpus == 1 ? "" : "s", vml_attr(vcpu, "@cpuset"));
}

const vml_rule vml_rules_cpu_placement[] = {
	{
		.id = "cpu-emulatorpin-overlap",
		.summary = "QEMU's threads are pinned to a host CPU that a vCPU has for itself",
		.why = "A vCPU that is pinned to one host CPU cannot move elsewhere while QEMU's main "
		       "thread, which emulates devices and answers the monitor, runs there. The "
		       "guest sees jitter of up to some milliseconds, which is what the pinning "
		       "should prevent.",
		.remedy =
			"Set the cpuset of <emulatorpin> to host CPUs that no vCPU is pinned to. "
			"If there are none, remove one vCPU, or pin each vCPU to several host CPUs.",
		.url = "https://libvirt.org/formatdomain.html#cpu-tuning",
		.severity = VML_WARNING,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "cputune/emulatorpin",
		.check = emulator_overlap,
	},
	{
		.id = "cpu-cpuset-narrow",
		.summary = "more vCPUs than host CPUs that they may run on",
		.why = "The cpuset of <vcpu> confines all vCPUs without a <vcpupin> to these host "
		       "CPUs. If there are more vCPUs, they take turns, and one that holds a lock "
		       "may have to wait: the guest is slower than with as many vCPUs as host "
		       "CPUs.",
		.remedy = "Widen or remove the cpuset, or lower the number of vCPUs to the number "
			  "of host CPUs in it.",
		.url = "https://libvirt.org/formatdomain.html#cpu-allocation",
		.severity = VML_WARNING,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "vcpu",
		.check = narrow_cpuset,
	},
	{ 0 },
};
