/*
 * Placement of memory on host NUMA nodes that libvirt rejects: virDomainNumatuneParseXML(),
 * virDomainNumatuneSet(), virDomainNumaDefValidate().
 */
#include <vmlint/refusal.h>

static bool is_no_cell(vml_context *ctx, const xmlNode *memnode)
{
	unsigned int cells = vml_numa_cells(ctx);
	uint64_t id;

	return cells && vml_number(vml_attr(memnode, "@cellid"), &id) && id >= cells;
}

/* Return true if numad chooses the nodes: libvirt then ignores @nodeset. */
static bool is_automatic(vml_context *ctx, const xmlNode *memnode)
{
	const xmlNode *domain = vml_facts_of(ctx)->domain;
	const xmlNode *memory = vml_child(vml_parent(memnode), "memory");

	if (vml_has_attr(memory, "@placement"))
		return vml_attr_is(memory, "@placement", "auto");
	if (memory && (!vml_has_attr(memory, "@mode") || vml_has_attr(memory, "@nodeset")))
		return false;
	return vml_attr_is(domain, "vcpu/@placement", "auto");
}

static bool is_static(vml_context *ctx, const xmlNode *memory)
{
	const xmlNode *domain = vml_facts_of(ctx)->domain;

	if (vml_has_attr(memory, "@placement"))
		return vml_attr_is(memory, "@placement", "static");
	return vml_has_attr(memory, "@mode") && !vml_attr_is(domain, "vcpu/@placement", "auto");
}

static bool is_empty_set(vml_context *ctx, const xmlNode *node)
{
	vml_cpuset set;

	(void)ctx;
	return !vml_cpuset_parse(vml_attr(node, "@nodeset"), &set);
}

static const vml_refusal rows[] = {
	{ .on = "memory",
		.terms = { VML_LACKS("@nodeset"), VML_CALL(is_static) },
		.message = "<numatune> has no nodeset, which static placement requires",
		.remedy = "Set nodeset to the host's NUMA nodes, or placement='auto' to let numad "
			  "choose them." },
	{ .on = "memory",
		.terms = { VML_HAS("@nodeset"), VML_CALL(is_empty_set) },
		.at = "@nodeset",
		.message = "nodeset '{value}' is not a valid list of NUMA nodes",
		.remedy = "List at least one NUMA node of the host, such as nodeset='0-1'." },
	{ .on = "memnode",
		.terms = { VML_HAS("@nodeset"), VML_CALL(is_empty_set) },
		.at = "@nodeset",
		.message = "nodeset '{value}' is not a valid list of NUMA nodes",
		.remedy = "List at least one NUMA node of the host, such as nodeset='0-1'." },
	{ .on = "memnode",
		.terms = { VML_CALL(is_automatic) },
		.message = "<memnode> sets the nodes of a guest cell, but numad chooses them all",
		.remedy =
			"Set placement='static' and nodeset in the <memory> of <numatune>, or remove "
			"<memnode>." },
	{ .on = "memnode",
		.terms = { VML_CALL(vml_lacks_cells) },
		.message = "<memnode> refers to a guest NUMA cell, but the guest has none",
		.remedy = "Removes <memnode>. Alternative: cells in <cpu><numa>.",
		.fix = "remove ." },
	{ .on = "memnode",
		.terms = { VML_CALL(is_no_cell) },
		.at = "@cellid",
		.message = "the guest has no NUMA cell {value}",
		.remedy = "Set cellid to a <cell> in <cpu><numa>, or remove <memnode>." },
	{ .on = "memnode",
		.terms = { VML_REPEATED("@cellid") },
		.at = "@cellid",
		.message = "there is another <memnode> for NUMA cell {value}",
		.remedy = "Keep one <memnode> for this cell." },
	{ .on = "memnode",
		.terms = { VML_IS("../memory/@mode", "restrictive"),
			VML_IS_NOT("@mode", "restrictive") },
		.message = "<memory> has mode='restrictive', so <memnode> must have it, too",
		.remedy = "Sets mode='restrictive'.",
		.fix = "set @mode=restrictive" },
	{ .on = "memnode",
		.since = VML_RELEASE(9, 4),
		.terms = { VML_IS("@mode", "restrictive"),
			VML_IS_NOT("../memory/@mode", "restrictive") },
		.at = "@mode",
		.message = "mode='restrictive' must be set in <memory>, too",
		.remedy = "Set this mode in <memory> and in each <memnode>, or in none." },
	{ 0 },
};

const vml_rule vml_rules_numa_rejected[] = {
	{
		.id = "numa-rejected",
		.summary = "placement on host NUMA nodes that libvirt rejects",
		.why = "<numatune> binds the guest's memory to NUMA nodes of the host: all of it "
		       "by <memory>, each cell of the guest by <memnode>. libvirt rejects the "
		       "whole domain if the two contradict each other or refer to cells that do "
		       "not exist.",
		.remedy = "Each finding states how to correct the element. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#numa-node-tuning",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "numatune/memory|numatune/memnode",
		.refusals = rows,
	},
	{ 0 },
};
