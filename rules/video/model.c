/* Outdated video cards: cirrus, which libvirt adds by default, and qxl. */
#include <vmlint/rule.h>

#include <string.h>

/*
 * Return the model that replaces the card: virtio if the guest has a driver for it, else one that
 * depends on the firmware.
 */
static const char *better_model(const vml_context *ctx)
{
	if (vml_guest_drives(ctx, VML_DRIVER_VIRTIO_GPU) == VML_YES)
		return "virtio";
	return vml_boots_uefi(ctx) ? "bochs" : "vga";
}

/*
 * Set the remedy. adds: the fix adds a card, because none is listed; removes: sentence about the
 * settings of the old card that it removes, "" if there are none
 */
static void advise(const vml_context *ctx, vml_finding *finding, bool adds, const char *removes)
{
	const char *better = better_model(ctx);

	vml_remedy(finding,
		"%s %s%s.%s The guest detects a different graphics card at its next start.",
		adds ? "Adds a card of model" : "Changes the card to", better,
		vml_one_of(better, "virtio") ? ", for which the guest has a driver"
			: vml_one_of(better, "bochs")
			? ", which shows a picture under UEFI without a driver"
			: ", which shows a picture without a driver; virtio is "
			  "better if the guest has a driver for it",
		removes);
}

static void replace_cirrus(vml_context *ctx, vml_finding *finding, const xmlNode *video)
{
	xmlNode *model = vml_child(video, "model");
	const char *better = better_model(ctx);

	advise(ctx, finding, false, "");
	/* remove @vram, which libvirt writes for a cirrus, but virtio does not have */
	vml_command(finding, "--edit %u --video model.type=%s%s", vml_sibling_index(video), better,
		vml_one_of(better, "virtio") ? ",model.vram=" : "");
	if (!model) {
		vml_fix_add(finding, video, NULL, vml_format(ctx, "<model type='%s'/>", better));
		return;
	}
	vml_fix_set(finding, model, "type", better);
	if (!strcmp(better, "virtio") && vml_has_attr(model, "@vram"))
		vml_fix_unset(finding, model, "vram");
}

/* Return true if the guest is known and old: it may have no driver for newer cards. */
static bool is_known_to_be_old(const vml_context *ctx)
{
	return *vml_guest_id(ctx) && vml_guest_is_old(ctx);
}

static void cirrus(vml_context *ctx, xmlNode *video)
{
	xmlNode *model = vml_child(video, "model");
	const char *type = vml_attr(model, "@type");

	if ((*type && strcmp(type, "cirrus")) || is_known_to_be_old(ctx))
		return;
	replace_cirrus(ctx,
		vml_report_attr(ctx, model ? model : video, "type",
			*type ? "video card is a cirrus of the 1990s: it is slow, has low "
				"resolutions, and RHEL 9 hosts lack it"
			      : "video card has no model, so it is a cirrus of the 1990s: it is "
				"slow and has low resolutions"),
		video);
}

/*
 * Return true for machine types of RHEL 9 and 10, whose QEMU has no cirrus. Those of RHEL 7 do not
 * count: they also run on hosts that have it.
 */
static bool is_without_cirrus(const vml_context *ctx)
{
	const char *machine = vml_facts_of(ctx)->machine;

	return strstr(machine, "rhel9.") || strstr(machine, "rhel10.");
}

/* Report a display without any <video>: libvirt adds a cirrus, also on q35. */
static void implied_cirrus(vml_context *ctx, xmlNode *devices)
{
	static const char displays[] = "vnc|spice|rdp|sdl";
	xmlNode *graphics = vml_device(ctx, "graphics");
	vml_finding *finding;

	while (graphics && !vml_one_of(vml_attr(graphics, "@type"), displays))
		graphics = vml_next_device(graphics, "graphics");
	/* without cirrus, as in RHEL 9, libvirt adds a VGA card instead */
	if (!graphics || vml_device(ctx, "video") || is_without_cirrus(ctx))
		return;
	if (vml_guest_is_old(ctx) || vml_qemu_arg(ctx, "vga") || vml_qemu_arg(ctx, "VGA"))
		return;
	finding = vml_report(ctx, graphics,
		"%s has no <video>: libvirt adds a cirrus card of the 1990s, slow and with low "
		"resolutions",
		vml_device_name(ctx, graphics));
	advise(ctx, finding, true, "");
	vml_fix_add(finding, devices, graphics,
		vml_format(ctx, "<video><model type='%s'/></video>", better_model(ctx)));
}

static void cirrus_card(vml_context *ctx, xmlNode *node)
{
	if (vml_named(node, "video"))
		cirrus(ctx, node);
	else
		implied_cirrus(ctx, node);
}

/*
 * Return true if qxl is useful: with a SPICE display, for a guest that may lack a driver for
 * virtio-gpu.
 */
static bool is_qxl_useful(const vml_context *ctx)
{
	return vml_has_graphics(ctx, "spice") &&
		vml_guest_drives(ctx, VML_DRIVER_VIRTIO_GPU) != VML_YES;
}

static void replace_qxl(vml_context *ctx, vml_finding *finding, const xmlNode *model)
{
	static const char *const own[] = { "@ram", "@vram", "@vram64", "@vgamem" };
	const char *better = better_model(ctx);
	bool virtio = !strcmp(better, "virtio"), has_own = false;
	bool loses_heads =
		!virtio && vml_has_attr(model, "@heads") && !vml_attr_is(model, "@heads", "1");

	/*
	 * vga and bochs must be the first card and have only one head: no fix if there are several
	 * cards
	 */
	if (!vml_is_only_device(vml_parent(model)) && !virtio) {
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding,
			"Change all cards to virtio if the guest has a driver for it. Otherwise "
			"keep one card, of model bochs with UEFI and vga without: only virtio and "
			"qxl support several cards.");
		return;
	}
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		has_own |= vml_has_attr(model, own[i]);
	advise(ctx, finding, false,
		vml_format(ctx, "%s%s",
			has_own ? " Removes the settings that apply to qxl only." : "",
			loses_heads ? " Removes heads, because the new card has only one." : ""));
	vml_fix_set(finding, model, "type", better);
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (vml_has_attr(model, own[i]))
			vml_fix_unset(finding, model, own[i] + 1);
	if (!virtio && vml_has_attr(model, "@heads"))
		vml_fix_unset(finding, model, "heads");
	vml_command(finding,
		"--edit %u --video model.type=%s,model.ram=,model.vram=,model.vram64=,"
		"model.vgamem=%s",
		vml_sibling_index(vml_parent(model)), better, virtio ? "" : ",model.heads=");
}

static void qxl(vml_context *ctx, xmlNode *model)
{
	bool spice = vml_has_graphics(ctx, "spice");

	if (!vml_attr_is(model, "@type", "qxl") || is_qxl_useful(ctx))
		return;
	replace_qxl(ctx,
		vml_report_attr(ctx, model, "type",
			spice ? "video card is a qxl, but the guest has a driver for virtio: RHEL 9 hosts "
				"do not start a guest with qxl"
			      : "video card is a qxl without a SPICE display: it is no better "
				"than vga, and RHEL 9 hosts do not start the guest"),
		model);
}

const vml_rule vml_rules_video_model[] = {
	{
		.id = "video-cirrus",
		.summary = "video card is a cirrus, a model of the 1990s",
		.why = "cirrus emulates a graphics chip of the 1990s: low resolutions, colour "
		       "depths that current desktops do not expect, slow screen updates. The "
		       "Linux kernel marks it as obsolete, and RHEL 9 hosts no longer have it. "
		       "Yet libvirt adds it to every x86 guest that has a display and no <video>.",
		.remedy = "Changes the card to virtio if the guest has a driver for it, to bochs "
			  "if it boots by UEFI, and to plain vga otherwise; all of them show a "
			  "picture even without a driver. The guest detects a different graphics "
			  "card at its next start.",
		.url = "https://www.kraxel.org/blog/2014/10/qemu-using-cirrus-considered-harmful/",
		.severity = VML_WARNING,
		.category = VML_PERFORMANCE,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU | VML_WHEN_X86,
		.unless = VML_WHEN_MINIMAL,
		.each = "devices|devices/video",
		.check = cirrus_card,
	},
	{
		.id = "video-qxl",
		.summary = "video card is a qxl although virtio or vga is better",
		.why = "qxl was made for SPICE; with any other display it is no better than "
		       "plain vga. RHEL 9 removed SPICE and qxl together, so after a host "
		       "upgrade such a guest does not start. Development has moved to virtio, "
		       "which Linux supports since 4.2.",
		.remedy = "Changes the card to virtio if the guest has a driver for it, to bochs "
			  "if it boots by UEFI, and to plain vga otherwise; vga and bochs have "
			  "one screen. Removes the memory sizes, which apply to qxl only. The "
			  "guest detects a different graphics card at its next start.",
		.url = "https://www.kraxel.org/blog/2019/09/display-devices-in-qemu/",
		.severity = VML_INFO,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU | VML_WHEN_X86,
		.each = "devices/video/model",
		.check = qxl,
	},
	{ 0 }
};
