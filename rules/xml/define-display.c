/*
 * Displays, video cards and SPICE devices that libvirt refuses to define:
 * src/conf/domain_conf.c (listen), virDomainVideoDefValidate(),
 * qemuValidateDomainDeviceDefVideo() and qemuValidateDomainDeviceDefGraphics(), libvirt 9.0.
 */
#include <vmlint/rule.h>

#include <string.h>

enum { VNC_PASSWORD_MAX = 8 };

static const char *check_graphics(vml_context *ctx, const xmlNode *graphics)
{
	xmlNode *listen = vml_child(graphics, "listen");
	const char *type = vml_attr(graphics, "@type");

	if (*vml_attr(graphics, "@listen") && vml_attr_is(listen, "@type", "address") &&
		vml_has_attr(listen, "@address") &&
		strcmp(vml_attr(graphics, "@listen"), vml_attr(listen, "@address")))
		return "its listen attribute and its <listen> element have different addresses";
	if (!strcmp(type, "vnc") && strlen(vml_attr(graphics, "@passwd")) > VNC_PASSWORD_MAX)
		return "a VNC password must not exceed 8 characters";
	if (!vml_has_graphics(ctx, "egl-headless"))
		return NULL;
	if (vml_attr_is(graphics, "gl/@enable", "yes") && !strcmp(type, "spice"))
		return "with an egl-headless display no other display can use OpenGL";
	if (vml_one_of(type, "sdl|desktop|rdp"))
		return "an egl-headless display can only be combined with VNC and SPICE";
	return NULL;
}

static const char *check_memory(const xmlNode *model)
{
	if (!vml_attr_is(model, "@type", "qxl") &&
		(vml_has_attr(model, "@ram") || vml_has_attr(model, "@vram64") ||
			vml_has_attr(model, "@vgamem")))
		return "only the model qxl has ram, vram64 and vgamem";
	return NULL;
}

static uint64_t primary_key(vml_context *ctx, const xmlNode *video)
{
	(void)ctx;
	return vml_attr_is(video, "model/@primary", "yes") ? 1 : 0;
}

static void index_primaries(vml_context *ctx, vml_index *index)
{
	vml_index_devices(ctx, index, "video", primary_key);
}

/* Return the primary card: the first with primary='yes', else the first card. */
static const xmlNode *primary_of(vml_context *ctx)
{
	const vml_entry *stated = vml_index_find(ctx, index_primaries, 1);

	return stated ? stated->node : vml_device(ctx, "video");
}

static const char *check_video(vml_context *ctx, const xmlNode *video)
{
	const xmlNode *model = vml_child(video, "model");
	const char *type = vml_attr(model, "@type");
	bool only_first = !vml_one_of(type, "qxl|virtio");
	uint64_t heads = 1;

	if (!*type)
		return NULL;
	if (!strcmp(type, "none"))
		return vml_is_only_device(video) ? NULL
						 : "the model none cannot be combined "
						   "with other cards";
	vml_number(vml_attr(model, "@heads"), &heads);
	if (only_first && heads > 1)
		return "only virtio and qxl can have several heads";
	if (vml_attr_is(model, "@primary", "yes") && primary_of(ctx) != video)
		return "only one card can be the primary one";
	if (only_first && primary_of(ctx) != video)
		return "only virtio and qxl can be secondary cards";
	if (vml_attr_is(model, "acceleration/@accel3d", "yes") && strcmp(type, "virtio") &&
		!vml_attr_is(video, "driver/@name", "vhostuser"))
		return "only virtio supports 3D acceleration";
	return check_memory(model);
}

/* Return an error if the device needs a SPICE display and there is none, else NULL. */
static const char *check_spice_use(vml_context *ctx, const xmlNode *device)
{
	const char *type = vml_attr(device, "@type");

	if (vml_has_graphics(ctx, "spice"))
		return NULL;
	if (vml_one_of(type, "spicevmc|spiceport") ||
		(vml_named(device, "audio") && !strcmp(type, "spice")))
		return vml_format(ctx, "type='%s' needs a SPICE display", type);
	return NULL;
}

static void define_display(vml_context *ctx, xmlNode *device)
{
	const char *what;

	if (vml_named(device, "graphics"))
		what = check_graphics(ctx, device);
	else if (vml_named(device, "video"))
		what = check_video(ctx, device);
	else
		what = check_spice_use(ctx, device);
	if (what)
		vml_report(
			ctx, device, "libvirt refuses %s: %s", vml_device_name(ctx, device), what);
}

const vml_rule vml_rules_xml_define_display[] = {
	{
		.id = "xml-define-display",
		.summary = "display, video card or SPICE channel that libvirt refuses",
		.why = "libvirt checks displays, video cards and all devices that depend on them "
		       "when a domain is defined, and refuses the whole domain if a single one "
		       "is invalid. It often happens after SPICE was replaced by VNC by hand: "
		       "the channels and redirected USB devices of SPICE remain in the document.",
		.remedy = "Change the device as the message describes. Without a SPICE display, "
			  "channels and redirected devices of type spicevmc and audio of type "
			  "spice can be removed as well.",
		.url = "https://libvirt.org/formatdomain.html#graphical-framebuffers",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_RUNNING,
		.each = "devices/graphics|devices/video|devices/channel|devices/redirdev|devices/audio|"
			"devices/smartcard|devices/serial|devices/console",
		.check = define_display,
	},
	{ 0 }
};
