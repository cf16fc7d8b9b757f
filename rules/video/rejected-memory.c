/* Memory, resolution and acceleration of video cards that libvirt rejects. */
#include <vmlint/refusal.h>

static bool is_odd_vgamem(vml_context *ctx, const xmlNode *model)
{
	uint64_t size;

	(void)ctx;
	return vml_number(vml_attr(model, "@vgamem"), &size) && (size & (size - 1)) != 0;
}

/*
 * Checks of libvirt: virDomainVideoDefValidate(), qemuValidateDomainDeviceDefVideo(). libvirt
 * rounds ram and vram up to a power of two; the result in bytes must fit into 32 bits.
 */
static const vml_refusal rows[] = {
	{ .on = "model",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "qxl"), VML_ABOVE("@vgamem", "0"),
			VML_BELOW("@vgamem", "1024") },
		.at = "@vgamem",
		.message = "the vgamem of a qxl card must be at least 1024 KiB",
		.remedy = "Set 16384, libvirt's default, or remove the attribute vgamem." },
	{ .on = "model",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "qxl"), VML_ABOVE("@vgamem", "1023"),
			VML_CALL(is_odd_vgamem) },
		.at = "@vgamem",
		.message = "the vgamem of a qxl card must be a power of two",
		.remedy = "Set 16384 (KiB), libvirt's default, or 32768." },
	{ .on = "model",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "qxl"), VML_ABOVE("@vram", "2097152") },
		.at = "@vram",
		.message = "the vram of a qxl card is {value} KiB, but must be at most 2 GiB",
		.remedy = "Set 65536 (KiB), libvirt's default." },
	{ .on = "model",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "qxl"), VML_ABOVE("@ram", "2097152") },
		.at = "@ram",
		.message = "the ram of a qxl card is {value} KiB, but must be at most 2 GiB",
		.remedy = "Set 65536 (KiB), libvirt's default." },
	{ .on = "model",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "vga|vmvga"), VML_ABOVE("@vram", "0"),
			VML_BELOW("@vram", "1024") },
		.at = "@vram",
		.message = "the vram of a video card must be at least 1024 KiB",
		.remedy = "Sets 16384, libvirt's default, in KiB.",
		.fix = "set @vram=16384" },
	{ .on = "model",
		.terms = { VML_HAS("@blob"), VML_FILLED("@type"),
			VML_IS_NOT("@type", "virtio|none") },
		.since = VML_RELEASE(9, 2),
		.at = "@blob",
		.message = "only video cards of model virtio have blob resources",
		.remedy = "Removes the attribute blob.",
		.fix = "unset @blob" },
	{ .on = "model",
		.when = VML_WHEN_QEMU,
		.since = VML_RELEASE(9, 2),
		.terms = { VML_IS("@blob", "on"), VML_IS("@type", "virtio"),
			VML_IS_NOT("/memoryBacking/source/@type", "memfd") },
		.at = "@blob",
		.message = "blob resources require the guest's memory in a memfd",
		.remedy = "Add <memoryBacking><source type='memfd'/></memoryBacking>, or set "
			  "blob='off'." },
	{ .on = "acceleration",
		.terms = { VML_HAS("@rendernode"), VML_IS_NOT("../../driver/@name", "vhostuser"),
			VML_IS_NOT("../@type", "none") },
		.at = "@rendernode",
		.message = "only video cards with the driver vhostuser have a rendernode",
		.remedy =
			"Remove the attribute rendernode here, and set it in <gl> of the display." },
	{ .on = "acceleration",
		.terms = { VML_LACKS("@accel3d"), VML_LACKS("@accel2d"), VML_LACKS("@rendernode") },
		.message = "<acceleration> must have an attribute",
		.remedy = "Removes <acceleration>. Alternative: accel3d='yes'.",
		.fix = "remove ." },
	{ .on = "acceleration",
		.when = VML_WHEN_QEMU,
		.terms = { VML_IS("@accel2d", "yes"), VML_IS_NOT("../@type", "none") },
		.at = "@accel2d",
		.message = "QEMU has no 2D acceleration",
		.remedy = "Sets accel2d='no'.",
		.fix = "set @accel2d=no" },
	{ .on = "acceleration",
		.when = VML_WHEN_QEMU,
		.until = VML_RELEASE(11, 4),
		.terms = { VML_IS("@accel3d", "yes"), VML_FILLED("../@type"),
			VML_IS_NOT("../@type", "virtio|none"),
			VML_IS_NOT("../../driver/@name", "vhostuser") },
		.at = "@accel3d",
		.message = "3D acceleration is on, but the video card is not of model virtio",
		.remedy = "Use the model virtio with an OpenGL display, or set accel3d='no'." },
	{ .on = "resolution",
		.terms = { VML_IS("@x", "0") },
		.at = "@x",
		.message = "the resolution of a video card must be greater than 0",
		.remedy = "Removes <resolution>.",
		.fix = "remove ." },
	{ .on = "resolution",
		.terms = { VML_IS("@y", "0"), VML_IS_NOT("@x", "0") },
		.at = "@y",
		.message = "the resolution of a video card must be greater than 0",
		.remedy = "Removes <resolution>.",
		.fix = "remove ." },
	{ .on = "resolution",
		.when = VML_WHEN_QEMU,
		.terms = { VML_FILLED("../@type"),
			VML_IS_NOT("../@type", "vga|qxl|virtio|bochs|none"), VML_HAS("@x") },
		.message = "a video card of this model has no configurable resolution",
		.remedy = "Removes <resolution>. Alternative: the model vga, bochs, qxl or virtio.",
		.fix = "remove ." },
	{ 0 },
};

const vml_rule vml_rules_video_rejected_memory[] = {
	{
		.id = "video-rejected-memory",
		.summary = "memory, resolution or acceleration of a video card that libvirt "
			   "rejects",
		.why = "The memory of a video card has limits, and resolution, blob "
		       "resources and acceleration exist only for some models. "
		       "libvirt rejects a domain that exceeds a limit or sets them "
		       "for another model.",
		.remedy = "Each finding states how to correct the card. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#video-devices",
		.aliases = "xml-define-display",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/video/model|devices/video/model/acceleration|"
			"devices/video/model/resolution",
		.refusals = rows,
	},
	{ 0 },
};
