/* Driver for PCI passthrough: VFIO, or KVM's removed device assignment. */
#include <vmlint/rule.h>

static void kvm_backend(vml_context *ctx, xmlNode *device)
{
	xmlNode *driver = vml_child(device, "driver");
	vml_finding *finding;

	if (!vml_attr_is(driver, "@name", "kvm") ||
		(vml_named(device, "interface") && !vml_attr_is(device, "@type", "hostdev")))
		return;
	finding = vml_report_attr(ctx, driver, "name",
		"%s uses the kvm driver, which no longer exists: the guest does not start",
		vml_device_name(ctx, device));
	vml_fix_set(finding, driver, "name", "vfio");
	vml_command(finding, "--edit %s --%s driver.name=vfio", vml_selector(ctx, device),
		vml_named(device, "hostdev") ? "hostdev" : "network");
}

const vml_rule vml_rules_hostdev_backend[] = {
	{
		.id = "hostdev-kvm-backend",
		.summary = "host device uses the removed kvm driver for passthrough",
		.why = "Linux 4.12 removed KVM's own device assignment, which VFIO has replaced "
		       "since 2013. libvirt still accepts the definition, but the guest no "
		       "longer starts: \"host doesn't support legacy PCI passthrough\".",
		.remedy = "Sets the driver to vfio; the guest sees the same device at the same "
			  "address. The host needs its IOMMU enabled (intel_iommu=on or "
			  "amd_iommu=on).",
		.url = "https://libvirt.org/formatdomain.html#host-device-assignment",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_QEMU,
		.each = "devices/hostdev|devices/interface",
		.check = kvm_backend,
	},
	{ 0 },
};
