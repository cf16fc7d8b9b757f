/* Shared guest memory, which other processes can map: detection and fix. */
#include <vmlint/rule.h>

#include <string.h>

static bool is_shared(const vml_context *ctx)
{
	const xmlNode *domain = vml_facts_of(ctx)->domain;
	const char *access = vml_attr(domain, "memoryBacking/access/@mode");

	if (!vml_find(domain, "cpu/numa/cell"))
		return !strcmp(access, "shared");
	vml_each_child (cell, vml_find(domain, "cpu/numa"), "cell") {
		const char *own = vml_attr(cell, "@memAccess");

		if (strcmp(*own ? own : access, "shared") != 0)
			return false;
	}
	return true;
}

static bool is_private(const xmlNode *cell)
{
	return *vml_attr(cell, "@memAccess") && !vml_attr_is(cell, "@memAccess", "shared");
}

static bool has_private_cell(const vml_context *ctx)
{
	vml_each_child (cell, vml_find(vml_facts_of(ctx)->domain, "cpu/numa"), "cell")
		if (is_private(cell))
			return true;
	return false;
}

bool vml_memory_is_shared(const vml_context *ctx)
{
	return vml_cached(ctx, is_shared);
}

bool vml_cells_refuse_sharing(const vml_context *ctx)
{
	return vml_cached(ctx, has_private_cell);
}

static void share_cells(vml_finding *finding, const xmlNode *numa)
{
	vml_each_child (cell, numa, "cell")
		if (is_private(cell))
			vml_fix_set(finding, cell, "memAccess", "shared");
}

void vml_fix_share_memory(const vml_context *ctx, vml_finding *finding)
{
	const xmlNode *domain = vml_facts_of(ctx)->domain;
	const xmlNode *backing = vml_child(domain, "memoryBacking");
	const xmlNode *source = vml_child(backing, "source"),
		      *access = vml_child(backing, "access");
	bool shareable = vml_one_of(vml_attr(source, "@type"), "file|memfd") ||
		vml_child(backing, "hugepages");

	if (vml_cells_refuse_sharing(ctx))
		share_cells(finding, vml_find(domain, "cpu/numa"));
	if (!backing) {
		const xmlNode *current = vml_child(domain, "currentMemory");

		vml_fix_add(finding, domain, current ? current : vml_child(domain, "memory"),
			"<memoryBacking><source type='memfd'/><access mode='shared'/></memoryBacking>");
		return;
	}
	if (!shareable && source)
		vml_fix_set(finding, source, "type", "memfd");
	else if (!shareable)
		vml_fix_add(finding, backing, NULL, "<source type='memfd'/>");
	if (access)
		vml_fix_set(finding, access, "mode", "shared");
	else
		vml_fix_add(finding, backing, NULL, "<access mode='shared'/>");
}
