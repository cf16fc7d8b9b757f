/*
 * Features that exist on other architectures or boards only: qemuValidateDomainDefFeatures(),
 * qemuValidateDomainDefPSeriesFeature(), qemuValidateDomainDef().
 */
#include <vmlint/refusal.h>

static bool is_not_arm_virt(vml_context *ctx, const xmlNode *feature)
{
	(void)feature;
	return *vml_facts_of(ctx)->arch && !vml_is_arm_virt(ctx);
}

static bool is_not_riscv_virt(vml_context *ctx, const xmlNode *feature)
{
	const vml_facts *facts = vml_facts_of(ctx);

	(void)feature;
	return *facts->arch &&
		!(facts->gates & VML_WHEN_VIRT && vml_starts_with(facts->arch, "riscv"));
}

static bool has_hpt_setting(vml_context *ctx, const xmlNode *hpt)
{
	(void)ctx;
	return vml_has_attr(hpt, "@resizing") || vml_child(hpt, "maxpagesize");
}

#define NOT_PSERIES .unless = VML_WHEN_PSERIES
#define ARCH_KNOWN VML_IS_NOT("$arch", "|")

static const vml_refusal rows[] = {
	{ .on = "hpt",
		NOT_PSERIES,
		.terms = { ARCH_KNOWN, VML_CALL(has_hpt_setting) },
		.message = "only pseries guests have the feature hpt",
		.fix = "remove ." },
	{ .on = "htm",
		NOT_PSERIES,
		.terms = { ARCH_KNOWN },
		.message = "only pseries guests have the feature htm",
		.fix = "remove ." },
	{ .on = "nested-hv",
		NOT_PSERIES,
		.terms = { ARCH_KNOWN },
		.message = "only pseries guests have the feature nested-hv",
		.fix = "remove ." },
	{ .on = "ccf-assist",
		NOT_PSERIES,
		.terms = { ARCH_KNOWN },
		.message = "only pseries guests have the feature ccf-assist",
		.fix = "remove ." },
	{ .on = "cfpc",
		NOT_PSERIES,
		.terms = { ARCH_KNOWN, VML_HAS("@value") },
		.message = "only pseries guests have the feature cfpc",
		.fix = "remove ." },
	{ .on = "sbbc",
		NOT_PSERIES,
		.terms = { ARCH_KNOWN, VML_HAS("@value") },
		.message = "only pseries guests have the feature sbbc",
		.fix = "remove ." },
	{ .on = "ibs",
		NOT_PSERIES,
		.terms = { ARCH_KNOWN, VML_HAS("@value") },
		.message = "only pseries guests have the feature ibs",
		.fix = "remove ." },
	{ .on = "gic",
		.terms = { VML_CALL(is_not_arm_virt) },
		.message = "only virt boards of Arm have an interrupt controller <gic>",
		.remedy = "Removes <gic>, which the guest cannot have.",
		.fix = "remove ." },
	{ .on = "ras",
		.since = VML_RELEASE(10, 4),
		.terms = { VML_CALL(is_not_arm_virt) },
		.message = "only virt boards of Arm have the feature ras",
		.fix = "remove ." },
	{ .on = "aia",
		.since = VML_RELEASE(11, 1),
		.terms = { VML_HAS("@value"), VML_CALL(is_not_riscv_virt) },
		.message = "only virt boards of RISC-V have the feature aia",
		.fix = "remove ." },
	{ .on = "ioapic",
		.terms = { VML_NOT_X86, VML_HAS("@driver") },
		.message = "only x86 guests have an <ioapic>",
		.remedy = "Removes <ioapic>, which the guest cannot have.",
		.fix = "remove ." },
	{ .on = "apic",
		.terms = { VML_NOT_X86, VML_HAS("@eoi") },
		.at = "@eoi",
		.message = "only x86 guests have the paravirtual EOI of <apic>",
		.remedy = "Removes the attribute eoi.",
		.fix = "unset @eoi" },
	{ .on = "pvspinlock",
		.terms = { VML_NOT_X86 },
		.message = "only x86 guests have the feature pvspinlock",
		.fix = "remove ." },
	{ .on = "vmport",
		.terms = { VML_NOT_X86 },
		.message = "only x86 guests have the feature vmport",
		.fix = "remove ." },
	{ .on = "ps2",
		.since = VML_RELEASE(10, 7),
		.terms = { VML_NOT_X86 },
		.message = "only x86 guests have the feature ps2",
		.fix = "remove ." },
	{ .on = "hyperv",
		.terms = { VML_NOT_X86, VML_CALL(is_not_arm_virt) },
		.message = "only x86 guests and virt boards of Arm have Hyper-V enlightenments",
		.remedy = "Removes <hyperv>, which the guest cannot have.",
		.fix = "remove ." },
	{ .on = "pmu",
		.terms = { VML_IS("$arch", "ppc64|ppc64le"), VML_IS("@state", "off") },
		.message = "the PMU is always on with ppc64",
		.remedy = "Removes <pmu>: the guest always has the PMU.",
		.fix = "remove ." },
	{ .on = "suspend-to-mem",
		.terms = { VML_NOT_X86, VML_HAS("@enabled") },
		.message = "only x86 guests have the sleep states of <pm>",
		.remedy = "Removes the element, which the guest cannot have.",
		.fix = "remove ." },
	{ .on = "suspend-to-disk",
		.terms = { VML_NOT_X86, VML_HAS("@enabled") },
		.message = "only x86 guests have the sleep states of <pm>",
		.remedy = "Removes the element, which the guest cannot have.",
		.fix = "remove ." },
	{ 0 },
};

const vml_rule vml_rules_features_arch[] = {
	{
		.id = "features-other-arch",
		.summary = "feature of another architecture or board",
		.why = "Many features exist on one architecture or board only: elsewhere "
		       "libvirt rejects the whole domain. This often happens when a "
		       "document is adapted from one architecture to another.",
		.remedy = "Removes the feature, which the guest cannot have.",
		.url = "https://libvirt.org/formatdomain.html#hypervisor-features",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_QEMU,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "features/hpt|features/htm|features/nested-hv|features/ccf-assist|"
			"features/cfpc|features/sbbc|features/ibs|features/gic|features/ras|"
			"features/aia|features/ioapic|features/apic|features/pvspinlock|"
			"features/vmport|features/ps2|features/hyperv|features/pmu|"
			"pm/suspend-to-mem|pm/suspend-to-disk",
		.refusals = rows,
	},
	{ 0 },
};
