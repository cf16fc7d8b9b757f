/* How devices of the host are handed to QEMU. */
#include <vmlint/rule.h>

static void kvm_backend(vml_context *ctx, xmlNode *device)
{
	xmlNode *driver = vml_child(device, "driver");
	vml_finding *finding;

	if (!vml_attr_is(driver, "@name", "kvm") ||
		(vml_named(device, "interface") && !vml_attr_is(device, "@type", "hostdev")))
		return;
	finding = vml_report_attr(ctx, driver, "name",
		"%s asks for the kvm driver, which no longer exists: the guest does not start",
		vml_device_name(ctx, device));
	vml_fix_set(finding, driver, "name", "vfio");
	vml_command(finding, "--edit %s --%s driver.name=vfio", vml_selector(ctx, device),
		vml_named(device, "hostdev") ? "hostdev" : "network");
}

const vml_rule vml_rules_hostdev_backend[] = {
	{
		.id = "hostdev-kvm-backend",
		.summary = "device of the host is passed through by the removed kvm driver",
		.why = "Linux 4.12 dropped KVM's own device assignment, and VFIO has taken its place since "
		       "2013. libvirt still accepts the definition, but the guest does not start any "
		       "more: \"host doesn't support legacy PCI passthrough\".",
		.remedy =
			"Changes the driver to vfio, the same device in the same place of the guest. The "
			"host needs its IOMMU switched on (intel_iommu=on or amd_iommu=on).",
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
