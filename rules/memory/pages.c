/* Sizes of huge pages that libvirt rejects: virDomainHugepagesParseXML(), virDomainDefMemtuneValidate(). */
#include <vmlint/refusal.h>

/*
 * Parse @nodeset of a <page>. Returns false if the page size applies to all memory: @nodeset is
 * missing, or is '0' and the guest has no NUMA cells.
 */
static bool nodes_of(vml_context *ctx, const xmlNode *page, vml_cpuset *ret)
{
	return vml_cpuset_parse(vml_attr(page, "@nodeset"), ret) &&
		!(vml_lacks_cells(ctx, page) && vml_cpuset_next(ret, 1) == VML_CPUSET_MAX);
}

/* Return the <page> before `page`. libvirt reads the pages in all <hugepages> as one list. */
static const xmlNode *page_before(const xmlNode *page)
{
	const xmlNode *list = vml_parent(page);

	for (const xmlNode *it = page->prev; it; it = it->prev)
		if (it->type == XML_ELEMENT_NODE && vml_named(it, "page"))
			return it;
	for (list = list->prev; list; list = list->prev)
		if (list->type == XML_ELEMENT_NODE && vml_named(list, "hugepages"))
			for (const xmlNode *it = list->last; it; it = it->prev)
				if (it->type == XML_ELEMENT_NODE && vml_named(it, "page"))
					return it;
	return NULL;
}

static bool is_second_default(vml_context *ctx, const xmlNode *page)
{
	vml_cpuset nodes;

	if (vml_has_attr(page, "@nodeset") && !vml_attr_is(page, "@nodeset", "0"))
		return false;
	if (nodes_of(ctx, page, &nodes))
		return false;
	for (const xmlNode *it = page_before(page); it; it = page_before(it)) {
		if (!vml_has_attr(it, "@nodeset") ||
			(vml_attr_is(it, "@nodeset", "0") && !nodes_of(ctx, it, &nodes)))
			return true;
	}
	return false;
}

static bool is_overlapping(vml_context *ctx, const xmlNode *page)
{
	vml_cpuset mine, other;

	if (!nodes_of(ctx, page, &mine))
		return false;
	for (const xmlNode *it = page_before(page); it; it = page_before(it)) {
		if (nodes_of(ctx, it, &other) && vml_cpuset_meet(&mine, &other))
			return true;
	}
	return false;
}

static bool is_no_cell(vml_context *ctx, const xmlNode *page)
{
	unsigned int cells = vml_numa_cells(ctx);
	vml_cpuset nodes;

	/* libvirt adds cell 0 if memory can be hotplugged */
	if (!cells && vml_child(vml_facts_of(ctx)->domain, "maxMemory"))
		cells = 1;
	return nodes_of(ctx, page, &nodes) && vml_cpuset_next(&nodes, cells) < VML_CPUSET_MAX;
}

static bool is_no_set(vml_context *ctx, const xmlNode *page)
{
	vml_cpuset nodes;

	(void)ctx;
	return !vml_cpuset_parse(vml_attr(page, "@nodeset"), &nodes);
}

static const vml_refusal rows[] = {
	{ .terms = { VML_HAS("@nodeset"), VML_CALL(is_no_set) },
		.at = "@nodeset",
		.message = "nodeset '{value}' is not a valid list of NUMA cells",
		.remedy = "List at least one cell of the guest, such as nodeset='0-1', or remove "
			  "nodeset." },
	{ .terms = { VML_IS("@size", "0") },
		.at = "@size",
		.message = "the size of huge pages is 0",
		.remedy = "Set a size that the host has, such as size='2' unit='MiB'." },
	{ .terms = { VML_CALL(is_second_default) },
		.message = "a second size of huge pages is set for all memory",
		.remedy = "Remove this <page>, or set its nodeset to NUMA cells of the guest." },
	{ .terms = { VML_HAS("@nodeset"), VML_CALL(is_overlapping) },
		.at = "@nodeset",
		.message = "two sizes of huge pages are set for the same NUMA cell",
		.remedy = "Remove the cell from the nodeset of one of the <page> elements." },
	{ .terms = { VML_HAS("@nodeset"), VML_CALL(is_no_cell) },
		.at = "@nodeset",
		.message =
			"nodeset='{value}' of huge pages contains a NUMA cell that does not exist",
		.remedy = "Use the ids of the guest's cells in <cpu><numa>, or remove nodeset." },
	{ 0 },
};

const vml_rule vml_rules_memory_pages[] = {
	{
		.id = "memory-pages-rejected",
		.summary = "size of huge pages that libvirt rejects",
		.why = "Each <page> sets the size of the huge pages for some NUMA cells of the guest, "
		       "or for all if it has no nodeset. libvirt rejects the whole domain if a "
		       "cell has two sizes or does not exist.",
		.remedy = "Set one size for each cell, and at most one <page> without nodeset.",
		.url = "https://libvirt.org/formatdomain.html#memory-backing",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "memoryBacking/hugepages/page",
		.refusals = rows,
	},
	{ 0 },
};
