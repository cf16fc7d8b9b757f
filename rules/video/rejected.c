/* Video cards that libvirt rejects. */
#include <vmlint/refusal.h>

#include <string.h>

static uint64_t primary_key(vml_context *ctx, const xmlNode *video)
{
	(void)ctx;
	return vml_attr_is(video, "model/@primary", "yes") ? 1 : 0;
}

static void index_primaries(vml_context *ctx, vml_index *index)
{
	vml_index_devices(ctx, index, "video", primary_key);
}

/*
 * Return true if the card is not the primary one, which is the first with primary='yes', else the
 * first.
 */
static bool is_secondary_card(vml_context *ctx, const xmlNode *video)
{
	const vml_entry *stated = vml_index_find(ctx, index_primaries, 1);

	return video != (stated ? stated->node : vml_device(ctx, "video"));
}

static bool is_secondary(vml_context *ctx, const xmlNode *model)
{
	return is_secondary_card(ctx, vml_parent(model));
}

static bool has_others(vml_context *ctx, const xmlNode *model)
{
	(void)ctx;
	return !vml_is_only_device(vml_parent(model));
}

/*
 * Checks of libvirt: virDomainVideoDefValidate(), virDomainDefVideoValidate(),
 * virDomainVideoDefParseXML().
 */
static const vml_refusal rows[] = {
	{ .on = "model",
		.terms = { VML_IS("@type", "none"), VML_CALL(has_others) },
		.at = "@type",
		.message = "the video model none cannot be combined with other cards",
		.remedy = "Remove this card, or the others." },
	{ .on = "model",
		.terms = { VML_IS("@primary", "yes"), VML_CALL(is_secondary) },
		.at = "@primary",
		.message = "the domain must have at most one primary video card",
		.remedy = "Removes primary='yes' from this card.",
		.fix = "unset @primary" },
	{ .on = "model",
		.when = VML_WHEN_QEMU,
		.terms = { VML_FILLED("@type"), VML_IS_NOT("@type", "qxl|virtio|none"),
			VML_CALL(is_secondary) },
		.at = "@type",
		.message = "only video cards of model virtio and qxl can be secondary ones",
		.remedy = "Set type='virtio', remove the card, or swap it with a primary card of "
			  "model virtio or qxl." },
	{ .on = "model",
		.when = VML_WHEN_QEMU,
		.terms = { VML_HAS("@heads"), VML_FILLED("@type"),
			VML_IS_NOT("@type", "qxl|virtio|none"), VML_IS_NOT("@heads", "1") },
		.at = "@heads",
		.message = "only video cards of model virtio and qxl can have several heads",
		.remedy = "Sets heads='1'. Alternative: the model virtio.",
		.fix = "set @heads=1" },
	{ .on = "model",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "xen|vbox|gop|parallels") },
		.at = "@type",
		.message = "QEMU has no video card of model {value}",
		.remedy = "Use virtio, or vga for a guest without virtio drivers." },
	{ .on = "model",
		.terms = { VML_ABOVE("@ram", "0"), VML_IS_NOT("@type", "qxl|none") },
		.at = "@ram",
		.message = "only video cards of model qxl have the attribute ram",
		.remedy = "Removes the attribute ram.",
		.fix = "unset @ram" },
	{ .on = "model",
		.terms = { VML_ABOVE("@vram64", "0"), VML_IS_NOT("@type", "qxl|none") },
		.at = "@vram64",
		.message = "only video cards of model qxl have the attribute vram64",
		.remedy = "Removes the attribute vram64.",
		.fix = "unset @vram64" },
	{ .on = "model",
		.terms = { VML_ABOVE("@vgamem", "0"), VML_IS_NOT("@type", "qxl|none") },
		.at = "@vgamem",
		.message = "only video cards of model qxl have the attribute vgamem",
		.remedy = "Removes the attribute vgamem.",
		.fix = "unset @vgamem" },
	{ .on = "video",
		.terms = { VML_IS("model/@type", "ramfb"), VML_HAS("address/@type"),
			VML_IS_NOT("address/@type", "none") },
		.at = "address",
		.message = "a video card of model ramfb cannot have an address",
		.remedy = "Removes the address.",
		.fix = "remove address" },
	{ .on = "driver",
		.terms = { VML_IS("@name", "vhostuser"), VML_FILLED("../model/@type"),
			VML_IS_NOT("../model/@type", "virtio") },
		.at = "@name",
		.message = "only video cards of model virtio have the driver vhostuser",
		.remedy = "Use the model virtio, or remove the driver." },
	{ .on = "driver",
		.terms = { VML_ANY("@iommu|@ats|@packed|@page_per_vq"),
			VML_FILLED("../model/@type"), VML_IS_NOT("../model/@type", "virtio") },
		.message = "only virtio cards have the option {name}",
		.remedy = "Removes the attribute {name}. Alternative: the model virtio.",
		.fix = "drop" },
	{ .on = "video",
		.when = VML_WHEN_QEMU | VML_WHEN_X86,
		.terms = { VML_LACKS("model/@type"), VML_LACKS("driver"),
			VML_CALL(is_secondary_card) },
		.message =
			"{device} is not the primary card and has no model, but libvirt's default "
			"model can only be primary",
		.remedy = "Add <model type='virtio'/>, or remove the card." },
	{ .on = "driver",
		.when = VML_WHEN_QEMU | VML_WHEN_X86,
		.terms = { VML_IS("@name", "vhostuser"), VML_LACKS("../model/@type") },
		.at = "@name",
		.message = "the video card has the driver vhostuser, but not the model virtio",
		.remedy = "Set the model virtio, or remove the driver." },
	{ 0 },
};

const vml_rule vml_rules_video_rejected[] = {
	{
		.id = "video-rejected",
		.summary = "video card that libvirt rejects",
		.why = "libvirt checks each video card when a domain is defined and rejects the "
		       "whole domain if one is invalid: a second card that only works as the "
		       "first one, or attributes of qxl that remain after the model was changed.",
		.remedy = "Each finding states how to correct the card. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#video-devices",
		.aliases = "xml-define-display",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/video|devices/video/model|devices/video/driver",
		.refusals = rows,
	},
	{ 0 },
};
