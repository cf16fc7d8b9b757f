/* Memory hotplug without NUMA cells, which libvirt rejected before 9.6. */
#include <vmlint/rule.h>

/*
 * Checks of libvirt: qemuDomainDefValidateMemoryHotplug() and, since 9.6,
 * qemuDomainDefNumaAutoAdd().
 */
static void needs_cells(vml_context *ctx, xmlNode *max)
{
	const vml_facts *facts = vml_facts_of(ctx);
	unsigned int libvirt = facts->target.libvirt;
	const xmlNode *device = vml_device(ctx, "memory");
	vml_finding *finding;

	if (libvirt >= VML_RELEASE(9, 6) || vml_starts_with(facts->arch, "ppc64") ||
		vml_find(facts->domain, "cpu/numa/cell"))
		return;
	finding = vml_report(ctx, device ? device : max,
		"memory can be added, but the guest has no NUMA cells: libvirt before 9.6 rejects "
		"the domain");
	if (!libvirt)
		vml_lower_severity(finding, VML_WARNING);
}

const vml_rule vml_rules_memory_hotplug[] = {
	{
		.id = "memory-hotplug-numa",
		.summary = "memory hotplug without NUMA cells",
		.why = "QEMU describes hotplugged memory by NUMA nodes. libvirt 9.6 and later add "
		       "a cell with all vCPUs and memory; older releases, as in Debian 12 and "
		       "Ubuntu 22.04, reject <maxMemory> without a cell.",
		.remedy = "Add a <cell> with all vCPUs and the memory to <numa> in <cpu>, or use a "
			  "host with libvirt 9.6 or later.",
		.url = "https://libvirt.org/formatdomain.html#memory-allocation",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.unless = VML_WHEN_LIVE,
		.each = "maxMemory",
		.check = needs_cells,
	},
	{ 0 },
};
