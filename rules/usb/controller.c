/* USB controllers that are slower than needed, or that the guest has no driver for. */
#include <vmlint/rule.h>

#include <string.h>

static const char legacy_models[] = "piix3-uhci|piix4-uhci|ehci|ich9-ehci1|vt82c686b-uhci|pci-ohci";

static bool is_usb(const xmlNode *controller)
{
	return vml_attr_is(controller, "@type", "usb");
}

/* Return true if a device of the host or of a remote viewer is on the guest's USB bus. */
static bool has_real_devices(const vml_context *ctx)
{
	if (vml_device(ctx, "redirdev"))
		return true;
	vml_each_device (hostdev, ctx, "hostdev")
		if (vml_attr_is(hostdev, "@type", "usb"))
			return true;
	return false;
}

static bool has_usb_input(const vml_context *ctx)
{
	vml_each_device (input, ctx, "input")
		if (vml_attr_is(input, "@bus", "usb"))
			return true;
	return false;
}

/* Kinds of index keys: all USB controllers, and those that may be replaced. */
enum { ALL = 1, LEGACY };

static uint64_t key_of(unsigned int kind, const xmlNode *controller)
{
	uint64_t index = 0;

	vml_number(vml_attr(controller, "@index"), &index);
	return vml_hash_number(kind, index);
}

static void index_controllers(vml_context *ctx, vml_index *index)
{
	vml_each_device (controller, ctx, "controller") {
		if (!is_usb(controller))
			continue;
		vml_index_add(index, key_of(ALL, controller), controller);
		if (vml_one_of(vml_attr(controller, "@model"), legacy_models))
			vml_index_add(index, key_of(LEGACY, controller), controller);
	}
}

static const vml_entry *with_index_of(
	vml_context *ctx, unsigned int kind, const xmlNode *controller)
{
	return vml_index_find(ctx, index_controllers, key_of(kind, controller));
}

/*
 * Return true if `other` is a USB 1 companion of `controller`, a USB 2 controller: both have the
 * same index.
 */
static bool is_companion(const xmlNode *other, const xmlNode *controller)
{
	return other != controller && vml_same_number(other, controller, "@index");
}

static void use_xhci(vml_context *ctx, vml_finding *finding, const xmlNode *controller)
{
	if (!with_index_of(ctx, ALL, controller)->next)
		vml_remedy(finding,
			"Replaces the controller by a qemu-xhci with 15 ports. The guest detects its USB "
			"devices again; Linux since 2.6.31 and Windows since 8 have the driver.");
	for (const vml_entry *it = with_index_of(ctx, ALL, controller); it; it = it->next)
		if (is_companion(it->node, controller))
			vml_fix_remove(finding, it->node);
	vml_fix_set(finding, controller, "model", "qemu-xhci");
	vml_fix_set(finding, controller, "ports", "15");
	/* remove the address: it is a function of the south bridge, where an xHCI cannot be */
	vml_fix_remove(finding, vml_child(controller, "address"));
	vml_fix_remove(finding, vml_child(controller, "alias"));
}

/*
 * Suggest a virt-xml command. Each companion that it deletes lowers the index of the later
 * controllers by one. The indexes apply to the XML that libvirt prints, with sorted controllers: if
 * the document was not printed by libvirt, a controller with companions gets no command.
 */
static void suggest_command(vml_context *ctx, vml_finding *finding, const xmlNode *controller)
{
	const char *index = vml_attr(controller, "@index"), *at;
	unsigned int sibling = vml_sibling_index(controller), gone = 0;
	vml_string_builder options = { 0 };

	for (const vml_entry *it = with_index_of(ctx, ALL, controller); it; it = it->next) {
		if (!is_companion(it->node, controller))
			continue;
		sibling -= vml_sibling_index(it->node) < vml_sibling_index(controller);
		vml_append(ctx, &options, " --xml 'xpath.delete=./devices/controller[%u]'",
			vml_sibling_index(it->node) - gone++);
	}
	at = vml_format(ctx, "./devices/controller[%u]", sibling);
	if (!options.len)
		vml_command(finding,
			"--edit type=usb,index=%s --controller model=qemu-xhci,"
			"xpath1.delete=./address,xpath2.set=./@ports,xpath2.value=15",
			*index ? vml_shell(ctx, index) : "0");
	else if (vml_facts_of(ctx)->printed_by_libvirt)
		vml_command(finding,
			"--edit%s --xml '%s/@model=qemu-xhci' --xml '%s/@ports=15' "
			"--xml 'xpath.delete=%s/address'",
			options.text, at, at, at);
}

static void controller_legacy(vml_context *ctx, xmlNode *controller)
{
	const char *model = vml_attr(controller, "@model");
	vml_tristate drives = vml_guest_drives(ctx, VML_DRIVER_XHCI);
	vml_finding *finding;
	bool busy;

	if (!is_usb(controller) || !vml_one_of(model, legacy_models) || drives == VML_NO)
		return;
	/* if several have the same index, which libvirt rejects, report only the first */
	if (with_index_of(ctx, LEGACY, controller)->node != controller)
		return;
	busy = vml_cached(ctx, has_real_devices) && (drives == VML_YES || vml_uses_virtio(ctx));
	/*
	 * without a USB device of the host or of a viewer, report only guests that have an xHCI
	 * driver and a USB <input>, and not piix3-uhci or piix4-uhci, libvirt's default
	 */
	if (!busy &&
		(drives != VML_YES || strstr(model, "piix") || !vml_cached(ctx, has_usb_input)))
		return;
	finding = vml_report_attr(ctx, controller, "model",
		"%s (%s) is polled as long as a device is connected: it costs host CPU time",
		vml_device_name(ctx, controller), model);
	use_xhci(ctx, finding, controller);
	suggest_command(ctx, finding, controller);
}

/*
 * Return true if the domain also has a USB controller other than xHCI, which a guest without a USB
 * 3 driver can use.
 */
static bool has_other_than_xhci(const vml_context *ctx)
{
	vml_each_device (controller, ctx, "controller")
		if (is_usb(controller) && !strstr(vml_attr(controller, "@model"), "xhci"))
			return true;
	return false;
}

static void xhci_undriven(vml_context *ctx, xmlNode *controller)
{
	if (!is_usb(controller) || vml_guest_drives(ctx, VML_DRIVER_XHCI) != VML_NO ||
		vml_cached(ctx, has_other_than_xhci))
		return;
	if (!vml_cached(ctx, has_real_devices) && !vml_cached(ctx, has_usb_input))
		return;
	vml_remedy(vml_report_attr(ctx, controller, "model",
			   "USB controller is a USB 3 model (%s), but the guest has no driver: its "
			   "USB devices do not work",
			   vml_attr(controller, "@model")),
		"Use model='ich9-ehci1' with its three ich9-uhci companions; it costs host CPU "
		"time. Alternative for Windows: %s the Renesas USB 3 driver in the guest.",
		vml_attr_is(controller, "@model", "nec-xhci") ? "install"
							      : "use model='nec-xhci' and install");
}

const vml_rule vml_rules_usb_controller[] = {
	{
		.id = "usb-controller-legacy",
		.summary = "USB 1 or 2 controller although the guest has a driver for USB 3",
		.why = "QEMU has to poll a UHCI, OHCI or EHCI controller up to 1000 times a "
		       "second as long as a device is connected, so even an idle guest costs CPU "
		       "time and power. An xHCI (USB 3) controller is active only for actual "
		       "transfers, and supports devices of all speeds.",
		.remedy = "Replaces the controller and its companions by one qemu-xhci with 15 "
			  "ports. The guest detects its USB devices again; Linux since 2.6.31 and "
			  "Windows since 8 have the driver.",
		.url = "https://www.qemu.org/docs/master/system/devices/usb.html",
		.severity = VML_INFO,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU | VML_WHEN_X86,
		.unless = VML_WHEN_MINIMAL,
		.each = "devices/controller",
		.check = controller_legacy,
	},
	{
		.id = "usb-controller-undriven",
		.summary = "USB 3 controller in a guest that has no driver for it",
		.why = "Windows 7, Windows Server 2008 R2 and older have drivers for USB 1 and 2 "
		       "only. On a USB 3 (xHCI) controller their tablet, redirected and "
		       "passed-through USB devices do not work: the mouse pointer does not "
		       "follow, a USB keyboard does not type.",
		.remedy = "Use model='ich9-ehci1' with its three ich9-uhci companions; it costs "
			  "host CPU time. Alternative for Windows: use nec-xhci and install the "
			  "Renesas USB 3 driver in the guest.",
		.url = "https://www.qemu.org/docs/master/system/devices/usb.html",
		.severity = VML_WARNING,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_X86,
		.each = "devices/controller",
		.check = xhci_undriven,
	},
	{ 0 }
};
