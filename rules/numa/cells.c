/* The guest's own NUMA cells: each vCPU in one of them, and as much memory as the guest has. */
#include <vmlint/rule.h>

/* The first vCPU that is in no cell, or `vcpus` where each is in one. */
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

	vml_each_child (cell, numa, "cell") {
		const char *cpus = vml_attr(cell, "@cpus");
		vml_cpuset set;

		if (!vml_cpuset_parse(cpus, &set))
			continue; /* a cell may be memory alone */
		if (vml_cpuset_next(&set, vcpus) < VML_CPUSET_MAX)
			vml_report_attr(ctx, cell, "cpus",
				"the cell has vCPUs %s, but the guest's %u are numbered 0 to %u: "
				"libvirt refuses to define it",
				cpus, vcpus, vcpus - 1);
		if (vml_cpuset_meet(&set, &placed))
			vml_report_attr(ctx, cell, "cpus",
				"a vCPU of %s is in another cell, too: libvirt refuses to define the "
				"guest",
				cpus);
		for (size_t i = 0; i < VML_CPUSET_MAX / 64; i++)
			placed.words[i] |= set.words[i];
	}
	missing = first_missing(&placed, vcpus);
	/* with one cell there is no other place to be, and oVirt leaves out what it may plug in */
	if (missing == vcpus || vml_count(numa, "cell") == 1)
		return;
	vml_lower_severity(
		vml_report(ctx, numa,
			"vCPU %u is in no cell: libvirt silently puts what is missing into cell 0",
			missing),
		missing < vml_facts_of(ctx)->vcpus_now ? VML_WARNING : VML_INFO);
}

static void check_memory(vml_context *ctx, const xmlNode *numa)
{
	const vml_facts *facts = vml_facts_of(ctx);
	uint64_t sum = 0, bytes, mib = (uint64_t)1 << 20;

	/* memory modules count in <memory>, but not in a cell */
	if (!facts->memory || vml_device(ctx, "memory"))
		return;
	vml_each_child (cell, numa, "cell") {
		if (!vml_amount(vml_attr(cell, "@memory"), vml_attr(cell, "@unit"), &bytes))
			return;
		sum += bytes;
	}
	/* cells are written by hand, often to the megabyte */
	if (sum && (sum > facts->memory + mib || facts->memory > sum + mib))
		vml_lower_severity(
			vml_report(ctx, numa,
				"the cells have %llu MiB together, but <memory> says %llu MiB: "
				"libvirt goes by the cells",
				(unsigned long long)(sum / mib),
				(unsigned long long)(facts->memory / mib)),
			VML_WARNING);
}

static void cells(vml_context *ctx, xmlNode *numa)
{
	if (!vml_child(numa, "cell"))
		return;
	if (vml_vcpus_known(ctx))
		check_cpus(ctx, numa);
	check_memory(ctx, numa);
}

const vml_rule vml_rules_numa_cells[] = {
	{
		.id = "numa-cells-inconsistent",
		.summary = "guest NUMA cells do not add up to the guest's CPUs and memory",
		.why = "Each vCPU belongs in one <cell>, and the cells' memory together is the guest's. "
		       "libvirt puts vCPUs that were left out into cell 0, so that cell gets more than "
		       "its share and the pinning behind it is wrong; and it overwrites <memory> by the "
		       "sum of the cells, so the guest silently gets less or more than was asked for. A "
		       "vCPU that is in two cells, or that does not exist, makes it refuse the "
		       "definition.",
		.remedy =
			"List every vCPU from 0 up to the number in <vcpu> minus one in one cell, the ones "
			"for hot-plugging included, and make the cells' memory add up to <memory>.",
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
