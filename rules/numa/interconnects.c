/* Latencies and bandwidths between guest NUMA cells that libvirt rejects: virDomainNumaDefValidate(). */
#include <vmlint/refusal.h>

static const xmlNode *cell_by_id(const vml_context *ctx, const char *text)
{
	uint64_t id;

	if (vml_number(text, &id))
		vml_each_child (cell, vml_find(vml_facts_of(ctx)->domain, "cpu/numa"), "cell")
			if (vml_cell_id(cell) == id)
				return cell;
	return NULL;
}

static bool is_no_initiator(vml_context *ctx, const xmlNode *link)
{
	return vml_is_no_cell(ctx, vml_attr(link, "@initiator"));
}

static bool is_no_target(vml_context *ctx, const xmlNode *link)
{
	return vml_is_no_cell(ctx, vml_attr(link, "@target"));
}

static bool lacks_vcpus(vml_context *ctx, const xmlNode *link)
{
	const xmlNode *cell = cell_by_id(ctx, vml_attr(link, "@initiator"));

	return cell && !vml_has_attr(cell, "@cpus");
}

static bool is_no_cache(vml_context *ctx, const xmlNode *link)
{
	const xmlNode *cell = cell_by_id(ctx, vml_attr(link, "@target"));
	uint64_t level, other;

	if (!cell || !vml_number(vml_attr(link, "@cache"), &level) || !level)
		return false;
	vml_each_child (cache, cell, "cache")
		if (vml_number(vml_attr(cache, "@level"), &other) && other == level)
			return false;
	return true;
}

/* Return true if an earlier entry describes the opposite direction, from target to initiator. */
static bool is_reverse(vml_context *ctx, const xmlNode *link)
{
	(void)ctx;
	if (vml_attr_is(link, "@target", vml_attr(link, "@initiator")))
		return false;
	for (const xmlNode *it = vml_first(vml_parent(link)); it && it != link;
		it = vml_sibling(it))
		if (vml_attr_is(it, "@initiator", vml_attr(link, "@target")) &&
			vml_attr_is(it, "@target", vml_attr(link, "@initiator")))
			return true;
	return false;
}

static const vml_refusal rows[] = {
	{ .terms = { VML_HAS("@initiator"), VML_CALL(is_no_initiator) },
		.at = "@initiator",
		.message = "the guest has no NUMA cell {value}",
		.remedy = "Use the id of an existing <cell>." },
	{ .terms = { VML_HAS("@target"), VML_CALL(is_no_target) },
		.at = "@target",
		.message = "the guest has no NUMA cell {value}",
		.remedy = "Use the id of an existing <cell>." },
	{ .terms = { VML_HAS("@initiator"), VML_CALL(lacks_vcpus) },
		.at = "@initiator",
		.message = "NUMA cell {value} has no vCPUs, so that it cannot access memory",
		.remedy = "Set initiator to a cell with vCPUs." },
	{ .terms = { VML_HAS("@cache"), VML_CALL(is_no_cache) },
		.at = "@cache",
		.message = "the target cell has no cache of level {value}",
		.remedy = "Add the <cache> to the cell, or remove the attribute cache." },
	{ .on = "latency",
		.terms = { VML_LACKS("@cache"), VML_REPEATED("@initiator|@target|@type") },
		.message = "another element sets the same latency between these NUMA cells",
		.remedy = "Keep one of the two elements." },
	{ .on = "latency",
		.terms = { VML_REPEATED("@initiator|@target|@type|@cache") },
		.message = "another element sets the same latency between these NUMA cells and for "
			   "this cache",
		.remedy = "Keep one of the two elements." },
	{ .on = "bandwidth",
		.terms = { VML_LACKS("@cache"), VML_REPEATED("@initiator|@target|@type") },
		.message = "another element sets the same bandwidth between these NUMA cells",
		.remedy = "Keep one of the two elements." },
	{ .on = "bandwidth",
		.terms = { VML_REPEATED("@initiator|@target|@type|@cache") },
		.message =
			"another element sets the same bandwidth between these NUMA cells and for "
			"this cache",
		.remedy = "Keep one of the two elements." },
	{ .terms = { VML_HAS("@initiator"), VML_CALL(is_reverse) },
		.message = "an earlier element sets a value for these NUMA cells with initiator "
			   "and target swapped",
		.remedy = "Remove this element: libvirt accepts one direction per pair of cells. "
			  "If no other element sets the same value, swap initiator and target "
			  "instead." },
	{ 0 },
};

const vml_rule vml_rules_numa_interconnects[] = {
	{
		.id = "numa-interconnects-rejected",
		.summary = "latency or bandwidth between guest NUMA cells that libvirt rejects",
		.why = "<interconnects> describes to the guest how fast its cells reach each "
		       "other's memory. Each pair of cells is set once, and the first cell must "
		       "have vCPUs. libvirt rejects the domain otherwise, or if a cell or cache "
		       "does not exist.",
		.remedy = "Each finding states how to correct the latency or bandwidth.",
		.url = "https://libvirt.org/formatdomain.html#guest-numa-topology",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "cpu/numa/interconnects/latency|cpu/numa/interconnects/bandwidth",
		.refusals = rows,
	},
	{ 0 },
};
