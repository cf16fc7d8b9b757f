/* Serial ports and guestfwd channels with contradictory settings. */
#include <vmlint/refusal.h>

#include <string.h>

static bool is_wrong_model(vml_context *ctx, const xmlNode *serial)
{
	static const char *const models[][2] = {
		{ "isa-serial", "isa-serial" },
		{ "usb-serial", "usb-serial" },
		{ "pci-serial", "pci-serial" },
		{ "spapr-vty", "spapr-vio-serial" },
		{ "pl011", "system-serial" },
		{ "16550a", "system-serial" },
		{ "sclpconsole", "sclp-serial" },
		{ "sclplmconsole", "sclp-serial" },
		{ "isa-debugcon", "isa-debug" },
	};
	const char *model = vml_attr(serial, "target/model/@name"),
		   *type = vml_serial_type(ctx, serial);

	for (size_t i = 0; *type && i < sizeof(models) / sizeof(*models); i++)
		if (!strcmp(model, models[i][0]))
			return strcmp(type, models[i][1]) != 0;
	return false;
}

static bool is_wrong_address(vml_context *ctx, const xmlNode *serial)
{
	static const char *const addresses[][2] = {
		{ "isa-serial", "isa" },
		{ "isa-debug", "isa" },
		{ "usb-serial", "usb" },
		{ "pci-serial", "pci" },
		{ "spapr-vio-serial", "spapr-vio" },
		{ "system-serial", "none" },
		{ "sclp-serial", "none" },
	};
	const char *type = vml_serial_type(ctx, serial),
		   *address = vml_attr(serial, "address/@type");

	for (size_t i = 0; i < sizeof(addresses) / sizeof(*addresses); i++)
		if (!strcmp(type, addresses[i][0]))
			return strcmp(address, "none") != 0 && strcmp(address, addresses[i][1]);
	return false;
}

static bool is_fifth_port(vml_context *ctx, const xmlNode *serial)
{
	unsigned int n = 0;

	vml_each_device (other, ctx, "serial") {
		n += vml_attr_is(other, "target/@type", "isa-serial");
		if (other == serial)
			break;
	}
	return n > 4;
}

static bool is_ipv6(vml_context *ctx, const xmlNode *channel)
{
	(void)ctx;
	return strchr(vml_attr(channel, "target/@address"), ':') != NULL;
}

/*
 * Return true if the <console> is a serial port: without any <serial>, the first <console> is one.
 */
static bool is_serial(vml_context *ctx, const xmlNode *console)
{
	return !vml_device(ctx, "serial") && vml_sibling_index(console) == 1;
}

/* Checks of libvirt: virDomainChrIsaSerialDefPostParse(), qemuValidateDomainChrTargetDef(). */
static const vml_refusal rows[] = {
	{ .on = "serial",
		.when = VML_WHEN_QEMU,
		.terms = { VML_HAS("target/model/@name"), VML_CALL(is_wrong_model) },
		.at = "target/model/@name",
		.message = "a serial port of this target type cannot have the model {value}",
		.remedy = "Remove <model>: libvirt then sets the one that fits the target type." },
	{ .on = "serial",
		.when = VML_WHEN_QEMU,
		.terms = { VML_HAS("address/@type"), VML_CALL(is_wrong_address) },
		.at = "address/@type",
		.message =
			"a serial port of this target type cannot have an address of type {value}",
		.remedy = "Removes the address.",
		.fix = "remove address" },
	{ .on = "serial",
		.terms = { VML_IS("target/@type", "isa-serial"), VML_ABOVE("target/@port", "3") },
		.at = "target/@port",
		.message = "an ISA serial port must have a number from 0 to 3",
		.remedy = "Remove the attribute port: libvirt assigns a free number." },
	{ .on = "serial",
		.terms = { VML_IS("target/@type", "isa-serial"), VML_REPEATED("target/@port") },
		.at = "target/@port",
		.message = "serial port {value} is defined twice",
		.remedy = "Removes the attribute port: libvirt assigns a free number.",
		.fix = "unset target/@port" },
	{ .on = "serial",
		.terms = { VML_IS("target/@type", "isa-serial"), VML_CALL(is_fifth_port) },
		.message = "the domain must have at most four ISA serial ports",
		.remedy = "Use the target type pci-serial or usb-serial, or a virtio console." },
	{ .on = "channel",
		.terms = { VML_IS("target/@type", "guestfwd"), VML_CALL(is_ipv6) },
		.at = "target/@address",
		.message = "a channel of type guestfwd must have an IPv4 address",
		.remedy = "Set address='10.0.2.100' or another IPv4 address in <target>." },
	{ .on = "console",
		.when = VML_WHEN_QEMU | VML_WHEN_X86,
		.terms = { VML_HAS("address/@type"), VML_IS("target/@type", "|serial"),
			VML_IS_NOT("address/@type", "isa|none"), VML_CALL(is_serial) },
		.at = "address/@type",
		.message = "the console is an ISA serial port and cannot have an address of type "
			   "{value}",
		.remedy = "Removes the address.",
		.fix = "remove address" },
	{ 0 },
};

const vml_rule vml_rules_console_rejected_serial[] = {
	{
		.id = "console-rejected-serial",
		.summary = "serial port with contradictory settings that libvirt rejects",
		.why = "The model, address and number of a serial port must fit its "
		       "target type, and there are at most four ISA ports. libvirt "
		       "rejects the domain otherwise.",
		.remedy = "Each finding states how to correct the device. The fix removes or "
			  "changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#consoles-serial-parallel-channel-devices",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/serial|devices/channel|devices/console",
		.refusals = rows,
	},
	{ 0 },
};
