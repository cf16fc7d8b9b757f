/* Numbers of vCPUs that the machine type cannot have. */
#include <vmlint/rule.h>

/*
 * Maximum of vCPUs without extended interrupt mode (EIM) of an IOMMU, and maximum of the newest
 * q35.
 */
enum { MOST_WITHOUT_EIM = 255, MOST_OF_Q35 = 4096 };

/*
 * Return the greatest number of vCPUs of an x86 machine type, from QEMU's lists of machine types
 * in libvirt's tests/qemucapabilitiesdata (6.2 to 10.0); 0 if unknown.
 */
static unsigned int most_vcpus(const vml_context *ctx)
{
	const vml_facts *facts = vml_facts_of(ctx);
	unsigned int version = facts->version;

	if (facts->board == VML_BOARD_PC)
		return 255;
	if (facts->board != VML_BOARD_Q35 || facts->distro_machine)
		return 0;
	if (version ? version >= VML_RELEASE(9, 0) : vml_qemu_is(ctx, VML_RELEASE(9, 0)))
		return MOST_OF_Q35;
	return (version ? version >= VML_RELEASE(8, 1) : vml_qemu_is(ctx, VML_RELEASE(8, 1))) ? 1024
											      : 288;
}

static bool has_eim(const vml_context *ctx)
{
	return vml_attr_is(vml_device(ctx, "iommu"), "driver/@eim", "on");
}

static void limit(vml_context *ctx, xmlNode *vcpu)
{
	const vml_facts *facts = vml_facts_of(ctx);
	unsigned int most = most_vcpus(ctx);
	vml_finding *finding;

	if (!vml_vcpus_known(ctx) || !most)
		return;
	if (facts->vcpus > most) {
		finding = vml_report(ctx, vcpu,
			"the guest has %u vCPUs, but machine type %s supports at most %u: libvirt "
			"rejects the domain",
			facts->vcpus, *facts->machine ? facts->machine : "pc", most);
		if (most >= MOST_OF_Q35)
			vml_remedy(finding, "Set <vcpu> to at most %u.", most);
		else if (facts->board == VML_BOARD_Q35)
			vml_remedy(finding,
				"Set <vcpu> to at most %u, or set the newest machine type "
				"of q35. The guest then sees another mainboard; saved "
				"states and memory snapshots keep the old one.",
				most);
	} else if (facts->vcpus > MOST_WITHOUT_EIM && !vml_libvirt_is(ctx, VML_RELEASE(10, 10)) &&
		!has_eim(ctx)) {
		finding = vml_report(ctx, vcpu,
			"the guest has %u vCPUs, which requires an IOMMU with eim='on': %s rejects "
			"the domain",
			facts->vcpus, vml_target_libvirt(ctx));
		vml_remedy(finding,
			"Add <iommu model='intel'><driver intremap='on' eim='on'/></iommu> and "
			"<ioapic driver='qemu'/> in <features>; libvirt 10.10 and later do it "
			"themselves.");
	}
}

const vml_rule vml_rules_cpu_limit[] = {
	{
		.id = "cpu-count-limit",
		.summary = "more vCPUs than the machine type supports",
		.why = "i440fx supports 255 vCPUs, q35 288 up to version 8.0, 1024 in 8.1 "
		       "and 8.2, and 4096 since 9.0: libvirt rejects larger guests. More "
		       "than 255 vCPUs also need an IOMMU with extended interrupt mode: "
		       "libvirt adds one since 10.10 (AMD: 12.2).",
		.remedy = "Lower the number in <vcpu>, or change the machine type to the "
			  "newest version of q35. The guest then sees another mainboard; "
			  "saved states and memory snapshots keep the old one.",
		.url = "https://libvirt.org/formatdomain.html#cpu-allocation",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_X86,
		.unless = VML_WHEN_LIVE,
		.each = "vcpu",
		.check = limit,
	},
	{ 0 }
};
