/* CPUs and NUMA nodes to which a domain pins its threads and memory, but which the host lacks. */
#include <vmlint/host.h>

#include <stdlib.h>

static bool all_in(const vml_cpuset *part, const vml_cpuset *all)
{
	for (size_t i = 0; i < VML_CPUSET_MAX / 64; i++)
		if (part->words[i] & ~all->words[i])
			return false;
	return true;
}

/* Return the first CPU in `set` that is not in `all`. */
static unsigned int first_absent(const vml_cpuset *set, const vml_cpuset *all)
{
	unsigned int cpu = vml_cpuset_next(set, 0);

	while (cpu < VML_CPUSET_MAX && vml_cpuset_has(all, cpu))
		cpu = vml_cpuset_next(set, cpu + 1);
	return cpu;
}

/* Return the numbers in both sets as chcpu accepts them: "4,6,7". Sets ret_n to their number. */
static const char *list_common(
	vml_context *ctx, const vml_cpuset *a, const vml_cpuset *b, unsigned int *ret_n)
{
	vml_string_builder text = { 0 };

	*ret_n = 0;
	for (unsigned int cpu = vml_cpuset_next(a, 0); cpu < VML_CPUSET_MAX;
		cpu = vml_cpuset_next(a, cpu + 1))
		if (vml_cpuset_has(b, cpu))
			vml_append(ctx, &text, "%s%u", (*ret_n)++ ? "," : "", cpu);
	return text.text ? text.text : "";
}

static const char *subject(vml_context *ctx, const xmlNode *pin)
{
	if (vml_named(pin, "vcpupin"))
		return vml_format(ctx, "vCPU %s is pinned to", vml_attr(pin, "@vcpu"));
	if (vml_named(pin, "iothreadpin"))
		return vml_format(ctx, "I/O thread %s is pinned to", vml_attr(pin, "@iothread"));
	return vml_named(pin, "emulatorpin") ? "the emulator is pinned to"
					     : "the vCPUs are restricted to";
}

/*
 * Check the CPUs in @cpuset of `pin` (`wanted`) against those of the host (`all`). If no wanted CPU
 * is online, the kernel rejects the set. Otherwise it ignores absent CPUs, unless a cgroup also
 * restricts the thread: then the guest may fail to start.
 */
static void check_cpus(
	vml_context *ctx, const xmlNode *pin, const vml_cpuset *wanted, const vml_cpuset *all)
{
	const vml_cpuset *online = vml_host_online_cpus(vml_host_of(ctx));
	const char *which = subject(ctx, pin), *plural = vml_cpuset_count(wanted) > 1 ? "s" : "";
	vml_finding *finding;
	unsigned int n;

	if (!vml_cpuset_meet(wanted, all)) {
		vml_report_attr(ctx, pin, "cpuset",
			"%s CPU%s %s, but the host has %u CPUs: the guest does not start", which,
			plural, vml_attr(pin, "@cpuset"), vml_cpuset_count(all));
	} else if (online && !vml_cpuset_meet(wanted, online)) {
		const char *present = list_common(ctx, wanted, all, &n);

		vml_remedy(vml_report_attr(ctx, pin, "cpuset",
				   "%s CPU%s %s, which %s offline: the guest does not start", which,
				   plural, vml_attr(pin, "@cpuset"), *plural ? "are" : "is"),
			"Enable the CPU%s on the host with 'chcpu -e %s', or choose CPUs that are "
			"online.",
			n > 1 ? "s" : "", present);
	} else if (!all_in(wanted, all)) {
		finding = vml_report_attr(ctx, pin, "cpuset",
			"%s CPUs %s, but the host has no CPU %u: the guest may fail to start",
			which, vml_attr(pin, "@cpuset"), first_absent(wanted, all));
		vml_lower_severity(finding, VML_WARNING);
	}
}

/* Return true if the cpuset of <vcpu> has no effect: numad chooses, or each vCPU has a <vcpupin>. */
static bool is_replaced(const vml_context *ctx, const xmlNode *vcpu)
{
	const xmlNode *tune = vml_child(vml_parent(vcpu), "cputune");

	return vml_attr_is(vcpu, "@placement", "auto") ||
		vml_count(tune, "vcpupin") >= vml_facts_of(ctx)->vcpus;
}

static void absent_cpu(vml_context *ctx, xmlNode *pin)
{
	const vml_cpuset *all = vml_host_cpus(vml_host_of(ctx));
	vml_cpuset wanted;

	if (!all || !vml_cpuset_parse(vml_attr(pin, "@cpuset"), &wanted) ||
		(vml_named(pin, "vcpu") && is_replaced(ctx, pin)))
		return;
	check_cpus(ctx, pin, &wanted, all);
}

/* Report the first NUMA node in `nodes` ("0,2-3") that the host lacks. */
static void absent_node(vml_context *ctx, const xmlNode *memory, const char *nodes)
{
	const vml_host *host = vml_host_of(ctx);
	vml_cpuset wanted;
	size_t n;

	if (!vml_host_cells(host, &n) || !vml_cpuset_parse(nodes, &wanted))
		return;
	for (unsigned int node = vml_cpuset_next(&wanted, 0); node < VML_CPUSET_MAX;
		node = vml_cpuset_next(&wanted, node + 1))
		if (!vml_host_cell_by_id(host, node)) {
			vml_remedy(vml_report_attr(ctx, memory, "nodeset",
					   "memory is bound to NUMA node %u, but the host has %zu "
					   "node%s: the guest does not start",
					   node, n, n == 1 ? "" : "s"),
				"Choose nodes of the host ('virsh freecell --all'), or remove this "
				"element: the host then chooses them.");
			return;
		}
}

static void absent(vml_context *ctx, xmlNode *node)
{
	if (vml_has_attr(node, "@cpuset"))
		absent_cpu(ctx, node);
	else if (vml_named(node, "nodemask"))
		absent_node(ctx, node, vml_text(ctx, node));
	else if (vml_has_attr(node, "@nodeset") && !vml_attr_is(node, "@placement", "auto"))
		absent_node(ctx, node, vml_attr(node, "@nodeset"));
}

const vml_rule vml_rules_host_pinning[] = {
	{
		.id = "host-pinning-absent",
		.summary = "domain is pinned to CPUs or NUMA nodes that the host does not have",
		.why = "libvirt binds the threads and the memory of the guest before it starts, and "
		       "refuses to start the guest if that fails. The numbers of CPUs and nodes "
		       "are those of one host model: they rarely fit another one.",
		.remedy = "Choose CPUs of the host ('virsh nodeinfo', 'lscpu'), or remove the "
			  "pinning: the host then chooses them.",
		.url = "https://libvirt.org/formatdomain.html#cpu-tuning",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST_NODE,
		.unless = VML_WHEN_LIVE,
		.each = "vcpu|cputune/vcpupin|cputune/emulatorpin|cputune/iothreadpin|"
			"numatune/memory|numatune/memnode|devices/memory/source/nodemask",
		.check = absent,
	},
	{ 0 },
};
