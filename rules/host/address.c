/* IP addresses on which devices of the guest listen, but which the host does not have. */
#include <vmlint/host.h>
#include <vmlint/refusal.h>

/*
 * Report `device` if the host lacks the address in the attribute at `path` ("@host") of `node`. The
 * severity is lower if the profile lists the addresses: they may have changed since.
 */
static void listen_at(
	vml_context *ctx, const xmlNode *device, const xmlNode *node, const char *path)
{
	const char *address = vml_attr(node, path);
	vml_finding *finding;
	bool sure;

	if (vml_host_address(vml_host_of(ctx), address, &sure) != VML_NO)
		return;
	finding = vml_report_attr(ctx, node, path + 1,
		"%s listens on %s, which no network interface of the host has: the guest %s not "
		"start",
		vml_device_name(ctx, device), address, sure ? "does" : "may");
	if (vml_named(device, "graphics"))
		vml_remedy(finding,
			"Listen on an address of the host, on 127.0.0.1, or on the address of a "
			"virtual network: <listen type='network' network='NAME'/>. If the host "
			"gets the address later, such as a floating address, start the guest "
			"after that.");
	if (!sure)
		vml_lower_severity(finding, VML_WARNING);
}

/* Check a display: libvirt uses the first <listen>; without any, the attribute `listen`. */
static void display(vml_context *ctx, const xmlNode *graphics)
{
	const xmlNode *listen = vml_child(graphics, "listen");

	if (vml_has_attr(graphics, "@socket") ||
		(listen && !vml_attr_is(listen, "@type", "address")))
		return;
	/* without a port, SPICE does not listen */
	if (!vml_attr_is(graphics, "@type", "vnc") &&
		(!vml_attr_is(graphics, "@type", "spice") ||
			(!vml_attr_is(graphics, "@autoport", "yes") &&
				vml_one_of(vml_attr(graphics, "@port"), "|0") &&
				vml_one_of(vml_attr(graphics, "@tlsPort"), "|0"))))
		return;
	if (vml_has_attr(listen, "@address"))
		listen_at(ctx, graphics, listen, "@address");
	else
		listen_at(ctx, graphics, graphics, "@listen");
}

static void interface(vml_context *ctx, const xmlNode *interface)
{
	const xmlNode *source = vml_child(interface, "source");

	if (vml_attr_is(interface, "@type", "server"))
		listen_at(ctx, interface, source, "@address");
	else if (vml_attr_is(interface, "@type", "udp"))
		listen_at(ctx, interface, vml_child(source, "local"), "@address");
}

/* Check a character device. node: the element with the type and sources: `device` or its child */
static void chardev(vml_context *ctx, const xmlNode *device, const xmlNode *node)
{
	if (!vml_one_of(vml_attr(node, "@type"), "tcp|udp") || !vml_reads_source(ctx, node))
		return;
	vml_each_child (source, node, "source")
		if (vml_attr_is(source, "@mode", "bind"))
			listen_at(ctx, device, source, "@host");
}

static void missing(vml_context *ctx, xmlNode *device)
{
	if (vml_named(device, "graphics"))
		display(ctx, device);
	else if (vml_named(device, "interface"))
		interface(ctx, device);
	else
		chardev(ctx, device,
			vml_named(device, "rng") ? vml_child(device, "backend") : device);
}

const vml_rule vml_rules_host_address[] = {
	{
		.id = "host-address-missing",
		.summary = "device listens on an IP address that the host does not have",
		.why = "The guest does not start: QEMU exits with \"Cannot assign requested "
		       "address\". The address is often that of another host, from which the "
		       "definition was copied.",
		.remedy = "Listen on an address of the host. If the host gets this address later, "
			  "such as a floating address, start the guest after that.",
		.url = "https://libvirt.org/formatdomain.html#graphical-framebuffers",
		.severity = VML_ERROR,
		.category = VML_COMPATIBILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU | VML_WHEN_HOST,
		.unless = VML_WHEN_LIVE,
		.each = "devices/graphics|devices/serial|devices/parallel|devices/console|"
			"devices/channel|devices/redirdev|devices/smartcard|devices/rng|"
			"devices/interface",
		.check = missing,
	},
	{ 0 },
};
