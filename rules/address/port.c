/* Ports of virtio-serial controllers and of USB hubs. */
#include <vmlint/refusal.h>

/*
 * Return true if the virtio-serial controller has fewer ports than @port requires. Ports are
 * numbered from 0; without @ports there are 31. Port 0 is reserved for consoles and not checked.
 */
static bool is_above_ports(vml_context *ctx, const xmlNode *address)
{
	uint64_t index = 0, port, ports = 31;
	const xmlNode *controller;

	vml_number(vml_attr(address, "@controller"), &index);
	controller = vml_controller(ctx, "virtio-serial", index);
	vml_number(vml_attr(controller, "@ports"), &ports);
	return vml_number(vml_attr(address, "@port"), &port) && port && port >= ports;
}

/*
 * Return true if the path in @port, such as "1.2.3", has more than four ports: the limit of
 * libvirt's virDomainDeviceUSBAddressParsePort().
 */
static bool is_deep_port(vml_context *ctx, const xmlNode *address)
{
	unsigned int dots = 0;

	(void)ctx;
	for (const char *at = vml_attr(address, "@port"); *at; at++)
		if (*at == '.')
			dots++;
	return dots > 3;
}

static const vml_refusal rows[] = {
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "virtio-serial"), VML_IS_NOT("@port", "0"),
			VML_REPEATED("@controller|@port") },
		.at = "@port",
		.message = "{device} has the same virtio-serial port as {other}",
		.remedy = "Use a free port." },
	{ .when = VML_WHEN_QEMU,
		.terms = { VML_IS("@type", "virtio-serial"), VML_CALL(is_above_ports) },
		.at = "@port",
		.message =
			"{device} has port {value}, which its virtio-serial controller does not have",
		.remedy = "Use a lower port, or raise the attribute ports of the virtio-serial "
			  "controller (31 by default: ports 0 to 30)." },
	{ .terms = { VML_IS("@type", "usb"), VML_CALL(is_deep_port) },
		.at = "@port",
		.message = "{device} is connected through more than three hubs",
		.remedy = "Connect the device to a hub closer to the controller: port may have at "
			  "most three dots." },
	{ 0 },
};

const vml_rule vml_rules_address_port[] = {
	{
		.id = "address-port",
		.summary = "virtio-serial or USB port that cannot exist or is in use",
		.why = "libvirt rejects a domain if the address of a device is incomplete, out of range or in use by another device, or if the board or the device does not support it.",
		.remedy = "Use a free port, or remove the address: libvirt assigns a "
			  "free one. The guest finds the device at another address.",
		.url = "https://libvirt.org/formatdomain.html#device-addresses",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/channel/address|"
			"devices/console/address|"
			"devices/disk/address|"
			"devices/hostdev/address|"
			"devices/hub/address|"
			"devices/input/address|"
			"devices/redirdev/address|"
			"devices/serial/address|"
			"devices/sound/address|"
			"devices/smartcard/address|"
			"devices/controller/address|"
			"devices/interface/address",
		.refusals = rows,
	},
	{ 0 },
};
