/* Memory of a guest whose vCPUs are pinned. */
#include <vmlint/rule.h>

static const uint64_t WORTH_IT = (uint64_t)8 << 30;

/* Return true if each vCPU is pinned, which determines on which NUMA nodes of the host it runs. */
static bool is_pinned(vml_context *ctx)
{
	const vml_facts *facts = vml_facts_of(ctx);
	vml_cpuset pinned = { 0 };

	vml_each_child (pin, vml_child(facts->domain, "cputune"), "vcpupin") {
		uint64_t vcpu;

		if (vml_number(vml_attr(pin, "@vcpu"), &vcpu) && vcpu < VML_CPUSET_MAX)
			vml_cpuset_add(&pinned, (unsigned int)vcpu);
	}
	return vml_vcpus_known(ctx) && vml_cpuset_count(&pinned) >= facts->vcpus_now;
}

/*
 * Return true if the guest has its host CPUs for itself: huge pages or hint-dedicated are a sign of
 * it.
 */
static bool is_dedicated(const xmlNode *domain)
{
	return vml_find(domain, "memoryBacking/hugepages") ||
		vml_attr_is(domain, "features/kvm/hint-dedicated/@state", "on");
}

static void missing(vml_context *ctx, xmlNode *cputune)
{
	const vml_facts *facts = vml_facts_of(ctx);

	if (vml_child(facts->domain, "numatune") || facts->memory < WORTH_IT ||
		!is_dedicated(facts->domain) || !is_pinned(ctx))
		return;
	vml_report(ctx, cputune,
		"all vCPUs are pinned, but the guest's memory is not: on a host with several NUMA "
		"nodes it may be on another node, which is slower");
}

const vml_rule vml_rules_numa_tune[] = {
	{
		.id = "numa-tune-missing",
		.summary = "pinned, dedicated guest without <numatune>",
		.why = "Pinned vCPUs stay on their NUMA node, but nothing keeps the guest's "
		       "memory there: huge pages are taken from any node that has free ones, and "
		       "other pages from the node of the thread that first uses them. Each "
		       "access to another node's memory takes about twice as long.",
		.remedy = "Add <numatune><memory mode='strict' nodeset='N'/></numatune> with the "
			  "node of the pinned CPUs (virsh capabilities, or lscpu). Reserve huge "
			  "pages on that node. If its memory runs out, the kernel may kill QEMU. "
			  "A guest on several nodes needs one NUMA cell and one <memnode> for "
			  "each. Hosts with one node need nothing.",
		.url = "https://libvirt.org/formatdomain.html#numa-node-tuning",
		.severity = VML_INFO,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_KVM,
		.each = "cputune",
		.check = missing,
	},
	{ 0 }
};
