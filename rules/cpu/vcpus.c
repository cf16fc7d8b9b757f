/*
 * States of single vCPUs and numbers of vCPUs that libvirt rejects: virDomainVcpuParse(),
 * virDomainVcpuDefPostParse(), qemuDomainDefVcpusPostParse(), qemuValidateDomainVCpuTopology().
 */
#include <vmlint/refusal.h>

static uint64_t id_key(uint64_t id)
{
	return vml_hash_number(1, id);
}

static void index_ids(vml_context *ctx, vml_index *index)
{
	vml_each_child (vcpu, vml_child(vml_facts_of(ctx)->domain, "vcpus"), "vcpu") {
		uint64_t id;

		if (vml_number(vml_attr(vcpu, "@id"), &id))
			vml_index_add(index, id_key(id), vcpu);
	}
}

/* Return the <vcpu> with this id. NULL if it is not listed: it is then offline. */
static const xmlNode *vcpu_by_id(vml_context *ctx, uint64_t id)
{
	const vml_entry *entry = vml_index_find(ctx, index_ids, id_key(id));

	return entry ? entry->node : NULL;
}

/*
 * Return true if @hotpluggable is "yes". A missing attribute does not count as "yes": libvirt
 * checks vCPUs before it fills in the default.
 */
static bool is_hotpluggable(const xmlNode *vcpu)
{
	return vml_attr_is(vcpu, "@hotpluggable", "yes");
}

static bool stays(const xmlNode *vcpu)
{
	return vml_attr_is(vcpu, "@hotpluggable", "no");
}

static uint64_t order_of(const xmlNode *vcpu)
{
	uint64_t order = 0;

	vml_number(vml_attr(vcpu, "@order"), &order);
	return order;
}

static bool is_beyond(vml_context *ctx, const xmlNode *vcpu)
{
	uint64_t id;

	return vml_vcpus_known(ctx) && vml_number(vml_attr(vcpu, "@id"), &id) &&
		id >= vml_facts_of(ctx)->vcpus;
}

static bool is_first_missing(vml_context *ctx, const xmlNode *vcpus)
{
	(void)vcpus;
	return !vcpu_by_id(ctx, 0);
}

static bool is_order_mixed(vml_context *ctx, const xmlNode *vcpu)
{
	const xmlNode *first = vcpu_by_id(ctx, 0);

	return first && !vml_attr_is(vcpu, "@id", "0") && !order_of(vcpu) != !order_of(first);
}

static const xmlNode *vcpu_before(vml_context *ctx, const xmlNode *vcpu)
{
	uint64_t id;

	return vml_number(vml_attr(vcpu, "@id"), &id) && id ? vcpu_by_id(ctx, id - 1) : NULL;
}

static bool is_after_hotpluggable(vml_context *ctx, const xmlNode *vcpu)
{
	return stays(vcpu) && is_hotpluggable(vcpu_before(ctx, vcpu));
}

static bool is_disordered(vml_context *ctx, const xmlNode *vcpu)
{
	return stays(vcpu) && order_of(vcpu_before(ctx, vcpu)) > order_of(vcpu);
}

static const vml_refusal rows[] = {
	{ .on = "vcpu",
		.terms = { VML_HAS("@id"), VML_CALL(is_beyond) },
		.at = "@id",
		.message = "vCPU {value} does not exist, since the highest is one less than <vcpu>",
		.remedy = "Remove the entry, or raise the number in <vcpu>." },
	{ .on = "vcpu",
		.terms = { VML_IS("@enabled", "no"), VML_IS("@hotpluggable", "no") },
		.at = "@hotpluggable",
		.message = "a vCPU that is off at boot must be hotpluggable",
		.remedy = "Sets hotpluggable='yes', so that the vCPU can be switched on later.",
		.fix = "set @hotpluggable=yes" },
	{ .on = "vcpus",
		.when = VML_WHEN_QEMU,
		.terms = { VML_HAS("vcpu"), VML_CALL(is_first_missing) },
		.message = "vCPU 0 is not listed, so that it would be off at boot",
		.remedy = "Add <vcpu id='0' enabled='yes' hotpluggable='no'/>." },
	{ .on = "vcpu",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@id", "0"), VML_IS("@enabled", "no") },
		.at = "@enabled",
		.message = "vCPU 0 cannot be off at boot",
		.remedy = "Sets enabled='yes': the guest boots on vCPU 0.",
		.fix = "set @enabled=yes" },
	{ .on = "vcpu",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@id", "0"), VML_IS("@hotpluggable", "yes") },
		.at = "@hotpluggable",
		.message = "vCPU 0 cannot be hotpluggable",
		.remedy = "Sets hotpluggable='no': vCPU 0 is always present.",
		.fix = "set @hotpluggable=no" },
	{ .on = "vcpu",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@id", "0"), VML_ABOVE("@order", "1") },
		.at = "@order",
		.message = "vCPU 0 must be the first in the order",
		.remedy = "Set order='1' for vCPU 0, and higher numbers for the others." },
	{ .on = "vcpu",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@enabled", "yes"), VML_CALL(is_order_mixed) },
		.message = "an order is set for some vCPUs that are on at boot, but not for all",
		.remedy = "Set order for all of them, or for none." },
	{ .on = "vcpu",
		.when = VML_WHEN_QEMU,
		.terms = { VML_CALL(is_after_hotpluggable) },
		.message = "vCPUs that are not hotpluggable must come before those that are",
		.remedy = "Give the lowest ids to the vCPUs with hotpluggable='no'." },
	{ .on = "vcpu",
		.when = VML_WHEN_QEMU,
		.terms = { VML_HAS("@order"), VML_CALL(is_disordered) },
		.at = "@order",
		.message = "vCPUs that are not hotpluggable must be in ascending order",
		.remedy = "Set order so that it increases with id." },
	{ 0 },
};

const vml_rule vml_rules_cpu_vcpus[] = {
	{
		.id = "cpu-vcpus-rejected",
		.summary = "state of a single vCPU that libvirt rejects",
		.why = "<vcpus> sets which vCPUs are on at boot and which can be "
		       "hotplugged. vCPU 0 is always on, and vCPUs that are not "
		       "hotpluggable come before the others. libvirt rejects the "
		       "whole domain otherwise. vCPUs that are not listed are off.",
		.remedy =
			"Each finding states how to correct the state of the vCPU. The fix "
			"removes or changes only what libvirt rejects. Without <vcpus>, the attribute current of <vcpu> sets how "
			"many vCPUs are on.",
		.url = "https://libvirt.org/formatdomain.html#cpu-allocation",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "vcpus|vcpus/vcpu",
		.refusals = rows,
	},
	{ 0 },
};
