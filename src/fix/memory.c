/* Guest memory that other processes may map: how it is said, and how it comes about. */
#include <vmlint/rule.h>

#include <string.h>

bool vml_memory_is_shared(const xmlNode *domain)
{
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

bool vml_cell_refuses_sharing(const xmlNode *cell)
{
	return *vml_attr(cell, "@memAccess") && !vml_attr_is(cell, "@memAccess", "shared");
}

void vml_fix_share_memory(vml_finding *finding, const xmlNode *domain)
{
	const xmlNode *backing = vml_child(domain, "memoryBacking");
	const xmlNode *source = vml_child(backing, "source"),
		      *access = vml_child(backing, "access");
	bool shareable = vml_one_of(vml_attr(source, "@type"), "file|memfd") ||
		vml_child(backing, "hugepages");

	vml_each_child (cell, vml_find(domain, "cpu/numa"), "cell")
		if (vml_cell_refuses_sharing(cell))
			vml_fix_set(finding, cell, "memAccess", "shared");
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
