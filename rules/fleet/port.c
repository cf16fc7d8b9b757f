/* Ports of the host on which several domains listen. */
#include <vmlint/fleet.h>

/*
 * How a domain uses a port. A listener on all addresses adds one key: use ANY, with the port as
 * value. A listener on one address adds two: use ONE with the port, and use EXACT with port and
 * address. For equal values, ANY conflicts with ANY and ONE, and EXACT with EXACT.
 */
enum { ANY, ONE, EXACT };

/* Add the keys of a port. address: "" if the host's settings determine it. */
static void listen_on(vml_context *ctx, const xmlNode *node, const char *attr, const char *kind,
	const char *address)
{
	uint64_t port = 0;
	const char *value;

	if (!vml_number(vml_attr(node, vml_format(ctx, "@%s", attr)), &port) || !port ||
		port > UINT16_MAX)
		return;
	value = vml_format(ctx, "%s port %u", kind, (unsigned int)port);
	if (vml_one_of(address, "0.0.0.0|::|*|0:0:0:0:0:0:0:0")) {
		vml_fleet_key(ctx, node, attr, VML_SCOPE_HOST, ANY, value);
		return;
	}
	if (!strcmp(address, "localhost"))
		address = "127.0.0.1";
	vml_fleet_key(ctx, node, attr, VML_SCOPE_HOST, ONE, value);
	vml_fleet_key(ctx, node, attr, VML_SCOPE_HOST, EXACT,
		*address ? vml_format(ctx, "%s on %s", value, address) : value);
}

static void display(vml_context *ctx, const xmlNode *graphics)
{
	const char *address = vml_attr(graphics, "listen/@address");

	if (vml_has_attr(graphics, "@socket") ||
		vml_one_of(vml_attr(graphics, "listen/@type"), "none|socket"))
		return;
	if (!*address && vml_attr_is(graphics, "listen/@type", "network"))
		address = vml_format(ctx, "network '%s'", vml_attr(graphics, "listen/@network"));
	if (!*address)
		address = vml_attr(graphics, "@listen");
	if (!vml_attr_is(graphics, "@autoport", "yes")) {
		listen_on(ctx, graphics, "port", "TCP", address);
		listen_on(ctx, graphics, "tlsPort", "TCP", address);
	}
	listen_on(ctx, graphics, "websocket", "TCP", address);
}

static void port_conflict(vml_context *ctx, xmlNode *device)
{
	bool udp = vml_attr_is(device, "@type", "udp");

	if (vml_named(device, "graphics")) {
		display(ctx, device);
		return;
	}
	if (!udp && !vml_attr_is(device, "@type", "tcp"))
		return;
	vml_each_child (source, device, "source")
		if (vml_attr_is(source, "@mode", "bind"))
			listen_on(ctx, source, "service", udp ? "UDP" : "TCP",
				vml_attr(source, "@host"));
}

static const vml_joined joined = {
	.conflicts = { [ANY] = 1 << ANY | 1 << ONE, [ONE] = 1 << ANY, [EXACT] = 1 << EXACT },
	.messages = { [ANY] = "{device} listens on {value}, like {others}: only one of the guests "
			      "can run",
		[ONE] = "{device} listens on {value}, like {others}: only one of the guests "
			"can run",
		[EXACT] = "{device} listens on {value}, like {others}: only one of the guests "
			  "can run" },
};

const vml_rule vml_rules_fleet_port[] = {
	{
		.id = "fleet-port-conflict",
		.summary = "two domains of one host listen on the same port",
		.why = "Only one process of a host can listen on a port: the guest that starts "
		       "second fails with \"Address already in use\". libvirt checks only the "
		       "ports that it chooses itself. A client that connects to the port reaches "
		       "the wrong guest if the right one is shut off.",
		.remedy =
			"Give each device a port number of its own. For a display, libvirt can "
			"choose the ports: autoport='yes', and websocket='-1' if it has a WebSocket "
			"(\"virsh dumpxml GUEST\" prints the port). If the "
			"guests never run at the same time, suppress the finding with that reason.",
		.url = "https://libvirt.org/formatdomain.html#graphical-framebuffers",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_FLEET,
		.each = "devices/graphics|devices/serial|devices/parallel|devices/console|devices/"
			"channel",
		.check = port_conflict,
		.joined = &joined,
	},
	{ 0 }
};
