/* SPICE and its devices, which RHEL 9 and later no longer have. */
#include <vmlint/rule.h>

#include <string.h>

/* Return true if the domain is for a host without SPICE, according to machine type or target. */
static bool is_for_host_without_spice(const vml_context *ctx)
{
	const vml_facts *facts = vml_facts_of(ctx);
	const char *machine = facts->machine, *target = facts->target.name;

	/* a known target takes precedence over the machine type */
	if (*facts->target.family)
		return vml_starts_with(target, "rhel-9.") || vml_starts_with(target, "rhel-10.");
	return strstr(machine, "-rhel9.") || strstr(machine, "-rhel10.");
}

/* Describe a device that belongs to SPICE; NULL for other devices. */
static const char *part_of_spice(vml_context *ctx, const xmlNode *device)
{
	if (vml_named(device, "graphics") && vml_attr_is(device, "@type", "spice"))
		return "display is SPICE";
	if (vml_named(device, "video") && vml_attr_is(device, "model/@type", "qxl"))
		return "video card is a qxl";
	if (vml_named(device, "audio") && vml_attr_is(device, "@type", "spice"))
		return "audio backend is SPICE";
	if (vml_one_of((const char *)device->name, "channel|redirdev|smartcard") &&
		vml_one_of(vml_attr(device, "@type"), "spicevmc|spiceport"))
		return vml_format(ctx, "<%s> uses SPICE", (const char *)device->name);
	return NULL;
}

/* Return true if the domain has a device that needs a SPICE display and has no automatic fix. */
static bool has_manual_part(const vml_context *ctx)
{
	vml_each_device (device, ctx, NULL)
		if ((vml_named(device, "audio") && vml_attr_is(device, "@type", "spice")) ||
			(vml_named(device, "smartcard") &&
				vml_attr_is(device, "@type", "spicevmc")))
			return true;
	return false;
}

/* Set the remedy for devices of SPICE other than the display. */
static void advise(vml_finding *finding, const xmlNode *device)
{
	static const char *const remedies[][2] = {
		{ "channel",
			"Removes the channel. Set type='vnc' in <graphics>, too; for the clipboard, VNC "
			"has a channel of type qemu-vdagent." },
		{ "redirdev",
			"Removes the device: without SPICE, a viewer cannot redirect USB devices. A USB "
			"device of the host can be passed through by <hostdev type='usb'>." },
		{ "smartcard",
			"Remove the <smartcard>: without SPICE, the guest cannot use a card of the "
			"viewer." },
		{ "video",
			"Set type='virtio' in <model>, or type='vga' for a guest without virtio "
			"drivers." },
		{ "audio", "Set type='none': the guest's sound is discarded." }
	};

	for (size_t i = 0; i < sizeof(remedies) / sizeof(*remedies); i++)
		if (vml_named(device, remedies[i][0]))
			vml_remedy(finding, "%s", remedies[i][1]);
}

static void change(vml_context *ctx, vml_finding *finding, const xmlNode *device)
{
	const xmlNode *graphics = vml_device(ctx, "graphics");

	advise(finding, device);
	if (vml_named(device, "channel") || vml_named(device, "redirdev")) {
		vml_fix_remove(finding, device);
		return;
	}
	/*
	 * there is an automatic fix only for the simplest case: one display, without ports,
	 * children and devices that need SPICE
	 */
	if (vml_named(device, "graphics") && vml_is_only_device(graphics) &&
		!vml_cached(ctx, has_manual_part) && !vml_first(device) &&
		!vml_has_attr(device, "@tlsPort") && !vml_has_attr(device, "@port") &&
		!vml_has_attr(device, "@defaultMode")) {
		vml_remedy(finding,
			"Sets type='vnc'. Viewers must connect by another URL. For the clipboard, VNC "
			"has a channel of type qemu-vdagent.");
		vml_fix_set(finding, device, "type", "vnc");
		return;
	}
	vml_lower_fix(finding, VML_FIX_NONE);
}

static void spice(vml_context *ctx, xmlNode *device)
{
	bool removed = vml_cached(ctx, is_for_host_without_spice);
	const char *part = part_of_spice(ctx, device);
	const xmlNode *where = vml_named(device, "video") ? vml_child(device, "model") : device;
	vml_finding *finding;

	if (!part)
		return;
	if (removed) {
		finding = vml_report_attr(ctx, where, "type",
			"%s, which QEMU of RHEL 9 and later does not have: libvirt rejects the "
			"domain there",
			part);
		change(ctx, finding, device);
		return;
	}
	/* one finding per guest: on its display */
	if (!vml_named(device, "graphics"))
		return;
	finding = vml_report_attr(ctx, device, "type",
		"%s, which RHEL 9 and SLES 16 dropped: the guest cannot move to such hosts", part);
	vml_lower_severity(finding,
		vml_starts_with(vml_facts_of(ctx)->target.name, "sles-16") ? VML_WARNING
									   : VML_INFO);
	vml_lower_fix(finding, VML_FIX_NONE);
}

const vml_rule vml_rules_graphics_spice[] = {
	{
		.id = "graphics-spice-removed",
		.summary = "display, card or channel of SPICE, which RHEL 9 and later removed",
		.why = "RHEL 9, its rebuilds and RHEL 10 build QEMU without SPICE: no display, "
		       "no qxl card, no audio over SPICE, no USB redirection and no clipboard "
		       "of the SPICE agent. libvirt there rejects a domain that has one of "
		       "them, so a guest with SPICE can only move to hosts of other "
		       "distributions.",
		.remedy = "For hosts without SPICE, removes its channels and redirected USB "
			  "devices, and sets type='vnc' for a single display without ports "
			  "and children. The rest is manual: set type='vnc' (libvirt 11.1 "
			  "also has rdp) and a video card of model virtio or vga, and remove "
			  "SPICE's attributes, audio backend and smartcard. For the "
			  "clipboard, VNC has a channel of type qemu-vdagent. Viewers must "
			  "connect by another URL.",
		.url = "https://docs.redhat.com/en/documentation/red_hat_enterprise_linux/9/html/"
		       "considerations_in_adopting_rhel_9/"
		       "assembly_virtualization_considerations-in-adopting-rhel-9",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.unless = VML_WHEN_RUNNING,
		.each = "devices/graphics|devices/video|devices/audio|devices/channel|"
			"devices/redirdev|devices/smartcard",
		.check = spice,
	},
	{ 0 }
};
