/* PCI addresses in the guest that libvirt rejects. */
#include <vmlint/addresses.h>

#include <string.h>

static bool is_pci_controller(const xmlNode *device)
{
	return vml_named(device, "controller") && vml_attr_is(device, "@type", "pci");
}

static bool is_own_bus(const xmlNode *controller)
{
	uint64_t index, bus;

	return vml_number(vml_attr(controller, "@index"), &index) &&
		vml_number(vml_attr(controller, "address/@bus"), &bus) && index == bus;
}

static const char *described(vml_context *ctx, const vml_address_fault *fault)
{
	const char *value = vml_attr(vml_child(fault->device, "address"),
		vml_format(ctx, "@%s", fault->attr ? fault->attr : ""));
	const char *bus = vml_attr(fault->device, "address/@bus");

	switch (fault->problem) {
	case VML_ADDRESS_TAKEN:
		return vml_format(
			ctx, "%s has the same PCI address", vml_device_name(ctx, fault->other));
	case VML_ADDRESS_BOARD: return vml_format(ctx, "%s has this PCI address", fault->text);
	case VML_PCI_OUT_OF_RANGE:
		return vml_format(ctx, "PCI %s %s does not exist, 0x%x is the last", fault->attr,
			value, fault->limit);
	case VML_PCI_NO_BUSES:
		return vml_named(fault->device, "devices")
			? "a memory balloon is added by default, but the board has no PCI bus"
			: "the board has no PCI bus";
	case VML_PCI_DOMAIN:
		return vml_format(ctx, "PCI domain %s does not exist, 0 is the only one", value);
	case VML_PCI_NO_BUS:
		return vml_format(
			ctx, "PCI bus %s does not exist, 0x%x is the last", value, fault->limit);
	case VML_PCI_REFUSED:
		if (is_pci_controller(fault->device) && is_own_bus(fault->device))
			return "a PCI controller cannot be on its own bus";
		return vml_format(ctx, "a %s does not accept %s%s", fault->text,
			is_pci_controller(fault->device) ? "a " : "this kind of device",
			is_pci_controller(fault->device) ? vml_attr(fault->device, "@model") : "");
	case VML_PCI_INTEGRATED: return "this device must be on PCI bus 0";
	case VML_PCI_SLOT_LOW:
		return vml_format(ctx,
			"slot %s of bus %s (%s) cannot be used, the first usable one is 0x%x",
			*value ? value : "0", *bus ? bus : "0", fault->text, fault->limit);
	case VML_PCI_SLOT_HIGH:
		return vml_format(ctx, "slot %s of bus %s (%s) does not exist, 0x%x is the last",
			value, *bus ? bus : "0", fault->text, fault->limit);
	case VML_PCI_FIXED:
		return vml_format(ctx, "the board has this controller at %s", fault->text);
	case VML_PCI_COMPANION:
		return vml_format(ctx,
			"USB controllers of one index share a slot, and its address there, %s, is in use",
			fault->text);
	case VML_PCI_ORDER:
		return fault->attr ? "the index of a pci-bridge must be greater than its bus"
				   : "no bus with a lower index has a place for this pci-bridge";
	case VML_PCI_ROOT:
		return vml_format(ctx, "%sPCI controller 0 must be the %s of this board",
			vml_has_attr(fault->device, "@index") ? ""
							      : "the index is 0 by default, but ",
			fault->text);
	case VML_PCI_NO_PLACE:
		if (fault->text)
			return vml_format(ctx,
				"libvirt adds a %s for each lower index that is not in use, but the PCI "
				"buses do not have places for all of them",
				fault->text);
		return vml_format(ctx, "no PCI bus of this guest has a place for a %s",
			vml_attr(fault->device, "@model"));
	default: return NULL;
	}
}

/* Return true if libvirt can choose another address without changing the topology. */
static bool is_movable(const vml_address_fault *fault)
{
	if (fault->problem == VML_PCI_FIXED)
		return true;
	return !vml_named(fault->device, "controller") && fault->problem != VML_PCI_NO_PLACE &&
		fault->problem != VML_PCI_NO_BUSES;
}

/* Return the remedy for a controller without a place. */
static const char *advise_place(const vml_facts *facts, const vml_address_fault *fault)
{
	const char *model = vml_attr(fault->device, "@model");

	if (fault->text)
		return "Remove the controller, or set a lower index.";
	if (facts->gates & VML_WHEN_PC)
		return "Remove the controller, or use a q35 machine.";
	if (!strcmp(model, "pcie-switch-downstream-port"))
		return "Remove the controller, or add one with model='pcie-switch-upstream-port'.";
	if (facts->gates & (VML_WHEN_Q35 | VML_WHEN_VIRT)) {
		if (!strcmp(model, "pcie-to-pci-bridge"))
			return "Remove the controller, or add one with model='pcie-root-port'.";
		if (vml_one_of(model, "pcie-root-port|dmi-to-pci-bridge"))
			return "Remove the controller, or free a slot of PCI bus 0.";
	}
	return "Remove the controller, or change the machine type.";
}

static void advise(vml_context *ctx, const vml_address_fault *fault, vml_finding *finding)
{
	const xmlNode *device = fault->device;
	const vml_facts *facts = vml_facts_of(ctx);

	if (fault->problem == VML_PCI_ROOT && vml_has_attr(device, "@index"))
		vml_remedy(finding, "Set model='%s', or another index: libvirt then adds the %s.",
			fault->text, fault->text);
	else if (fault->problem == VML_PCI_ROOT)
		vml_remedy(finding,
			"Set index='1' or higher for this controller: libvirt then adds the %s.",
			fault->text);
	else if (fault->problem == VML_PCI_COMPANION)
		vml_remedy(finding,
			"Give the USB controllers with this index an <address> each, in one slot without "
			"other devices: function 7 for ich9-ehci1, 0 for ich9-uhci1, 1 for "
			"ich9-uhci2 and 2 for ich9-uhci3.");
	else if (fault->problem == VML_PCI_NO_PLACE)
		vml_remedy(finding, "%s", advise_place(facts, fault));
	else if (fault->problem == VML_PCI_NO_BUSES)
		vml_remedy(finding, "%s",
			vml_named(device, "devices")
				? "Adds <memballoon model='none'/>: the guest has no balloon. "
				  "Alternative: a machine type with PCI."
				: vml_named(device, "memballoon")
				? "Set model='none', or use a machine type with PCI."
				: "Remove the device, or use a machine type with PCI.");
	else if (fault->problem == VML_PCI_FIXED)
		vml_remedy(finding, "Removes the address: the controller is always at %s.",
			fault->text);
	else if (fault->problem == VML_PCI_ORDER)
		vml_remedy(finding, "%s",
			fault->attr
				? "Set a bus with a number less than the index of this controller."
				: facts->gates & VML_WHEN_PC
				? "Set an index higher than that of a bus with free slots."
				: "Set model='pcie-to-pci-bridge', or add a controller with "
				  "model='dmi-to-pci-bridge' and a lower index.");
	else if (fault->problem == VML_PCI_INTEGRATED)
		vml_remedy(finding,
			"Removes the address: libvirt assigns a free one on bus 0. The guest then finds the "
			"device at another address.");
	else if (vml_named(device, "controller"))
		vml_remedy(finding,
			"Set a free address on a bus that accepts this controller, or remove the "
			"<address>: libvirt then assigns one.");
	else if (vml_named(device, "interface"))
		vml_remedy(finding,
			"Removes the address: libvirt assigns a free one. The guest may give the "
			"network interface another name. Alternative: set a free address.");
}

static void check_pci(vml_context *ctx, xmlNode *devices)
{
	(void)devices;
	for (const vml_address_fault *it = vml_pci_faults(ctx); it; it = it->next) {
		const xmlNode *address = vml_child(it->device, "address");
		const char *what = described(ctx, it);
		vml_finding *finding;

		if (!what)
			continue;
		finding = vml_report_attr(ctx, address ? address : it->device,
			it->attr ? it->attr : "", "%s: %s: libvirt rejects the domain",
			vml_device_name(ctx, it->device), what);
		advise(ctx, it, finding);
		if (it->problem == VML_PCI_NO_BUSES && vml_named(it->device, "devices"))
			vml_fix_add(finding, it->device, NULL, "<memballoon model='none'/>");
		else if (is_movable(it))
			vml_fix_remove(finding, address);
		else
			vml_lower_fix(finding, VML_FIX_NONE);
	}
}

const vml_rule vml_rules_address_pci[] = {
	{
		.id = "address-pci",
		.summary = "PCI address that the guest does not have or that is in use",
		.why = "libvirt checks the PCI addresses of all devices when a domain is defined, "
		       "and rejects the domain if one is out of range, in use by another device "
		       "or by the board, or on a bus that does not accept the device. Such "
		       "addresses result from manual editing and from merging the XML of two "
		       "guests.",
		.remedy =
			"Removes the address: libvirt assigns a free one. The guest then finds the "
			"device at another address. Alternative: set a free address.",
		.url = "https://libvirt.org/formatdomain.html#device-addresses",
		.aliases = "xml-define-device",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices",
		.check = check_pci,
	},
	{ 0 }
};
