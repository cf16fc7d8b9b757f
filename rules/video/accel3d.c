/* 3D acceleration without a display that supports OpenGL. */
#include <vmlint/rule.h>

#include <string.h>

static bool has_gl(const xmlNode *graphics)
{
	return vml_one_of(vml_attr(graphics, "@type"), "egl-headless|dbus") ||
		vml_attr_is(graphics, "gl/@enable", "yes");
}

/* Return true if the display has a port: SPICE supports OpenGL only for local clients. */
static bool is_on_network(const xmlNode *graphics)
{
	const char *listen = vml_attr(graphics, "listen/@type");

	if (vml_one_of(listen, "none|socket"))
		return false;
	return *listen || vml_has_attr(graphics, "@port") || vml_has_attr(graphics, "@tlsPort") ||
		vml_has_attr(graphics, "@listen") || vml_attr_is(graphics, "@autoport", "yes");
}

static void accelerated(vml_context *ctx, const xmlNode *model)
{
	xmlNode *devices = vml_parent(vml_parent(model)), *last = NULL;
	vml_finding *finding;

	if (!vml_attr_is(model, "acceleration/@accel3d", "yes") ||
		!vml_attr_is(model, "@type", "virtio"))
		return;
	/* skip: another process renders, or QEMU arguments add the display */
	if (vml_attr_is(vml_parent(model), "driver/@name", "vhostuser") ||
		vml_qemu_arg(ctx, "gl=") || vml_qemu_arg(ctx, "egl-headless"))
		return;
	vml_each_device (graphics, ctx, "graphics") {
		if (has_gl(graphics))
			return;
		last = graphics;
	}
	finding = vml_report_attr(ctx, vml_child(model, "acceleration"), "accel3d",
		"video card has 3D acceleration, but no display supports OpenGL: the guest does "
		"not start");
	/* only VNC and SPICE can be combined with egl-headless */
	if (vml_has_graphics(ctx, "sdl|desktop|rdp")) {
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding, "%s, or set accel3d='no'.",
			vml_has_graphics(ctx, "sdl")
				? "Set <gl enable='yes'/> in the SDL display"
				: "Replace the display by VNC with an additional egl-headless display");
		return;
	}
	if (!last)
		vml_remedy(finding,
			"Adds an egl-headless display, which renders on the host's graphics card. The "
			"host needs a render node such as /dev/dri/renderD128; if it has no graphics "
			"card, remove accel3d.");
	vml_fix_add(finding, devices, last, "<graphics type='egl-headless'/>");
	vml_command(finding, "--add-device --graphics egl-headless");
}

static void spice_gl(vml_context *ctx, const xmlNode *graphics)
{
	if (vml_attr_is(graphics, "@type", "spice") && vml_attr_is(graphics, "gl/@enable", "yes") &&
		is_on_network(graphics)) {
		vml_finding *finding = vml_report(ctx, graphics,
			"spice display has OpenGL and a network port: most QEMU versions do not "
			"start with both");

		vml_lower_severity(finding, VML_WARNING);
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding,
			"Set <listen type='none'/>, remove port and autoport, and use "
			"virt-viewer on the host. For remote clients, set <gl enable='no'/> and "
			"add <graphics type='egl-headless'/> instead.");
	}
}

static void accel3d(vml_context *ctx, xmlNode *node)
{
	if (vml_named(node, "model"))
		accelerated(ctx, node);
	else
		spice_gl(ctx, node);
}

const vml_rule vml_rules_video_accel3d[] = {
	{
		.id = "video-accel3d-no-gl",
		.summary = "3D acceleration without a display that supports OpenGL",
		.why = "A virtio card with accel3d='yes' renders with the host's OpenGL and "
		       "needs a display that supports OpenGL: egl-headless, dbus, or SPICE or "
		       "SDL with gl enabled. Without one QEMU exits with \"opengl is not "
		       "available\" or a similar message. SPICE with gl supports only clients on "
		       "the same host.",
		.remedy = "Adds an egl-headless display, which renders on the host's graphics card "
			  "and lets the VNC or SPICE display show the result. The host needs a "
			  "render node such as /dev/dri/renderD128; if it has no graphics card, "
			  "remove accel3d.",
		.url = "https://libvirt.org/formatdomain.html#video-devices",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.each = "devices/video/model|devices/graphics",
		.check = accel3d,
	},
	{ 0 }
};
