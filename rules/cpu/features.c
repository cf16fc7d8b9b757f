/* Single CPU features that a named model lacks or should not have. */
#include <vmlint/rule.h>

#include <string.h>

/* Return the <feature> with this name, or NULL. */
static xmlNode *find_feature(const xmlNode *cpu, const char *name)
{
	vml_each_child (feature, cpu, "feature")
		if (vml_attr_is(feature, "@name", name))
			return feature;
	return NULL;
}

/*
 * PCID: Intel processors have it since Westmere, but QEMU's models only since Haswell (target/i386,
 * builtin_x86_defs). Models in this list can be combined with the feature.
 */
static void pcid(vml_context *ctx, xmlNode *cpu)
{
	static const char models[] = "Westmere|Westmere-IBRS|Westmere-v1|Westmere-v2|SandyBridge|"
				     "SandyBridge-IBRS|SandyBridge-v1|SandyBridge-v2|IvyBridge|"
				     "IvyBridge-IBRS|IvyBridge-v1|IvyBridge-v2";
	const char *model = vml_text(ctx, vml_child(cpu, "model"));
	const char *mode = vml_attr(cpu, "@mode");
	vml_finding *finding;

	if ((*mode && strcmp(mode, "custom")) || !vml_one_of(model, models) ||
		find_feature(cpu, "pcid") || vml_guest_is_old(ctx))
		return;
	finding = vml_report(ctx, vml_child(cpu, "model"),
		"CPU model %s has no pcid: the guest's protection against Meltdown flushes the "
		"TLB at each system call, which is slow",
		model);
	vml_fix_add(finding, cpu, NULL, "<feature policy='require' name='pcid'/>");
}

static bool is_amd(const xmlNode *cpu, const char *model)
{
	return vml_starts_with(model, "EPYC") || vml_starts_with(model, "Opteron") ||
		vml_text_is(vml_child(cpu, "vendor"), "AMD") ||
		vml_text_is(vml_child(cpu, "vendor"), "Hygon");
}

static void arch_capabilities(vml_context *ctx, xmlNode *cpu)
{
	xmlNode *feature = find_feature(cpu, "arch-capabilities");
	vml_finding *finding;

	if (!feature || vml_one_of(vml_attr(feature, "@policy"), "disable|forbid") ||
		!is_amd(cpu, vml_text(ctx, vml_child(cpu, "model"))))
		return;
	finding = vml_report(ctx, feature,
		"arch-capabilities is on for an AMD CPU, which does not have it: %s may crash",
		vml_guest_called(ctx, "Windows"));
	vml_fix_remove(finding, feature);
}

const vml_rule vml_rules_cpu_features[] = {
	{
		.id = "cpu-pcid-missing",
		.summary = "CPU model without pcid, which the host's processor has",
		.why = "The protection against Meltdown switches page tables at each system "
		       "call. With PCID the TLB keeps its entries; without it they are flushed, "
		       "which costs programs with many system calls up to a third of their "
		       "speed. All Intel processors since Westmere have PCID, but QEMU's models "
		       "Westmere, SandyBridge and IvyBridge do not.",
		.remedy = "Adds the feature. The guest sees another CPU at its next cold "
			  "start; saved states and memory snapshots keep the old one. All "
			  "hosts that the guest can migrate to need the feature.",
		.url = "https://www.qemu.org/docs/master/system/qemu-cpu-models.html",
		.severity = VML_INFO,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_KVM | VML_WHEN_X86,
		.unless = VML_WHEN_FOREIGN_CPU,
		.each = "cpu",
		.check = pcid,
	},
	{
		.id = "cpu-arch-capabilities",
		.summary = "arch-capabilities on an AMD CPU with a Windows guest",
		.why = "The MSR arch-capabilities exists on Intel processors only; KVM "
		       "emulates it on AMD. Recent Windows, such as Server 2025, may crash "
		       "when it reads it. QEMU 10.1 no longer enables it on AMD by default. "
		       "But libvirt before 12.5 may have added it to host-model CPUs: "
		       "migrated guests and copied live XML keep it.",
		.remedy = "Removes the feature. The guest sees another CPU at its next cold "
			  "start; saved states and memory snapshots keep the old one.",
		.url = "https://libvirt.org/news.html",
		.severity = VML_WARNING,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_KVM | VML_WHEN_X86 | VML_WHEN_WINDOWS,
		.unless = VML_WHEN_FOREIGN_CPU,
		.each = "cpu",
		.check = arch_capabilities,
	},
	{ 0 }
};
