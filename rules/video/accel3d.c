/* 3D acceleration, which needs a display that does OpenGL. */
#include <vmlint/rule.h>

#include <string.h>

static bool does_gl(const xmlNode *graphics)
{
	return vml_one_of(vml_attr(graphics, "@type"), "egl-headless|dbus") ||
		vml_attr_is(graphics, "gl/@enable", "yes");
}

/* SPICE hands OpenGL to a client on this host only: not where a port is open. */
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
	/* another process draws, or arguments of QEMU's bring the display */
	if (vml_attr_is(vml_parent(model), "driver/@name", "vhostuser") ||
		vml_qemu_arg(ctx, "gl=") || vml_qemu_arg(ctx, "egl-headless"))
		return;
	vml_each_device (graphics, ctx, "graphics") {
		if (does_gl(graphics))
			return;
		last = graphics;
	}
	finding = vml_report_attr(ctx, vml_child(model, "acceleration"), "accel3d",
		"video card has 3D acceleration and no display does OpenGL: the guest does not start");
	/* QEMU wants no other display beside this one but VNC and SPICE */
	if (vml_has_graphics(ctx, "sdl|desktop|rdp")) {
		vml_lower_fix(finding, VML_FIX_NONE);
		return;
	}
	vml_fix_add(finding, devices, last, "<graphics type='egl-headless'/>");
	vml_command(finding, "--add-device --graphics egl-headless");
}

static void spice_gl(vml_context *ctx, const xmlNode *graphics)
{
	if (vml_attr_is(graphics, "@type", "spice") && vml_attr_is(graphics, "gl/@enable", "yes") &&
		is_on_network(graphics)) {
		vml_finding *finding = vml_report(ctx, graphics,
			"spice display does OpenGL and has a network port: most versions of QEMU do not "
			"start with both");

		vml_lower_severity(finding, VML_WARNING);
		vml_lower_fix(finding, VML_FIX_NONE);
		vml_remedy(finding,
			"Let the display listen on nothing, <listen type='none'/> without port and "
			"autoport, and use virt-viewer on the host; or switch gl off and add "
			"<graphics type='egl-headless'/>.");
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
		.summary = "3D acceleration without a display that does OpenGL",
		.why = "A virtio card with accel3d='yes' draws with the host's OpenGL and needs a "
		       "display that can do OpenGL: egl-headless, dbus, or SPICE or SDL with gl "
		       "enabled. Without one QEMU stops with \"opengl is not available\" or a "
		       "similar message. SPICE with gl in turn serves clients on the same host only.",
		.remedy =
			"Adds an egl-headless display, which draws on the host's graphics card and "
			"lets the VNC or SPICE display show the result. The host needs a render node "
			"such as /dev/dri/renderD128; if it has no graphics card, remove accel3d.",
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
