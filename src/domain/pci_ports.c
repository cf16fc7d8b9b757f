/* PCI Express ports of a guest: whether one is free for hotplug. */
#include "addresses.h"

#include <string.h>

bool vml_pci_awaits(const xmlNode *device)
{
	if (vml_child(device, "address"))
		return false;
	if (vml_named(device, "disk"))
		return !strcmp(vml_disk_bus(device), "virtio");
	if (vml_named(device, "controller"))
		return !vml_attr_is(device, "@model", "pcie-root") &&
			!vml_attr_is(device, "@model", "none") &&
			!vml_attr_is(device, "@type", "ccid");
	if (vml_named(device, "hostdev"))
		return vml_one_of(vml_attr(device, "@type"), "pci|mdev");
	if (vml_named(device, "memballoon"))
		return !vml_attr_is(device, "@model", "none");
	if (vml_named(device, "video"))
		return !vml_attr_is(device, "model/@type", "none");
	if (vml_named(device, "sound"))
		return !vml_one_of(vml_attr(device, "@model"), "pcspk|usb|sb16");
	return vml_named(device, "interface") || vml_named(device, "rng") ||
		vml_named(device, "filesystem") || vml_named(device, "vsock");
}

/*
 * Return true if all devices have addresses on buses whose controllers are in the XML: only then
 * are the ports in use known, because libvirt assigns no further addresses.
 */
static bool is_all_placed(vml_context *ctx, const struct vml_pci *pci)
{
	unsigned int bus;

	if (pci->unnumbered)
		return false;
	vml_each_device (device, ctx, NULL) {
		if (vml_pci_awaits(device))
			return false;
		if (vml_attr_is(device, "address/@type", "pci") &&
			vml_address_number(device, "address/@bus", &bus) && bus &&
			(bus >= pci->n || !pci->buses[bus].controller))
			return false;
	}
	return true;
}

bool vml_pci_has_free_port(vml_context *ctx)
{
	const struct vml_pci *pci = vml_pci_of(ctx);

	if (!pci->buses || !is_all_placed(ctx, pci))
		return true;
	for (unsigned int i = 1; i < pci->n; i++) {
		const struct pci_bus *bus = &pci->buses[i];

		if (bus->kind->plug & (PLUG_ROOT_PORT | PLUG_DOWNSTREAM) && !bus->taken[0] &&
			!vml_attr_is(bus->controller, "target/@hotplug", "off"))
			return true;
	}
	return false;
}
