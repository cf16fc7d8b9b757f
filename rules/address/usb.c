/* USB addresses in the guest that libvirt rejects. */
#include <vmlint/addresses.h>

static const char *described(vml_context *ctx, const vml_address_fault *fault)
{
	const char *port = vml_attr(fault->device, "address/@port");

	switch (fault->problem) {
	case VML_ADDRESS_TAKEN:
		return vml_format(
			ctx, "%s has the same USB port", vml_device_name(ctx, fault->other));
	case VML_USB_OFF:
		return vml_usb_is_off(ctx) ? "USB is disabled (controller model='none')"
					   : "the guest has no USB controller";
	case VML_USB_NO_BUS: return vml_format(ctx, "no USB controller has index %u", fault->limit);
	case VML_USB_NO_PORT:
		return vml_format(ctx,
			"USB port %s does not exist, since its controller or hub ends at port %u",
			port, fault->limit);
	case VML_USB_NO_HUB:
		return vml_format(ctx,
			"USB port %s does not exist, since no hub is connected to port %u", port,
			fault->limit);
	case VML_USB_FULL: return "it has no address, but other devices and hubs use all USB ports";
	case VML_USB_TWO_CONTROLLERS:
		return "another USB controller that is not its companion has the same index";
	default: return NULL;
	}
}

static void check_usb(vml_context *ctx, xmlNode *devices)
{
	(void)devices;
	for (const vml_address_fault *it = vml_usb_faults(ctx); it; it = it->next) {
		const xmlNode *address = vml_child(it->device, "address");
		const xmlNode *at =
			it->attr || it->problem == VML_ADDRESS_TAKEN ? address : it->device;
		vml_finding *finding = vml_report_attr(ctx, at, it->attr ? it->attr : "",
			"%s: %s: libvirt rejects the domain", vml_device_name(ctx, it->device),
			described(ctx, it));

		if (it->problem == VML_USB_OFF) {
			vml_remedy(finding,
				vml_usb_is_off(ctx)
					? "Remove the device, or replace model='none' of the "
					  "USB controller by model='qemu-xhci'."
					: "Remove the device, or add a USB controller "
					  "(model='qemu-xhci').");
			vml_lower_fix(finding, VML_FIX_NONE);
		} else if (it->problem == VML_USB_TWO_CONTROLLERS) {
			vml_remedy(finding, "Give this controller another index.");
			vml_lower_fix(finding, VML_FIX_NONE);
		} else if (it->problem == VML_USB_FULL) {
			vml_remedy(finding,
				"Remove the address of another USB device: libvirt then adds a hub. "
				"Alternative: add a USB controller.");
			vml_lower_fix(finding, VML_FIX_NONE);
		} else if (vml_named(it->device, "hub")) {
			vml_remedy(finding,
				"Set an existing bus and a free port for this hub, and adapt the addresses "
				"of the devices that are connected to it.");
			vml_lower_fix(finding, VML_FIX_NONE);
		} else {
			vml_fix_remove(finding, address);
		}
	}
}

const vml_rule vml_rules_address_usb[] = {
	{
		.id = "address-usb",
		.summary = "USB address that the guest does not have or that is in use",
		.why = "libvirt connects each USB device to a port of a USB controller or hub "
		       "when a domain is defined, and rejects the domain if the controller, the "
		       "hub or the port does not exist, if two devices use one port, or if the "
		       "guest has no USB at all.",
		.remedy = "Removes the address: libvirt connects the device to a free port, "
			  "and adds a hub if no port is free. Alternative: set an existing "
			  "bus and a free port. Without USB: remove the device, or set "
			  "model='qemu-xhci' in the USB controller. The guest finds the "
			  "device at another port.",
		.url = "https://libvirt.org/formatdomain.html#device-addresses",
		.aliases = "xml-define-device",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices",
		.check = check_usb,
	},
	{ 0 }
};
