/* Guest NUMA cells: each vCPU must be in one cell, and their memory must match <memory>. */
#include <vmlint/rule.h>

/* Return the first vCPU that is in no cell; `vcpus` if there is none. */
static unsigned int first_missing(const vml_cpuset *placed, unsigned int vcpus)
{
	unsigned int vcpu = 0;

	while (vcpu < vcpus && vml_cpuset_has(placed, vcpu))
		vcpu++;
	return vcpu;
}

static void check_cpus(vml_context *ctx, const xmlNode *numa)
{
	unsigned int vcpus = vml_facts_of(ctx)->vcpus, missing;
	vml_cpuset placed = { 0 };
	vml_finding *finding;

	vml_each_child (cell, numa, "cell") {
		const char *cpus = vml_attr(cell, "@cpus");
		vml_cpuset set;

		if (!vml_cpuset_parse(cpus, &set))
			continue; /* a cell may have memory only */
		if (vml_cpuset_next(&set, vcpus) < VML_CPUSET_MAX)
			vml_remedy(vml_report_attr(ctx, cell, "cpus",
					   "cell has vCPUs %s, but the guest only has vCPUs 0-%u: "
					   "libvirt refuses to define the domain",
					   cpus, vcpus - 1),
				"List only vCPUs from 0 to %u in cpus, or raise <vcpu>.",
				vcpus - 1);
		if (vml_cpuset_meet(&set, &placed))
			vml_remedy(vml_report_attr(ctx, cell, "cpus",
					   "cell has cpus='%s', but another cell has some of these "
					   "vCPUs: libvirt refuses to define the domain",
					   cpus),
				"List each vCPU in the cpus of one <cell> only.");
		for (size_t i = 0; i < VML_CPUSET_MAX / 64; i++)
			placed.words[i] |= set.words[i];
	}
	missing = first_missing(&placed, vcpus);
	/*
	 * skip a single cell: libvirt adds all vCPUs to it, whether or not it lists them. oVirt
	 * does not list those that it may hotplug
	 */
	if (missing == vcpus || vml_count(numa, "cell") == 1)
		return;
	finding = vml_report(ctx, numa,
		"vCPU %u is in no cell: libvirt silently adds vCPUs without a cell to cell 0",
		missing);
	vml_remedy(finding,
		"List every vCPU from 0 to %u, including those for hot-plugging, in the cpus of a "
		"<cell>.",
		vcpus - 1);
	vml_lower_severity(
		finding, missing < vml_facts_of(ctx)->vcpus_now ? VML_WARNING : VML_INFO);
}

static void check_memory(vml_context *ctx, const xmlNode *numa)
{
	const vml_facts *facts = vml_facts_of(ctx);
	uint64_t sum = 0, bytes, mib = (uint64_t)1 << 20;

	/*
	 * skip domains with memory devices: <memory> includes these, the amounts of the cells do
	 * not
	 */
	if (!facts->memory || vml_device(ctx, "memory"))
		return;
	vml_each_child (cell, numa, "cell") {
		if (!vml_amount(vml_attr(cell, "@memory"), vml_attr(cell, "@unit"), &bytes))
			return;
		sum += bytes;
	}
	/* tolerate 1 MiB: the amounts of cells are written by users and often rounded */
	if (sum && (sum > facts->memory + mib || facts->memory > sum + mib)) {
		vml_finding *finding = vml_report(ctx, numa,
			"cells have %llu MiB in total, but <memory> is %llu MiB: libvirt uses the "
			"sum of the cells",
			(unsigned long long)(sum / mib), (unsigned long long)(facts->memory / mib));

		vml_remedy(finding,
			"Change the memory of the cells so that it adds up to <memory>, or set <memory> "
			"to the sum.");
		vml_lower_severity(finding, VML_WARNING);
	}
}

static void cells(vml_context *ctx, xmlNode *numa)
{
	/* libvirt reads only the first <numa> */
	if (!vml_child(numa, "cell") || vml_sibling_index(numa) > 1)
		return;
	if (vml_vcpus_known(ctx))
		check_cpus(ctx, numa);
	check_memory(ctx, numa);
}

const vml_rule vml_rules_numa_cells[] = {
	{
		.id = "numa-cells-inconsistent",
		.summary = "guest NUMA cells do not match the guest's vCPUs and memory",
		.why = "Each vCPU belongs in one <cell>, and the memory of all cells is the "
		       "guest's memory. libvirt adds vCPUs without a cell to cell 0, so that "
		       "cell is overloaded and pinning by cell is wrong. It replaces <memory> by "
		       "the sum of the cells, so the guest silently gets less or more than "
		       "requested. If a vCPU is in two cells or does not exist, libvirt refuses "
		       "the definition.",
		.remedy = "List every vCPU, including those for hot-plugging, in exactly one cell: "
			  "the numbers from 0 to <vcpu> minus one. The memory of all cells must "
			  "sum to <memory>. The guest may see another topology.",
		.url = "https://libvirt.org/formatdomain.html#cpu-model-and-topology",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "cpu/numa",
		.check = cells,
	},
	{ 0 },
};
