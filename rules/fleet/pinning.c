/* CPUs of the host that several domains reserve for themselves. */
#include <vmlint/fleet.h>

/* Return the CPU if the list consists of a single one; otherwise VML_CPUSET_MAX. */
static unsigned int only_cpu(const char *text)
{
	vml_cpuset set;
	unsigned int cpu;

	if (!vml_cpuset_parse(text, &set))
		return VML_CPUSET_MAX;
	cpu = vml_cpuset_next(&set, 0);
	return vml_cpuset_next(&set, cpu + 1) == VML_CPUSET_MAX ? cpu : VML_CPUSET_MAX;
}

/*
 * Return true if each vCPU is pinned to a single CPU of its own: the guest is meant to have these
 * CPUs for itself. Pins to several CPUs do not count: their purpose may be to select a NUMA node,
 * which several guests share.
 */
static bool is_dedicated(const vml_context *ctx, const xmlNode *cputune)
{
	vml_cpuset vcpus = { 0 }, cpus = { 0 };

	if (!vml_vcpus_known(ctx))
		return false;
	vml_each_child (pin, cputune, "vcpupin") {
		unsigned int cpu = only_cpu(vml_attr(pin, "@cpuset"));
		uint64_t vcpu;

		if (cpu == VML_CPUSET_MAX || vml_cpuset_has(&cpus, cpu) ||
			!vml_number(vml_attr(pin, "@vcpu"), &vcpu) || vcpu >= VML_CPUSET_MAX)
			return false;
		vml_cpuset_add(&cpus, cpu);
		vml_cpuset_add(&vcpus, (unsigned int)vcpu);
	}
	for (unsigned int i = 0; i < vml_facts_of(ctx)->vcpus_now; i++)
		if (!vml_cpuset_has(&vcpus, i))
			return false;
	return true;
}

static void pinning_overlap(vml_context *ctx, xmlNode *cputune)
{
	if (!vml_child(cputune, "vcpupin") || !is_dedicated(ctx, cputune))
		return;
	vml_each_child (pin, cputune, "vcpupin")
		vml_fleet_key(ctx, pin, "cpuset", VML_SCOPE_HOST, 0,
			vml_format(ctx, "%u", only_cpu(vml_attr(pin, "@cpuset"))));
}

static const vml_joined joined = {
	.conflicts = { 1 << 0 },
	.messages = { "vCPU is pinned to CPU {value} of the host, like a vCPU of {others}: they take "
		      "the time of the CPU from each other" },
	.once = true,
};

const vml_rule vml_rules_fleet_pinning[] = {
	{
		.id = "fleet-pinning-overlap",
		.summary = "two domains of one host pin vCPUs to the same dedicated CPU",
		.why = "Each vCPU of both guests is pinned to one CPU, as for real-time and low "
		       "latency. If the pinning overlaps, the scheduler alternates between two "
		       "vCPUs, while other CPUs may be idle: the latency of both grows to several "
		       "milliseconds, and spinlocks of the guest wait for a vCPU that does not "
		       "run. Only the first CPU in common is reported.",
		.remedy =
			"Pin the guests to different CPUs: \"virsh vcpupin GUEST\" prints the CPUs "
			"in use, \"virsh capabilities\" those of the host. If the guests "
			"never run at the same time, suppress the finding with that reason.",
		.url = "https://libvirt.org/formatdomain.html#cpu-tuning",
		.severity = VML_WARNING,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_FLEET,
		.each = "cputune",
		.check = pinning_overlap,
		.joined = &joined,
	},
	{ 0 }
};
