/* CPU models and features that libvirt rejects: virCPUDefParseXML(), qemuValidateDomainDefCpu(). */
#include <vmlint/refusal.h>

#include <string.h>

enum { VENDOR_ID_LEN = 12 };

static bool is_bad_vendor_id(vml_context *ctx, const xmlNode *model)
{
	const char *id = vml_attr(model, "@vendor_id");

	(void)ctx;
	return strlen(id) != VENDOR_ID_LEN || strchr(id, ',');
}

/* Return true if the feature is an SVE vector length (Arm), and the feature sve is turned off. */
static bool lacks_sve(vml_context *ctx, const xmlNode *feature)
{
	const char *name = vml_attr(feature, "@name");

	(void)ctx;
	if (!vml_starts_with(name, "sve") || !strcmp(name, "sve"))
		return false;
	vml_each_child (it, vml_parent(feature), "feature")
		if (vml_attr_is(it, "@name", "sve"))
			return vml_one_of(vml_attr(it, "@policy"), "disable|forbid");
	return false;
}

/*
 * Return true if the number of vCPUs at boot is not a multiple of the threads per core: pseries adds
 * and removes only whole cores. Returns false if <vcpus> sets the state of each vCPU: this overrides
 * the number in <vcpu>.
 */
static bool is_part_of_core(vml_context *ctx, const xmlNode *topology)
{
	uint64_t threads;

	return vml_vcpus_known(ctx) && vml_number(vml_attr(topology, "@threads"), &threads) &&
		threads && vml_facts_of(ctx)->vcpus_now % threads &&
		!vml_child(vml_facts_of(ctx)->domain, "vcpus");
}

static const vml_refusal rows[] = {
	{ .on = "cpu",
		.terms = { VML_HAS("@migratable"),
			VML_IS_NOT("@mode", "host-passthrough|maximum") },
		.at = "@migratable",
		.message = "migratable is set, but the CPU mode is neither host-passthrough nor "
			   "maximum",
		.remedy = "Removes the attribute migratable: a guest with another CPU mode is "
			  "migratable.",
		.fix = "unset @migratable" },
	{ .on = "cpu",
		.terms = { VML_HAS("feature"), VML_EMPTY("model/."),
			VML_IS_NOT("@mode", "host-model|host-passthrough|maximum") },
		.message = "CPU features are listed without a <model>",
		.remedy = "Add <model>, or set mode='host-model' to use the host's model." },
	{ .on = "cpu",
		/*
		 * skip QEMU: its driver first sets a missing model to QEMU's default, and then
		 * accepts @check
		 */
		.unless = VML_WHEN_QEMU,
		.terms = { VML_HAS("@check"), VML_EMPTY("model/."),
			VML_IS_NOT("@mode", "host-model|host-passthrough|maximum") },
		.at = "@check",
		.message = "check is set, but there is no <model> to check",
		.remedy = "Removes the attribute check. Alternative: add <model>.",
		.fix = "unset @check" },
	{ .on = "vendor",
		.terms = { VML_EMPTY("../model/."), VML_IS_NOT(".", "|") },
		.message = "the <vendor> of the CPU is set without a <model>",
		.remedy = "Removes <vendor>. Alternative: add <model>.",
		.fix = "remove ." },
	{ .on = "model",
		.terms = { VML_HAS("@vendor_id"),
			VML_IS_NOT("../@mode", "host-passthrough|maximum"),
			VML_CALL(is_bad_vendor_id) },
		.at = "@vendor_id",
		.message = "vendor_id '{value}' must have 12 characters and no comma",
		.remedy = "Use the vendor_id of a real CPU, such as GenuineIntel or "
			  "AuthenticAMD." },
	{ .on = "feature",
		.terms = { VML_REPEATED("@name") },
		.at = "@name",
		.message = "the CPU feature {value} is listed twice",
		.remedy = "Keep one <feature> of this name." },
	{ .on = "feature",
		.when = VML_WHEN_QEMU,
		.unless = VML_WHEN_X86,
		.terms = { VML_CALL(lacks_sve) },
		.at = "@name",
		.message = "the SVE vector length {value} is set, but the feature sve is off",
		.remedy =
			"Set policy='require' for the feature sve, or remove the vector lengths." },
	{ .on = "topology",
		.when = VML_WHEN_QEMU | VML_WHEN_PSERIES,
		.terms = { VML_CALL(is_part_of_core) },
		.message = "the vCPUs at boot are not a multiple of the threads of a core",
		.remedy = "Set the attribute current of <vcpu> to a multiple of threads." },
	{ 0 },
};

const vml_rule vml_rules_cpu_rejected[] = {
	{
		.id = "cpu-rejected",
		.summary = "CPU setting that libvirt rejects",
		.why = "Which settings of <cpu> can be combined depends on its mode and on the "
		       "architecture. libvirt rejects the whole domain if they contradict each "
		       "other.",
		.remedy = "Removes the part that libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#cpu-model-and-topology",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "cpu|cpu/vendor|cpu/model|cpu/feature|cpu/topology",
		.refusals = rows,
	},
	{ 0 },
};
