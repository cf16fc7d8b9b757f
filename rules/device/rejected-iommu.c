/* IOMMUs that libvirt rejects. */
#include <vmlint/refusal.h>

static bool is_no_arm_virt(vml_context *ctx, const xmlNode *iommu)
{
	(void)iommu;
	return !vml_is_arm_virt(ctx);
}

/*
 * Return true if libvirt does not turn intremap on itself. It does since 10.10, if the attribute is
 * missing and the guest has more than 255 vCPUs (qemuDomainIOMMUDefPostParse()).
 */
static bool is_not_implied(vml_context *ctx, const xmlNode *iommu)
{
	return vml_has_attr(iommu, "driver/@intremap") || vml_facts_of(ctx)->vcpus <= 255 ||
		!vml_libvirt_is(ctx, VML_RELEASE(10, 10));
}

/* Return true if interrupt remapping can be on: the I/O APIC is QEMU's (rows on intremap below). */
static bool can_remap(vml_context *ctx, const xmlNode *iommu)
{
	const char *driver = vml_attr(vml_facts_of(ctx)->domain, "features/ioapic/@driver");

	(void)iommu;
	return vml_one_of(driver, "qemu") || (!*driver && vml_libvirt_is(ctx, VML_RELEASE(10, 10)));
}

static bool cannot_remap(vml_context *ctx, const xmlNode *iommu)
{
	return !can_remap(ctx, iommu);
}

/*
 * Checks of libvirt: virDomainIOMMUDefValidate(), virDomainDefIOMMUValidate(),
 * qemuValidateDomainDeviceDefIOMMU().
 */
static const vml_refusal rows[] = {
	{ .when = VML_WHEN_QEMU,
		.unless = VML_WHEN_Q35,
		.terms = { VML_IS("@model", "intel|amd"), VML_FILLED("$arch") },
		.at = "@model",
		.message = "only q35 machines have an IOMMU of model {value}",
		.remedy = "Remove the IOMMU, or use a q35 machine if the guest is x86." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@model", "smmuv3"), VML_FILLED("$arch"),
			VML_CALL(is_no_arm_virt) },
		.at = "@model",
		.message = "only virt machines of Arm have an IOMMU of model smmuv3",
		.remedy =
			"Remove the IOMMU. Alternative: model='intel' or 'virtio' on a q35 machine." },
	{ .when = VML_WHEN_QEMU,
		.unless = VML_WHEN_Q35,
		.terms = { VML_IS("@model", "virtio"), VML_FILLED("$arch"),
			VML_CALL(is_no_arm_virt) },
		.at = "@model",
		.message = "only q35 machines and virt machines of Arm have an IOMMU of model "
			   "virtio",
		.remedy = "Remove the IOMMU, or use a machine that has one: q35, or virt on Arm." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@model", "virtio"), VML_LACKS("/features/acpi") },
		.at = "@model",
		.message = "an IOMMU of model virtio requires ACPI",
		.remedy = "Add <acpi/> to <features>." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@model", "virtio|amd"), VML_HAS("address/@type"),
			VML_IS_NOT("address/@type", "pci|none") },
		.at = "address/@type",
		.message = "an IOMMU of this model must have a PCI address",
		.remedy = "Removes the address; libvirt assigns a PCI address.",
		.fix = "remove address" },
	{ .terms = { VML_IS("@model", "intel|smmuv3"), VML_HAS("address/@type"),
		  VML_IS_NOT("address/@type", "none") },
		.at = "address",
		.message = "an IOMMU of this model cannot have an address",
		.remedy = "Removes the address.",
		.fix = "remove address" },
	{ .terms = { VML_IS("@model", "smmuv3|virtio"),
		  VML_ANY("driver/@intremap|driver/@caching_mode|driver/@eim|driver/@iotlb") },
		.message = "an IOMMU of model smmuv3 or virtio does not have the option {name}",
		.remedy = "Removes the attribute {name}.",
		.fix = "drop" },
	{ .terms = { VML_IS("@model", "amd"),
		  VML_ANY("driver/@caching_mode|driver/@eim|driver/@dma_translation") },
		.message = "an IOMMU of model amd does not have the option {name}",
		.remedy = "Removes the attribute {name}.",
		.fix = "drop" },
	{ .since = VML_RELEASE(11, 5),
		.terms = { VML_IS("@model", "intel"),
			VML_ANY("driver/@xtsup|driver/@passthrough") },
		.message = "an IOMMU of model intel does not have the option {name}",
		.remedy = "Removes the attribute {name}.",
		.fix = "drop" },
	{ .since = VML_RELEASE(10, 7),
		.terms = { VML_IS("@model", "smmuv3|virtio"), VML_HAS("driver/@dma_translation") },
		.at = "driver/@dma_translation",
		.message =
			"an IOMMU of model smmuv3 or virtio does not have the option dma_translation",
		.remedy = "Removes the attribute dma_translation.",
		.fix = "unset driver/@dma_translation" },
	{ .terms = { VML_IS("driver/@intremap", "on"), VML_IS("/features/ioapic/@driver", "kvm") },
		.at = "driver/@intremap",
		.message = "interrupt remapping is on, but the I/O APIC is not QEMU's",
		.remedy = "Set <ioapic driver='qemu'/> in <features>." },
	{ .until = VML_RELEASE(10, 10),
		.terms = { VML_IS("driver/@intremap", "on"),
			VML_LACKS("/features/ioapic/@driver") },
		.at = "driver/@intremap",
		.message = "interrupt remapping is on, but the I/O APIC is not QEMU's",
		.remedy = "Add <ioapic driver='qemu'/> to <features>." },
	{ .terms = { VML_IS("driver/@eim", "on"), VML_IS("@model", "intel"),
		  VML_IS_NOT("driver/@intremap", "on"), VML_CALL(is_not_implied),
		  VML_CALL(can_remap) },
		.at = "driver/@eim",
		.message = "eim requires interrupt remapping",
		.remedy = "Sets intremap='on'.",
		.fix = "set driver/@intremap=on" },
	{ .terms = { VML_IS("driver/@eim", "on"), VML_IS("@model", "intel"),
		  VML_IS_NOT("driver/@intremap", "on"), VML_CALL(is_not_implied),
		  VML_CALL(cannot_remap) },
		.at = "driver/@eim",
		.message = "eim requires interrupt remapping",
		.remedy = "Set intremap='on', and <ioapic driver='qemu'/> in <features>." },
	{ 0 },
};

const vml_rule vml_rules_device_rejected_iommu[] = {
	{
		.id = "device-rejected-iommu",
		.summary = "IOMMU that libvirt rejects",
		.why = "Which IOMMU exists depends on the board; its options depend on the model "
		       "and on other features. libvirt rejects a domain with others, for example "
		       "after a change of the machine type.",
		.remedy = "Each finding states how to correct the device. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#devices",
		.aliases = "xml-define-device",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/iommu",
		.refusals = rows,
	},
	{ 0 },
};
