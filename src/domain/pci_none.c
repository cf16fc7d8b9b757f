/* Devices with PCI addresses on boards without PCI: microvm and isapc. */
#include "addresses.h"

#include <string.h>

/*
 * Return true for the IDE and USB controllers of a PIIX3 at their fixed addresses:
 * qemuDomainCollectPCIAddress() skips them.
 */
static bool is_piix3_place(const xmlNode *device)
{
	const char *type = vml_attr(device, "@type");
	unsigned int slot, function;

	return vml_named(device, "controller") && vml_same_number(device, NULL, "@index") &&
		vml_same_number(device, NULL, "address/@domain") &&
		vml_same_number(device, NULL, "address/@bus") &&
		vml_address_number(device, "address/@slot", &slot) && slot == 1 &&
		vml_address_number(device, "address/@function", &function) &&
		((function == 1 && !strcmp(type, "ide")) ||
			(function == 2 && !strcmp(type, "usb") &&
				vml_one_of(vml_attr(device, "@model"), "|piix3-uhci")));
}

/*
 * Adds no problems if the XML has a PCI controller: libvirt accepts it even on a board without PCI,
 * and places devices on it. A missing <memballoon> is a problem, too, because libvirt adds a
 * balloon by default, which is a PCI device.
 */
void vml_pci_find_unplaced(vml_context *ctx, struct vml_pci *pci)
{
	vml_each_device (controller, ctx, "controller")
		if (vml_attr_is(controller, "@type", "pci"))
			return;
	vml_each_device (device, ctx, NULL)
		if (is_piix3_place(device))
			continue;
		else if (vml_pci_awaits(device) ||
			(vml_attr_is(device, "address/@type", "pci") && vml_pci_plug(ctx, device)))
			vml_address_fault_add(ctx, &pci->faults, device, VML_PCI_NO_BUSES);
	if (!vml_device(ctx, "memballoon") && vml_child(ctx->facts.domain, "devices"))
		vml_address_fault_add(ctx, &pci->faults, vml_child(ctx->facts.domain, "devices"),
			VML_PCI_NO_BUSES);
}
