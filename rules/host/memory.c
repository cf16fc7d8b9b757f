/* Memory and huge pages that the host does not have. */
#include <vmlint/host.h>

enum { DEFAULT_PAGE_KIB = 2048 };

static const char *amount(vml_context *ctx, uint64_t bytes)
{
	static const struct {
		const char *unit;
		unsigned int shift;
	} units[] = { { "GiB", 30 }, { "MiB", 20 } };

	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (bytes >> units[i].shift)
			return vml_format(ctx, "%.4g %s",
				(double)bytes / (double)(UINT64_C(1) << units[i].shift),
				units[i].unit);
	return vml_format(ctx, "%llu KiB", (unsigned long long)bytes >> 10);
}

/*
 * Return the memory, in bytes, of the guest's NUMA cells whose ids are in `nodes` ("0-1,3"). If
 * `nodes` is "", return all memory of the guest.
 */
static uint64_t memory_of(vml_context *ctx, const char *nodes)
{
	const xmlNode *numa = vml_find(vml_facts_of(ctx)->domain, "cpu/numa");
	uint64_t sum = 0;
	vml_cpuset set;

	if (!*nodes)
		return vml_facts_of(ctx)->memory;
	if (!vml_cpuset_parse(nodes, &set))
		return 0;
	vml_each_child (cell, numa, "cell") {
		uint64_t bytes;

		if (vml_cpuset_has(&set, (unsigned int)vml_cell_id(cell)) &&
			vml_amount(vml_attr(cell, "@memory"), vml_attr(cell, "@unit"), &bytes))
			sum += bytes;
	}
	return sum;
}

static void check_pages(vml_context *ctx, const xmlNode *node, uint64_t size, uint64_t memory)
{
	const vml_host *host = vml_host_of(ctx);
	const char *shown = amount(ctx, size);
	vml_finding *finding;
	vml_host_pages pages;
	vml_tristate has = vml_host_page_size(host, size, &pages);
	uint64_t wanted = (memory + size - 1) / size;

	if (has == VML_NO)
		vml_report(ctx, node,
			"memory uses huge pages of %s, which the host does not have: the guest "
			"does not start",
			shown);
	if (has != VML_YES || !wanted)
		return;
	if (pages.total < wanted)
		finding = vml_report(ctx, node,
			"memory needs %llu huge pages of %s, but the host has reserved %llu: the "
			"guest does not start",
			(unsigned long long)wanted, shown, (unsigned long long)pages.total);
	else if (pages.free < wanted && !(vml_facts_of(ctx)->gates & VML_WHEN_RUNNING)) {
		finding = vml_report(ctx, node,
			"memory needs %llu huge pages of %s, but %llu are free on the host: the "
			"guest may not start",
			(unsigned long long)wanted, shown, (unsigned long long)pages.free);
		/* a warning, because other guests may release theirs */
		vml_lower_severity(finding, VML_WARNING);
	} else
		return;
	vml_remedy(finding,
		"Reserve the missing pages on the host: 'virsh allocpages %llu N --add' adds N pages "
		"until the next boot; the kernel parameters hugepagesz= and hugepages= set the "
		"number at boot. Without <%s>, the guest uses ordinary memory.",
		(unsigned long long)size >> 10,
		vml_named(node, "pagesize") ? "pagesize" : "hugepages");
}

static void short_of_pages(vml_context *ctx, const xmlNode *hugepages)
{
	const xmlNode *page = vml_child(hugepages, "page");
	uint64_t size;

	/*
	 * without <page>, the default size of the host's kernel applies, which is known for x86
	 * only
	 */
	if (!page && vml_one_of(vml_facts_of(ctx)->arch, "x86_64|i686"))
		check_pages(ctx, hugepages, (uint64_t)DEFAULT_PAGE_KIB << 10,
			vml_facts_of(ctx)->memory);
	for (; page; page = vml_next(page))
		if (vml_amount(vml_attr(page, "@size"), vml_attr(page, "@unit"), &size) &&
			size > 4096)
			check_pages(ctx, page, size, memory_of(ctx, vml_attr(page, "@nodeset")));
}

/* Check the pages of a <memory> device: its <source> names their size. */
static void short_of_pages_for_device(vml_context *ctx, const xmlNode *device)
{
	const xmlNode *page = vml_find(device, "source/pagesize");
	const xmlNode *wanted = vml_find(device, "target/size");
	uint64_t size, memory;

	if (vml_amount(vml_text(ctx, page), vml_attr(page, "@unit"), &size) && size > 4096 &&
		vml_amount(vml_text(ctx, wanted), vml_attr(wanted, "@unit"), &memory))
		check_pages(ctx, page, size, memory);
}

static void check_hugepages(vml_context *ctx, xmlNode *node)
{
	if (vml_named(node, "memory"))
		short_of_pages_for_device(ctx, node);
	else
		short_of_pages(ctx, node);
}

/*
 * Return the memory, in bytes, of the host's NUMA nodes to which a strict <numatune> binds the
 * guest; 0 if it is not bound, or if the memory of a node is unknown.
 */
static uint64_t bound_memory(const vml_context *ctx, const xmlNode *tune)
{
	const xmlNode *memory = vml_child(tune, "memory");
	uint64_t sum = 0;
	vml_cpuset nodes;

	if (!vml_one_of(vml_attr(memory, "@mode"), "|strict") || !memory ||
		!vml_cpuset_parse(vml_attr(memory, "@nodeset"), &nodes))
		return 0;
	for (unsigned int node = vml_cpuset_next(&nodes, 0); node < VML_CPUSET_MAX;
		node = vml_cpuset_next(&nodes, node + 1)) {
		const vml_host_cell *cell = vml_host_cell_by_id(vml_host_of(ctx), node);

		if (!cell || !cell->memory)
			return 0;
		sum += cell->memory;
	}
	return sum;
}

static void short_of_memory(vml_context *ctx, xmlNode *memory)
{
	const xmlNode *domain = vml_facts_of(ctx)->domain;
	uint64_t wanted = vml_facts_of(ctx)->memory, has = vml_host_memory(vml_host_of(ctx));
	uint64_t bound = bound_memory(ctx, vml_child(domain, "numatune"));
	vml_finding *finding;

	if (has && wanted > has) {
		const xmlNode *locked = vml_find(domain, "memoryBacking/locked");

		finding = vml_report(ctx, memory,
			"the guest has %s of memory%s, but the host has %s: the guest does not start%s",
			amount(ctx, wanted), locked ? ", which is locked" : "", amount(ctx, has),
			locked ? "" : ", or is slow because it uses swap space");
		/* a warning, because the profile does not have the size of swap space */
		if (!locked)
			vml_lower_severity(finding, VML_WARNING);
	} else if (bound && bound < has && wanted > bound) {
		finding = vml_report(ctx, memory,
			"the guest has %s of memory, but the NUMA nodes to which it is bound have "
			"%s: the host may kill the guest",
			amount(ctx, wanted), amount(ctx, bound));
		vml_remedy(finding,
			"Bind the memory to more nodes in <numatune>, or lower <memory> and "
			"<currentMemory>.");
		vml_lower_severity(finding, VML_WARNING);
	}
}

const vml_rule vml_rules_host_memory[] = {
	{
		.id = "host-hugepages-short",
		.summary = "host has too few huge pages, or none of the required size",
		.why = "Huge pages are reserved on the host before a guest can use them. QEMU cannot "
		       "allocate the memory of the guest if there are too few.",
		.remedy = "Use a page size that 'virsh freepages --all' lists, and reserve pages "
			  "at boot with the kernel parameters hugepagesz= and hugepages=: the host "
			  "cannot use them for anything else.",
		.url = "https://libvirt.org/formatdomain.html#memory-backing",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST_NODE,
		.unless = VML_WHEN_LIVE,
		.each = "memoryBacking/hugepages|devices/memory",
		.check = check_hugepages,
	},
	{
		.id = "host-memory-short",
		.summary = "guest has more memory than the host, or than its NUMA nodes",
		.why = "By default, Linux refuses an allocation that exceeds memory and swap space. "
		       "A guest that fits only with swap space is slow, and a guest that uses up "
		       "the memory of its NUMA nodes is killed.",
		.remedy =
			"Lower <memory> and <currentMemory>, or run the guest on a host with more "
			"memory.",
		.url = "https://libvirt.org/formatdomain.html#memory-allocation",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST_NODE,
		.unless = VML_WHEN_LIVE,
		.each = "memory",
		.check = short_of_memory,
	},
	{ 0 },
};
