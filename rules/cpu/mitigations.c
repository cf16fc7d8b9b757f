/* CPU models from before 2018, which lack the flags against Spectre and MDS. */
#include <vmlint/rule.h>

#include <string.h>

/*
 * Models without spec-ctrl (on AMD: ibpb), and the first version of each model in QEMU that
 * includes this flag (0: no version does). QEMU, docs/system/cpu-models-x86.rst.inc: variants -IBRS
 * include spec-ctrl, variants -IBPB include ibpb; all other flags "must be explicitly turned on"
 * for each model.
 */
static const struct family {
	const char *name;
	bool amd;
	char fixed_since;
} families[] = {
	{ "core2duo", false, 0 },
	{ "Conroe", false, 0 },
	{ "Penryn", false, 0 },
	{ "Nehalem", false, '2' },
	{ "Westmere", false, '2' },
	{ "SandyBridge", false, '2' },
	{ "IvyBridge", false, '2' },
	{ "Haswell", false, '3' },
	{ "Broadwell", false, '3' },
	{ "Skylake-Client", false, '2' },
	{ "Skylake-Server", false, '2' },
	{ "Opteron_G1", true, 0 },
	{ "Opteron_G2", true, 0 },
	{ "Opteron_G3", true, 0 },
	{ "Opteron_G4", true, 0 },
	{ "Opteron_G5", true, 0 },
	{ "EPYC", true, '2' },
};

/*
 * Return the family of a model or variant, such as "Haswell-noTSX-IBRS" or "Haswell-v4"; or NULL.
 */
static const struct family *family_of(const char *model)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
		const char *rest = model + strlen(families[i].name);

		if (vml_starts_with(model, families[i].name) &&
			(vml_one_of(rest, "|-noTSX|-IBRS|-noTSX-IBRS|-IBPB") ||
				(vml_starts_with(rest, "-v") && rest[2] && !rest[3])))
			return &families[i];
	}
	return NULL;
}

static bool is_fixed(const struct family *family, const char *model)
{
	const char *dash = strrchr(model, '-');

	if (vml_ends_with_nocase(model, "-IBRS") || vml_ends_with_nocase(model, "-IBPB"))
		return true;
	return family->fixed_since && dash && dash[1] == 'v' && dash[2] >= family->fixed_since;
}

/*
 * Return true if <cpu> lists one of the flags, even if turned off: that is a decision of the admin.
 */
static bool lists(const xmlNode *cpu, const char *flags)
{
	vml_each_child (feature, cpu, "feature")
		if (vml_one_of(vml_attr(feature, "@name"), flags))
			return true;
	return false;
}

/* Set the remedy. flags: the missing flags, as part of a sentence. */
static void advise(vml_finding *finding, const char *flags)
{
	static const char change[] =
		"Sets mode='host-model': at its next cold start, the guest gets each flag "
		"that this host has; saved states and memory snapshots keep the old CPU. "
		"The protection costs some speed. For a guest that migrates between "
		"different hosts, keep the model instead and add";

	if (strchr(flags, ' '))
		vml_remedy(finding,
			"%s <feature policy='require' name='FLAG'/> for each of %s that all hosts "
			"have.",
			change, flags);
	else
		vml_remedy(finding,
			"%s <feature policy='require' name='%s'/> if all hosts have this flag.",
			change, flags);
}

static vml_finding *check_intel(vml_context *ctx, const xmlNode *cpu, const char *model, bool fixed)
{
	static const char *const missing[][2] = { { "ssbd and md-clear", "Spectre v4 and MDS" },
		{ "md-clear", "MDS" }, { "ssbd", "Spectre v4" } };
	static const char *const others[] = { ", ssbd and md-clear", " and md-clear", " and ssbd",
		"" };
	const xmlNode *at = vml_child(cpu, "model");
	bool ssbd = lists(cpu, "ssbd"), mds = lists(cpu, "md-clear|mds-no");
	vml_finding *finding;

	if (!fixed && !lists(cpu, "spec-ctrl")) {
		finding = vml_report(ctx, at,
			"CPU model %s lacks the flag%s spec-ctrl%s: the guest cannot use the host's "
			"protection against Spectre%s",
			model, ssbd && mds ? "" : "s", others[ssbd + 2 * mds],
			mds ? "" : " and MDS");
		advise(finding, vml_format(ctx, "spec-ctrl%s", others[ssbd + 2 * mds]));
		return finding;
	}
	if (ssbd && mds)
		return NULL;
	finding = vml_report(ctx, at,
		"CPU model %s lacks %s: the guest cannot use the host's protection against %s",
		model, missing[ssbd + 2 * mds][0], missing[ssbd + 2 * mds][1]);
	advise(finding, missing[ssbd + 2 * mds][0]);
	/* if one of the two is listed, the other was probably omitted because of its speed cost */
	if (ssbd || mds)
		vml_lower_severity(finding, VML_INFO);
	return finding;
}

static vml_finding *check_amd(vml_context *ctx, const xmlNode *cpu, const char *model, bool fixed)
{
	const xmlNode *at = vml_child(cpu, "model");
	bool ssbd = lists(cpu, "virt-ssbd|amd-ssbd|ssbd");
	vml_finding *finding;

	if (!fixed && !lists(cpu, "ibpb")) {
		finding = vml_report(ctx, at,
			"CPU model %s lacks ibpb%s: the guest cannot use the host's protection "
			"against Spectre",
			model, ssbd ? "" : " and virt-ssbd");
		advise(finding, ssbd ? "ibpb" : "ibpb and virt-ssbd");
		return finding;
	}
	if (ssbd)
		return NULL;
	finding = vml_report(ctx, at,
		"CPU model %s has neither virt-ssbd nor amd-ssbd: the guest cannot use the host's "
		"protection against Spectre v4",
		model);
	advise(finding, "virt-ssbd");
	vml_lower_severity(finding, VML_INFO);
	return finding;
}

static void mitigations(vml_context *ctx, xmlNode *cpu)
{
	const char *model = vml_text(ctx, vml_child(cpu, "model"));
	const struct family *family = family_of(model);
	vml_finding *finding;

	if (!family || vml_cpu_follows_host(ctx))
		return;
	if (family->amd)
		finding = check_amd(ctx, cpu, model, is_fixed(family, model));
	else
		finding = check_intel(ctx, cpu, model, is_fixed(family, model));
	if (!finding)
		return;
	if (vml_guest_is_old(ctx))
		vml_lower_severity(finding, VML_INFO);
	vml_fix_cpu_mode(ctx, finding, "host-model");
}

const vml_rule vml_rules_cpu_mitigations[] = {
	{
		.id = "cpu-mitigations-missing",
		.summary = "CPU model without the flags against Spectre and MDS",
		.why = "Since 2018 microcode updates give processors the features that a kernel "
		       "needs against Spectre, Spectre v4 and MDS. The CPUID flags spec-ctrl "
		       "(AMD: ibpb), ssbd and md-clear announce them to the guest. Old CPU models "
		       "have none of these flags, models with -IBRS or -IBPB only the first. The "
		       "guest then uses software alone and reports \"Vulnerable\" in "
		       "/sys/devices/system/cpu/vulnerabilities. Its programs may read each "
		       "other's memory, although the host is protected.",
		.remedy = "Sets mode='host-model': at its next cold start, the guest gets "
			  "each flag that this host has; saved states and memory snapshots "
			  "keep the old CPU. The protection costs some speed. For a guest "
			  "that migrates between different hosts, keep the model instead and "
			  "add <feature policy='require' name='FLAG'/> for each missing flag "
			  "that all hosts have.",
		.url = "https://www.qemu.org/docs/master/system/qemu-cpu-models.html",
		.severity = VML_WARNING,
		.category = VML_SECURITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_KVM | VML_WHEN_X86,
		.unless = VML_WHEN_FOREIGN_CPU,
		.each = "cpu",
		.check = mitigations,
	},
	{ 0 },
};
