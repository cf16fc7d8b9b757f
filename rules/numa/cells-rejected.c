/*
 * Guest NUMA cells that libvirt rejects: virDomainNumaDefParseXML(),
 * virDomainNumaDefNodeDistanceParseXML(), virDomainNumaDefValidate().
 */
#include <vmlint/refusal.h>

enum { DISTANCE_LOCAL = 10, DISTANCE_UNREACHABLE = 255 };

static bool is_beyond(vml_context *ctx, const xmlNode *cell)
{
	return vml_is_no_cell(ctx, vml_attr(cell, "@id"));
}

static void index_cells(vml_context *ctx, vml_index *index)
{
	vml_each_child (cell, vml_find(vml_facts_of(ctx)->domain, "cpu/numa"), "cell")
		vml_index_add(index, vml_hash_number(0, vml_cell_id(cell)), cell);
}

/*
 * Return true if an earlier cell has the same number, and at least one of the two has no @id: its
 * number is then its index. Another row reports equal values of @id.
 */
static bool has_taken_number(vml_context *ctx, const xmlNode *cell)
{
	const vml_entry *first =
		vml_index_find(ctx, index_cells, vml_hash_number(0, vml_cell_id(cell)));

	return first && first->node != cell &&
		(!vml_has_attr(first->node, "@id") || !vml_has_attr(cell, "@id"));
}

static bool is_far_sibling(vml_context *ctx, const xmlNode *sibling)
{
	return vml_is_no_cell(ctx, vml_attr(sibling, "@id"));
}

static bool is_bad_distance(vml_context *ctx, const xmlNode *sibling)
{
	uint64_t value, id, own = vml_cell_id(vml_parent(vml_parent(sibling)));

	(void)ctx;
	if (!vml_number(vml_attr(sibling, "@value"), &value) ||
		!vml_number(vml_attr(sibling, "@id"), &id))
		return false;
	return value < DISTANCE_LOCAL || value > DISTANCE_UNREACHABLE ||
		(id == own) != (value == DISTANCE_LOCAL);
}

static bool is_same_level(vml_context *ctx, const xmlNode *cache)
{
	(void)ctx;
	vml_each_child (it, vml_parent(cache), "cache") {
		if (it == cache)
			return false;
		if (vml_same_number(it, cache, "@level"))
			return true;
	}
	return false;
}

static const vml_refusal rows[] = {
	{ .on = "numa",
		.terms = { VML_LACKS("cell") },
		.message = "<numa> has no cells",
		.remedy = "Removes <numa>. Alternative: a <cell> for each NUMA node of "
			  "the guest.",
		.fix = "remove ." },
	{ .on = "cell",
		.terms = { VML_HAS("@id"), VML_CALL(is_beyond) },
		.at = "@id",
		.message = "NUMA cell {value} is out of range, because cells are numbered from 0 "
			   "without gaps",
		.remedy = "Number the cells 0, 1, 2 and so on, in any order." },
	{ .on = "cell",
		.terms = { VML_REPEATED("@id") },
		.at = "@id",
		.message = "there is another NUMA cell {value}",
		.remedy = "Give each <cell> its own id." },
	{ .on = "cell",
		.terms = { VML_LATER("1"), VML_CALL(has_taken_number) },
		.message =
			"another NUMA cell has the same id, because a <cell> without id gets its "
			"position as id",
		.remedy = "Give each <cell> an id of its own." },
	{ .on = "distances",
		.terms = { VML_LACKS("sibling") },
		.message = "<distances> has no <sibling>",
		.remedy = "Removes <distances>.",
		.fix = "remove ." },
	{ .on = "sibling",
		.terms = { VML_CALL(is_far_sibling) },
		.at = "@id",
		.message = "the guest has no NUMA cell {value}",
		.remedy = "Use the ids of existing <cell> elements, each once." },
	{ .on = "sibling",
		.terms = { VML_CALL(is_bad_distance) },
		.at = "@value",
		.message = "distance {value} is invalid (valid: 10 within a cell, 11 to 255 "
			   "between cells)",
		.remedy = "Set 10 for the cell itself, 20 for a neighbour, and more for a cell "
			  "that is farther away." },
	{ .on = "cache",
		.terms = { VML_ABOVE("@level", "3") },
		.at = "@level",
		.message = "a NUMA cell can only have caches of level 1 to 3",
		.remedy = "Set a level from 1 to 3." },
	{ .on = "cache",
		.terms = { VML_CALL(is_same_level) },
		.at = "@level",
		.message = "the NUMA cell already has a cache of level {value}",
		.remedy = "Keep one <cache> per level." },
	{ 0 },
};

const vml_rule vml_rules_numa_cells_rejected[] = {
	{
		.id = "numa-cells-rejected",
		.summary = "guest NUMA cell, distance or cache that libvirt rejects",
		.why = "The cells in <numa> are numbered from 0 without gaps, and distances "
		       "refer to them by number. libvirt rejects the whole "
		       "domain if a number is wrong or used twice.",
		.remedy = "Each finding states how to correct the cell. The fix removes "
			  "or changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#guest-numa-topology",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "cpu/numa|cpu/numa/cell|cpu/numa/cell/distances|"
			"cpu/numa/cell/distances/sibling|cpu/numa/cell/cache",
		.refusals = rows,
	},
	{ 0 },
};
