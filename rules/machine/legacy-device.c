/* Hardware of the 1980s and 1990s that hardly any guest uses. */
#include <vmlint/rule.h>

#include <string.h>

/*
 * Return true if a CD-ROM is inserted: the guest may be being installed, and read drivers or an
 * answer file from a floppy.
 */
static bool is_installing(const vml_context *ctx)
{
	vml_each_device (disk, ctx, "disk")
		if (vml_attr_is(disk, "@device", "cdrom") && vml_child(disk, "source"))
			return true;
	return false;
}

static bool has_floppies(const vml_context *ctx)
{
	unsigned int n = 0;

	vml_each_device (disk, ctx, "disk")
		n += vml_attr_is(disk, "@device", "floppy");
	return n > 1;
}

static void floppy(vml_context *ctx, const xmlNode *disk)
{
	vml_finding *finding;

	if (!vml_attr_is(disk, "@device", "floppy") || vml_cached(ctx, is_installing))
		return;
	finding = vml_report(ctx, disk,
		"%s adds a controller that few guests need: a bug in it once let guests break "
		"out (VENOM)",
		vml_device_name(ctx, disk));
	if (vml_child(disk, "source")) {
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding,
			"If the guest no longer reads the image in the drive, remove the <disk>; "
			"together with the last floppy drive, remove the controller of type fdc.");
		return;
	}
	vml_remedy(finding, "Removes the empty drive%s.",
		vml_cached(ctx, has_floppies) ? "; its controller stays for the other drive"
					      : " and its controller");
	vml_fix_remove(finding, disk);
	if (vml_cached(ctx, has_floppies)) {
		vml_command(finding, "--remove-device --disk %s", vml_selector(ctx, disk));
		return;
	}
	vml_each_device (controller, ctx, "controller")
		if (vml_attr_is(controller, "@type", "fdc"))
			vml_fix_remove(finding, controller);
}

/*
 * Return true for an audio codec without a valid type, which libvirt rejects. libvirt reads codecs
 * only for the models ich6 and ich9.
 */
static bool has_untyped_codec(const xmlNode *card)
{
	vml_each_child (codec, card, "codec")
		if (!vml_one_of(vml_attr(codec, "@type"), "duplex|micro|output"))
			return true;
	return false;
}

static void sound(vml_context *ctx, const xmlNode *card)
{
	const char *model = vml_attr(card, "@model"), *better;
	vml_finding *finding;

	if (!vml_one_of(model, "ac97|es1370|sb16"))
		return;
	finding = vml_report_attr(ctx, card, "model",
		"sound card is an %s of the 1990s: 64-bit Windows has no driver for it, RHEL 9 "
		"hosts do not emulate it",
		model);
	better = vml_facts_of(ctx)->board == VML_BOARD_Q35 ? "ich9" : "ich6";
	if (has_untyped_codec(card)) {
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding,
			"Set model='%s', and the type of each <codec>: duplex, micro or output.",
			better);
		return;
	}
	vml_remedy(finding,
		"Sets model='%s', an Intel HDA card, for which current systems have a driver. The "
		"guest sees another sound card at its next start.",
		better);
	vml_fix_set(finding, card, "model", better);
	vml_command(finding, "--edit %u --sound model=%s", vml_sibling_index(card), better);
}

/*
 * Report a PC speaker of a guest with neither a display nor host devices: such a guest is not a
 * desktop, and no user hears the speaker.
 */
static void speaker(vml_context *ctx, const xmlNode *card)
{
	vml_finding *finding;

	if (!vml_is_only_device(card) || vml_device(ctx, "graphics") || vml_device(ctx, "hostdev"))
		return;
	finding = vml_report_attr(ctx, card, "model",
		"sound card is a PC speaker, but the guest has no display: no user can hear it");
	vml_remedy(finding, "Removes the sound card.");
	vml_fix_remove(finding, card);
	vml_command(finding, "--remove-device --sound %u", vml_sibling_index(card));
}

static void watchdog(vml_context *ctx, const xmlNode *device)
{
	vml_finding *finding;

	/*
	 * on boards other than i440fx, libvirt 9.3 and later reject an ib700: watchdog-rejected
	 * reports it
	 */
	if (!vml_attr_is(device, "@model", "ib700") ||
		(vml_facts_of(ctx)->board != VML_BOARD_PC &&
			vml_libvirt_is(ctx, VML_RELEASE(9, 3))))
		return;
	finding = vml_report_attr(ctx, device, "model",
		"watchdog is an ib700, an ISA card: libvirt 9.3 and later support it on i440fx "
		"boards only");
	vml_remedy(finding,
		"Sets model='i6300esb', a PCI card, which libvirt recommends. The guest sees "
		"another watchdog at its next start.");
	vml_fix_set(finding, device, "model", "i6300esb");
	vml_command(finding, "--edit %u --watchdog model=i6300esb", vml_sibling_index(device));
}

static void parallel(vml_context *ctx, const xmlNode *port)
{
	vml_finding *finding;

	if (!vml_one_of(vml_attr(port, "@type"), "pty|null|vc"))
		return;
	finding = vml_report(ctx, port,
		"%s port is not connected to a printer: it only adds code that a "
		"guest can attack",
		vml_device_name(ctx, port));
	vml_remedy(finding, "Removes the port.");
	vml_fix_remove(finding, port);
	vml_command(finding, "--remove-device --parallel %u", vml_sibling_index(port));
}

static void legacy_device(vml_context *ctx, xmlNode *device)
{
	/* skip old guests: they have drivers for hardly any other device */
	if (vml_guest_is_old(ctx))
		return;
	if (vml_named(device, "disk"))
		floppy(ctx, device);
	else if (vml_attr_is(device, "@model", "pcspk"))
		speaker(ctx, device);
	else if (vml_named(device, "sound"))
		sound(ctx, device);
	else if (vml_named(device, "watchdog"))
		watchdog(ctx, device);
	else
		parallel(ctx, device);
}

const vml_rule vml_rules_machine_legacy_device[] = {
	{
		.id = "machine-legacy-device",
		.summary =
			"floppy drive, printer port or other hardware that hardly any guest uses",
		.why = "Every emulated device is code that a hostile guest can attack, and the "
		       "oldest code is hardly reviewed: in 2015 a bug in the floppy controller "
		       "was found to let guests break out (VENOM, CVE-2015-3456). RHEL 9 hosts "
		       "no longer emulate some of these devices, and a guest that has one does "
		       "not start there.",
		.remedy = "Removes the device if nothing uses it, or replaces it by its successor: "
			  "ich6 or ich9 for a sound card, i6300esb for the watchdog. The guest "
			  "sees different hardware at its next start.",
		.url = "https://access.redhat.com/articles/1444903",
		.severity = VML_INFO,
		.category = VML_SECURITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU | VML_WHEN_X86,
		.unless = VML_WHEN_MINIMAL,
		.each = "devices/disk|devices/sound|devices/watchdog|devices/parallel",
		.check = legacy_device,
	},
	{ 0 }
};
