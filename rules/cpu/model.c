/* CPU models that hide features of the host's processor from the guest. */
#include <vmlint/rule.h>

#include <stdlib.h>
#include <string.h>

/* Models of QEMU below x86-64-v2, from docs/system/cpu-models-x86-abi.csv. */
static const char below_v2[] =
	"486|pentium|pentium2|pentium3|coreduo|core2duo|n270|athlon|phenom|qemu32|qemu64|kvm32|kvm64|"
	"cpu64-rhel5|cpu64-rhel6|Conroe|Penryn|Opteron_G1|Opteron_G2|Opteron_G3";
static const char below_v3[] =
	"Nehalem|Westmere|SandyBridge|IvyBridge|Opteron_G4|Opteron_G5|Denverton|Snowridge";

/* Models that libvirt and QEMU use by default, and similar generic ones. */
static const char defaults[] = "qemu64|qemu32|kvm64|kvm32|cpu64-rhel5|cpu64-rhel6";

/* Return the model's name without the suffix "-IBRS" or a version such as "-v2". */
static const char *family_of(vml_context *ctx, const char *model)
{
	size_t len = strlen(model);
	const char *dash = strrchr(model, '-');

	if (vml_ends_with_nocase(model, "-IBRS"))
		len -= strlen("-IBRS");
	else if (dash && dash[1] == 'v' && dash[2] >= '1' && dash[2] <= '9' && !dash[3])
		len -= 3;
	return model[len] ? vml_format(ctx, "%.*s", (int)len, model) : model;
}

static void arm_default(vml_context *ctx, xmlNode *domain, xmlNode *cpu)
{
	vml_finding *finding = vml_report(ctx, cpu ? cpu : domain,
		"the guest has no CPU model: QEMU uses the machine's default (cortex-a15), which "
		"KVM cannot run");

	vml_remedy(finding,
		"Sets mode='host-passthrough', as Arm guests need under KVM. Live migration then "
		"works only between hosts with the same CPU.");
	vml_fix_cpu_mode(ctx, finding, "host-passthrough");
}

static void by_default(vml_context *ctx, xmlNode *domain)
{
	const vml_facts *facts = vml_facts_of(ctx);
	xmlNode *cpu = vml_child(domain, "cpu");
	const char *model = vml_text(ctx, vml_child(cpu, "model"));
	vml_finding *finding;

	if (vml_cpu_follows_host(ctx))
		return;
	if (!*model && !strcmp(facts->arch, "aarch64") && !strcmp(facts->type, "kvm") &&
		facts->board == VML_BOARD_VIRT) {
		arm_default(ctx, domain, cpu);
		return;
	}
	if (!(facts->gates & VML_WHEN_X86))
		return;
	if (!*model)
		finding = vml_report(ctx, cpu ? cpu : domain,
			"the guest has no CPU model: QEMU's default hides AES-NI, AVX and the "
			"Spectre controls of the host");
	else if (vml_one_of(family_of(ctx, model), defaults))
		finding = vml_report(ctx, vml_child(cpu, "model"),
			"CPU model %s is a generic default: it hides AES-NI, AVX and the Spectre "
			"controls of the host",
			model);
	else
		return;
	if (vml_guest_is_old(ctx))
		vml_lower_severity(finding, VML_INFO);
	vml_fix_cpu_mode(ctx, finding, "host-model");
}

static bool has_feature(const xmlNode *cpu, const char *name)
{
	vml_each_child (feature, cpu, "feature")
		if (vml_attr_is(feature, "@name", name))
			return !vml_one_of(vml_attr(feature, "@policy"), "disable|forbid");
	return false;
}

/* Return the x86-64 level that the guest's distribution requires: 2, 3, or 0 if unknown. */
static unsigned int needed_level(const vml_context *ctx)
{
	static const char *const rebuilds[] = { "http://redhat.com/rhel/",
		"http://centos.org/centos-stream/", "http://rockylinux.org/rocky/",
		"http://oracle.com/ol/", "http://almalinux.org/almalinux/",
		"http://cclinux.org/circle/", "http://miraclelinux.com/miraclelinux/" };
	const char *id = vml_guest_id(ctx);

	/* Windows 11 24H2 and Server 2025 require SSE4.2 and POPCNT, which are part of x86-64-v2 */
	if (vml_one_of(id, "http://microsoft.com/win/11|http://microsoft.com/win/2k25"))
		return 2;
	for (size_t i = 0; i < sizeof(rebuilds) / sizeof(*rebuilds); i++) {
		unsigned long major;

		if (!vml_starts_with(id, rebuilds[i]))
			continue;
		major = strtoul(id + strlen(rebuilds[i]), NULL, 10);
		if (major < 9)
			return 0;
		/* AlmaLinux 10 is also available for level 2 */
		return major == 9 || strstr(id, "almalinux") ? 2 : 3;
	}
	return 0;
}

/* Return the x86-64 level of a model; <feature> elements of `cpu` can raise it. */
static unsigned int level_of(vml_context *ctx, const xmlNode *cpu, const char *model)
{
	const char *family = family_of(ctx, model);

	if (has_feature(cpu, "avx2") && has_feature(cpu, "bmi2"))
		return 3;
	if (vml_one_of(family, below_v2))
		return has_feature(cpu, "sse4.2") && has_feature(cpu, "popcnt") ? 2 : 1;
	return vml_one_of(family, below_v3) ? 2 : 3;
}

static void baseline(vml_context *ctx, xmlNode *domain)
{
	const vml_facts *facts = vml_facts_of(ctx);
	bool tcg = facts->gates & VML_WHEN_TCG;
	xmlNode *cpu = vml_child(domain, "cpu"), *at = vml_child(cpu, "model");
	const char *named = vml_text(ctx, at), *model = *named ? named : "qemu64";
	const char *name = vml_guest_called(ctx, "the guest");
	unsigned int needed = needed_level(ctx), level;
	vml_finding *finding;

	if (vml_cpu_follows_host(ctx) || strcmp(facts->arch, "x86_64") != 0)
		return;
	level = level_of(ctx, cpu, model);
	if (vml_ends_with_nocase(vml_guest_id(ctx), "/win/11"))
		name = vml_format(ctx, "%s from version 24H2 on", name);
	if (needed && level < needed) {
		finding = vml_report(ctx, at ? at : cpu,
			vml_guest_windows_nt(ctx)
				? "CPU model %s%s lacks SSE4.2 and POPCNT (x86-64-v%u): %s does "
				  "not boot"
				: "CPU model %s%s lacks instructions of x86-64-v%u: %s panics at boot",
			model, *named ? "" : " (QEMU's default)", needed, name);
		/* the version is unknown: Windows 11 before 24H2 still boots, unlike Server 2025 */
		if (vml_ends_with_nocase(vml_guest_id(ctx), "/win/11"))
			vml_lower_severity(finding, VML_WARNING);
	} else if (!*vml_guest_id(ctx) && level < 2 && *named && !tcg &&
		!vml_one_of(family_of(ctx, named), defaults) && !vml_guest_is_old(ctx)) {
		finding = vml_report(ctx, at,
			"CPU model %s is below x86-64-v2: RHEL 9 and its rebuilds do not boot on "
			"it",
			model);
		vml_lower_severity(finding, VML_INFO);
	} else {
		return;
	}
	if (tcg)
		vml_remedy(finding,
			"Sets mode='maximum': from its next cold start on, the guest gets "
			"all instructions that QEMU emulates; saved states and memory "
			"snapshots keep the old CPU.");
	else
		vml_remedy(finding,
			"Sets mode='host-model': from its next cold start on, the guest "
			"gets the instructions of this host; saved states and memory "
			"snapshots keep the old CPU. To migrate between different hosts, "
			"set the model %s instead.",
			needed > 2 ? "Haswell-noTSX-IBRS (Intel) or EPYC-IBPB (AMD)" : "Nehalem");
	vml_fix_cpu_mode(ctx, finding, tcg ? "maximum" : "host-model");
}

const vml_rule vml_rules_cpu_model[] = {
	{
		.id = "cpu-model-default",
		.summary = "guest has QEMU's generic default CPU instead of the host's",
		.why = "qemu64 and kvm64 describe a processor of about 2004. On them a guest "
		       "does encryption without AES-NI, checksums and compression without AVX, "
		       "and it has none of the controls against Spectre, Meltdown and MDS that "
		       "the host's microcode offers. QEMU strongly discourages these models. "
		       "libvirt writes qemu64 into every x86 domain without a CPU, so the model "
		       "is rarely chosen on purpose.",
		.remedy = "Sets mode='host-model': libvirt selects what this host's CPU "
			  "supports, and the guest can migrate to hosts that support the "
			  "same. The guest gets another CPU at its next cold start, and "
			  "Windows may have to be reactivated; saved states and memory "
			  "snapshots keep the old CPU. In a cluster of different hosts, set "
			  "the CPU model of the oldest host instead.",
		.url = "https://www.qemu.org/docs/master/system/qemu-cpu-models.html",
		.severity = VML_WARNING,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_KVM,
		.unless = VML_WHEN_FOREIGN_CPU,
		.each = ".",
		.check = by_default,
	},
	{
		.id = "cpu-model-baseline",
		.summary =
			"CPU model lacks instructions that the guest's distribution needs to boot",
		.why = "RHEL 9, CentOS Stream 9, Rocky, Oracle and AlmaLinux 9 are compiled for "
		       "x86-64-v2 (SSE4.2, POPCNT), the RHEL 10 generation for x86-64-v3 (AVX2, "
		       "BMI2). Windows 11 24H2 and Server 2025 need SSE4.2 and POPCNT. Without "
		       "them Windows stops at its logo. In Linux, glibc aborts (\"Fatal glibc "
		       "error: CPU does not support x86-64-v2\") and the kernel panics. Nehalem "
		       "is the oldest model with v2, Haswell the oldest with v3.",
		.remedy = "Sets mode='host-model' (under software emulation "
			  "mode='maximum'). The guest sees another CPU at its next cold "
			  "start; saved states and memory snapshots keep the old one. To "
			  "migrate between different hosts, name a model instead: Nehalem "
			  "for v2, Haswell-noTSX-IBRS or EPYC-IBPB for v3.",
		.url = "https://www.qemu.org/docs/master/system/i386/cpu.html",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU | VML_WHEN_X86,
		.unless = VML_WHEN_FOREIGN_CPU,
		.each = ".",
		.check = baseline,
	},
	{ 0 },
};
