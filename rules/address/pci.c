/* PCI addresses in the guest that libvirt rejects, ignores, or that the guest cannot find. */
#include <vmlint/addresses.h>

#include <string.h>

static bool is_pci_controller(const xmlNode *device)
{
	return vml_named(device, "controller") && vml_attr_is(device, "@type", "pci");
}

static const char *described(vml_context *ctx, const vml_address_fault *fault)
{
	const char *value = vml_attr(vml_child(fault->device, "address"),
		vml_format(ctx, "@%s", fault->attr ? fault->attr : ""));

	switch (fault->problem) {
	case VML_ADDRESS_TAKEN:
		return vml_format(
			ctx, "%s has the same PCI address", vml_device_name(ctx, fault->other));
	case VML_ADDRESS_BOARD: return vml_format(ctx, "%s has this PCI address", fault->text);
	case VML_PCI_OUT_OF_RANGE:
		return vml_format(ctx, "PCI %s %s does not exist, 0x%x is the last", fault->attr,
			value, fault->limit);
	case VML_PCI_DOMAIN: return "a guest has no other PCI domain than 0";
	case VML_PCI_NO_BUS:
		return vml_format(
			ctx, "PCI bus %s does not exist, 0x%x is the last", value, fault->limit);
	case VML_PCI_REFUSED:
		return vml_format(ctx, "a %s does not accept %s%s", fault->text,
			is_pci_controller(fault->device) ? "a " : "this kind of device",
			is_pci_controller(fault->device) ? vml_attr(fault->device, "@model") : "");
	case VML_PCI_INTEGRATED: return "this device must be on PCI bus 0";
	case VML_PCI_SLOT_LOW:
		return vml_format(ctx, "slot %s of a %s cannot be used, 0x%x is the first",
			*value ? value : "0", fault->text, fault->limit);
	case VML_PCI_SLOT_HIGH:
		return vml_format(ctx, "slot %s of a %s does not exist, 0x%x is the last", value,
			fault->text, fault->limit);
	case VML_PCI_FIXED:
		return vml_format(ctx, "the board has this controller at %s", fault->text);
	case VML_PCI_ORDER: return "the index of a pci-bridge must be greater than its bus";
	case VML_PCI_ROOT:
		return vml_format(
			ctx, "PCI controller 0 must be the %s of this board", fault->text);
	case VML_PCI_NO_PLACE:
		return vml_format(ctx, "no PCI bus of this guest accepts a %s",
			vml_attr(fault->device, "@model"));
	default: return NULL;
	}
}

/* Return true if libvirt can choose another address without changing the topology. */
static bool is_movable(const vml_address_fault *fault)
{
	if (fault->problem == VML_PCI_FIXED)
		return true;
	return !vml_named(fault->device, "controller") && fault->problem != VML_PCI_NO_PLACE;
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
			it->attr ? it->attr : "", "%s: %s: libvirt rejects it",
			vml_device_name(ctx, it->device), what);
		if (it->problem == VML_PCI_ROOT)
			vml_remedy(finding,
				"Change the index of this controller, or add one with model='%s' "
				"and index='0'.",
				it->text);
		else if (it->problem == VML_PCI_NO_PLACE)
			vml_remedy(finding, "Remove the controller, or change the machine type.");
		if (is_movable(it))
			vml_fix_remove(finding, address);
		else
			vml_lower_fix(finding, VML_FIX_NONE);
	}
}

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
		if (it->limit == 1)
			vml_fix_set(finding, address, "function", "0x0");
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
		.remedy = "Removes the address: libvirt assigns a free one. The guest then finds "
			  "the device at another address; a network interface may get another "
			  "name. Or choose a free address yourself.",
		.url = "https://libvirt.org/formatdomain.html#device-addresses",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_RUNNING,
		.each = "devices",
		.check = check_pci,
	},
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
		.unless = VML_WHEN_RUNNING,
		.each = "devices",
		.check = check_ignored,
	},
	{
		.id = "address-pci-hidden",
		.summary = "PCI function in a slot without function 0",
		.why = "Firmware and operating systems probe function 0 of a slot and look for "
		       "other functions only if it exists. libvirt accepts a slot without "
		       "function 0, but the guest never finds its devices.",
		.remedy = "Sets the function to 0 if the slot has only this device, else make one "
			  "of its devices function 0. The guest then finds a new device.",
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
