/* Assignment of PCI addresses to controllers that have none. */
#include "addresses.h"

static bool is_waiting(const xmlNode *controller)
{
	const xmlNode *address = vml_child(controller, "address");
	unsigned int bus, slot, domain;

	/* libvirt treats 0000:00:00 like a missing address */
	return !address ||
		(vml_attr_is(address, "@type", "pci") &&
			vml_address_number(address, "@bus", &bus) && !bus &&
			vml_address_number(address, "@slot", &slot) && !slot &&
			vml_address_number(address, "@domain", &domain) && !domain);
}

/*
 * Find a free PCI function on the bus and mark it as used; false if none is free, or if the bus
 * does not accept the connection `plug` (a PLUG_* bit or PLUG_ENDPOINT).
 */
static bool take_on(struct pci_bus *bus, unsigned int plug)
{
	if (!(bus->kind->accepts & plug))
		return false;
	for (unsigned int slot = bus->kind->first; slot <= bus->kind->last; slot++) {
		unsigned char *taken = &bus->taken[slot];

		if (!*taken && plug & PLUG_ROOT_PORT)
			bus->shared |= 1u << slot;
		if (!*taken ||
			(plug & PLUG_ROOT_PORT && bus->shared >> slot & 1 && *taken != 0xff)) {
			*taken |= (unsigned char)(*taken + 1); /* sets the lowest bit that is 0 */
			return true;
		}
	}
	return false;
}

/*
 * Find the first bus that accepts the connection `plug` and has a free PCI function, and mark the
 * function as used. Returns the index of the bus; pci->n if there is none.
 */
static unsigned int take_any(struct vml_pci *pci, unsigned int plug)
{
	unsigned int i = 0;

	while (i < pci->n && !take_on(&pci->buses[i], plug))
		i++;
	return i;
}

void vml_pci_assign(vml_context *ctx, struct vml_pci *pci)
{
	/*
	 * no problem for these: libvirt adds a bus for an upstream port
	 * (virDomainPCIAddressSetGrow()); the root bus of the machine accepts expanders
	 */
	static const unsigned int not_reported = PLUG_UPSTREAM | PLUG_EXPANDER | PLUG_X_EXPANDER;
	unsigned int bus;

	for (unsigned int i = 1; i < pci->n; i++) {
		const struct pci_bus *own = &pci->buses[i];

		if (!own->controller || !own->kind->plug || !is_waiting(own->controller))
			continue;
		bus = take_any(pci, own->kind->plug);
		/*
		 * a device has a bus number above the highest index, so libvirt adds buses: one of
		 * them may have a free slot
		 */
		if (bus == pci->n && pci->grown && pci->grown->accepts & own->kind->plug)
			continue;
		if (bus == pci->n && !(own->kind->plug & not_reported))
			vml_address_fault_add(ctx, &pci->faults, own->controller, VML_PCI_NO_PLACE);
		else if (own->kind->plug & PLUG_BRIDGE && bus >= i)
			vml_address_fault_add(ctx, &pci->faults, own->controller, VML_PCI_ORDER);
	}
	/* controllers that are not in the XML, but below the highest index: libvirt adds them */
	for (unsigned int i = 1; i < pci->n; i++) {
		const struct pci_bus *own = &pci->buses[i];

		if (own->controller || !own->kind->plug || take_any(pci, own->kind->plug) < pci->n)
			continue;
		vml_address_fault_add(
			ctx, &pci->faults, pci->buses[pci->n - 1].controller, VML_PCI_NO_PLACE)
			->text = own->kind->model;
		break;
	}
}
