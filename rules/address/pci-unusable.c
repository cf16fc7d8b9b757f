/* PCI addresses that libvirt ignores, or at which the guest cannot find the device. */
#include <vmlint/addresses.h>

static void check_ignored(vml_context *ctx, xmlNode *devices)
{
	(void)devices;
	for (const vml_address_fault *it = vml_pci_faults(ctx); it; it = it->next)
		if (it->problem == VML_PCI_IGNORED)
			vml_fix_remove(
				vml_report(ctx, vml_child(it->device, "address"),
					"%s: libvirt interprets PCI address 0000:00:00 as no "
					"address and assigns another one",
					vml_device_name(ctx, it->device)),
				vml_child(it->device, "address"));
}

static void check_hidden(vml_context *ctx, xmlNode *devices)
{
	(void)devices;
	for (const vml_address_fault *it = vml_pci_faults(ctx); it; it = it->next) {
		const xmlNode *address = vml_child(it->device, "address");
		vml_finding *finding;

		if (it->problem != VML_PCI_HIDDEN)
			continue;
		finding = vml_report_attr(ctx, address, "function",
			"%s: its PCI slot has no function 0: the guest does not find the device",
			vml_device_name(ctx, it->device));
		if (it->limit == 1) {
			vml_fix_set(finding, address, "function", "0x0");
			continue;
		}
		vml_remedy(finding,
			"Set function='0x0' for one of the devices in this slot: the guest then "
			"finds all of them.");
		vml_lower_fix(finding, VML_FIX_NONE);
	}
}

const vml_rule vml_rules_address_pci_unusable[] = {
	{
		.id = "address-pci-ignored",
		.summary = "PCI address 0000:00:00, which libvirt ignores",
		.why = "libvirt represents a missing address as domain, bus and slot 0. A device "
		       "with exactly this address silently gets another one.",
		.remedy = "Removes the address, which has no effect. To choose an address, set a "
			  "free slot.",
		.url = "https://libvirt.org/formatdomain.html#device-addresses",
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_SAFE,
		.when = VML_WHEN_QEMU,
		.unless = VML_WHEN_LIVE,
		.each = "devices",
		.check = check_ignored,
	},
	{
		.id = "address-pci-hidden",
		.summary = "PCI function in a slot without function 0",
		.why = "Firmware and operating systems probe function 0 of a slot and look for "
		       "other functions only if it exists. libvirt accepts a slot without "
		       "function 0, but the guest never finds its devices.",
		.remedy =
			"Sets the function to 0, which no other device in the slot has. The guest "
			"then finds a new device.",
		.url = "https://libvirt.org/formatdomain.html#device-addresses",
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.unless = VML_WHEN_CCW | VML_WHEN_PSERIES,
		.each = "devices",
		.check = check_hidden,
	},
	{ 0 }
};
