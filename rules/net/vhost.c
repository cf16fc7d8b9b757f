/* Virtio cards whose packets go through QEMU instead of the kernel (vhost-net). */
#include <vmlint/rule.h>

#include <string.h>

static void vhost_off(vml_context *ctx, xmlNode *iface)
{
	xmlNode *driver = vml_child(iface, "driver");
	vml_finding *finding;

	/* libvirt uses vhost-net only for domains of type kvm */
	if (strcmp(vml_facts_of(ctx)->type, "kvm") || !vml_is_tap(iface) ||
		!vml_is_virtio(vml_nic_model(ctx, iface)) || !vml_attr_is(driver, "@name", "qemu"))
		return;
	finding = vml_report_attr(ctx, driver, "name",
		"%s has vhost-net switched off: each packet goes through the QEMU process, which "
		"is slower",
		vml_device_name(ctx, iface));
	if (vml_attr_is(driver, "@rss", "on")) {
		vml_lower_severity(finding, VML_INFO);
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding,
			"Remove name='qemu' and check that the guest keeps its receive-side "
			"scaling: with vhost-net this needs eBPF support in the kernel and in "
			"QEMU.");
		return;
	}
	if (!driver->properties->next && !vml_first(driver))
		vml_fix_remove(finding, driver);
	else
		vml_fix_unset(finding, driver, "name");
	vml_command(finding, "--edit %s --network driver.name=", vml_selector(ctx, iface));
}

const vml_rule vml_rules_net_vhost[] = {
	{
		.id = "net-vhost-off",
		.summary = "virtio network card is used without vhost-net",
		.why = "With vhost-net the kernel moves packets between guest and host. With "
		       "name='qemu' each packet has to wake the QEMU process, which costs "
		       "latency and throughput and competes with the guest's other devices. "
		       "libvirt uses vhost-net by default; the setting is mostly left over from "
		       "old guests whose DHCP client rejected the unfilled checksums of local "
		       "packets.",
		.remedy = "Removes name='qemu': libvirt then uses vhost-net if the host has it, "
			  "and otherwise starts the guest as before. Only guests with such an "
			  "old DHCP client notice.",
		.url = "https://libvirt.org/formatdomain.html#setting-nic-driver-specific-options",
		.severity = VML_WARNING,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_KVM,
		.each = "devices/interface",
		.check = vhost_off,
	},
	{ 0 },
};
