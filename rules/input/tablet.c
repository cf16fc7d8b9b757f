/* Pointer device of guests with a display. */
#include <vmlint/rule.h>

#include <string.h>

static bool has_tablet(const vml_context *ctx)
{
	vml_each_device (input, ctx, "input")
		if (vml_attr_is(input, "@type", "tablet"))
			return true;
	return vml_qemu_arg(ctx, "tablet");
}

/*
 * Return true if the guest has a SPICE agent, which makes pointer positions absolute, as a tablet
 * does.
 */
static bool has_spice_agent(const vml_context *ctx)
{
	vml_each_device (channel, ctx, "channel")
		if (vml_one_of(vml_attr(channel, "@type"), "spicevmc|qemu-vdagent"))
			return true;
	return false;
}

static bool has_usb(const vml_context *ctx)
{
	if (vml_usb_is_off(ctx))
		return false;
	/* on x86, libvirt adds a USB controller by default, but not on other machines */
	if (vml_facts_of(ctx)->gates & VML_WHEN_X86)
		return true;
	vml_each_device (controller, ctx, "controller")
		if (vml_attr_is(controller, "@type", "usb"))
			return true;
	return false;
}

static void tablet_missing(vml_context *ctx, xmlNode *devices)
{
	xmlNode *graphics = vml_device(ctx, "graphics");
	const char *bus = "usb";
	vml_finding *finding;

	if (!vml_has_graphics(ctx, "vnc|spice") || has_tablet(ctx))
		return;
	if (vml_guest_drives(ctx, VML_DRIVER_USB_TABLET) == VML_NO || vml_guest_is_old(ctx) ||
		vml_may_lack_virtio(ctx))
		return;
	if (!vml_has_graphics(ctx, "vnc") && has_spice_agent(ctx))
		return;
	if (!has_usb(ctx)) {
		if (!vml_uses_virtio(ctx) || vml_facts_of(ctx)->gates & VML_WHEN_WINDOWS)
			return;
		bus = "virtio";
	}
	while (graphics && !vml_one_of(vml_attr(graphics, "@type"), "vnc|spice"))
		graphics = vml_next_device(graphics, "graphics");
	finding = vml_report(ctx, graphics,
		"%s has no tablet as its pointer: guest and client pointer drift apart",
		vml_device_name(ctx, graphics));
	vml_remedy(finding,
		"Adds a %s If the guest is only used in text mode, no tablet is needed.",
		strcmp(bus, "usb") != 0
			? "virtio tablet, which desktop systems use without any setup."
			: "USB tablet, which desktop systems use without any setup. On USB 1 or 2, "
			  "it costs host CPU time.");
	if (!strcmp(bus, "usb") && vml_usb_is_crowded(ctx)) {
		vml_remedy(finding,
			"Add <input type='tablet' bus='usb'/>. All USB ports may be in use: free one, or add a "
			"controller. If the guest is only used in text mode, no tablet is needed.");
		vml_lower_fix(finding, VML_FIX_NONE);
		return;
	}
	vml_fix_add(finding, devices, vml_child(devices, "input"),
		vml_format(ctx, "<input type='tablet' bus='%s'/>", bus));
	vml_command(finding, "--add-device --input tablet,bus=%s", bus);
}

const vml_rule vml_rules_input_tablet[] = {
	{
		.id = "input-tablet-missing",
		.summary = "guest with a display has no tablet as its pointer",
		.why = "The default pointer is a PS/2 mouse, which reports only relative "
		       "movements. The guest accelerates them in its own way, so its pointer and "
		       "the one in your viewer drift apart and clicks miss their target. A "
		       "tablet reports positions.",
		.remedy = "Adds a USB tablet (without USB: virtio), which desktop systems use "
			  "without any setup. On USB 1 or 2, it costs host CPU time. If the guest "
			  "is only used in text mode, no tablet is needed.",
		.url = "https://libvirt.org/formatdomain.html#input-devices",
		.severity = VML_INFO,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.unless = VML_WHEN_MINIMAL | VML_WHEN_CCW | VML_WHEN_PSERIES,
		.each = "devices",
		.check = tablet_missing,
	},
	{ 0 }
};
