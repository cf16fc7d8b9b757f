/* Host sides of character devices that libvirt rejects: paths, hosts, ports, channels. */
#include <vmlint/refusal.h>

#include <string.h>

static bool needs_channel(vml_context *ctx, const xmlNode *device)
{
	return vml_reads_source(ctx, device) &&
		!(vml_named(device, "redirdev") && vml_attr_is(device, "@type", "dbus"));
}

static bool has_no_udp_service(vml_context *ctx, const xmlNode *device)
{
	if (!vml_reads_source(ctx, device))
		return false;
	vml_each_child (source, device, "source")
		if (!vml_attr_is(source, "@mode", "bind") && vml_has_attr(source, "@service"))
			return false;
	return true;
}

static bool is_half_nmdm(vml_context *ctx, const xmlNode *device)
{
	return vml_has_attr(device, "source/@master") != vml_has_attr(device, "source/@slave") &&
		vml_reads_source(ctx, device);
}

/*
 * Return true if the channel name has a character that is not in SERIAL_CHANNEL_NAME_CHARS of
 * src/conf/domain_validate.c.
 */
static bool is_odd_channel(vml_context *ctx, const xmlNode *device)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_-.";
	const char *name = vml_attr(device, "source/@channel");

	return name[strspn(name, allowed)] && vml_reads_source(ctx, device);
}

/* Checks of libvirt: virDomainChrSourceDefParseXML(), virDomainChrSourceDefValidate(). */
static const vml_refusal rows[] = {
	{ .terms = { VML_IS("@type", "file|dev|pipe"), VML_LACKS("source/@path"),
		  VML_CALL(vml_reads_source) },
		.at = "@type",
		.message = "a character device of type {value} must have a path",
		.remedy = "Add <source path='...'/>." },
	{ .terms = { VML_IS("@type", "unix"), VML_LACKS("source/@path"), VML_CALL(vml_needs_path) },
		.at = "@type",
		.message = "a character device of type unix must have the path of its socket",
		.remedy = "Add <source mode='bind' path='...'/>. libvirt generates a path only "
			  "for a <channel> with a <target> of type virtio or xen." },
	{ .terms = { VML_IS("@type", "tcp"), VML_LACKS("source/@host"),
		  VML_CALL(vml_reads_source) },
		.at = "@type",
		.message = "a character device of type tcp must have a host",
		.remedy = "Set host='...' of <source>: with mode='bind' the address to listen on, "
			  "else the peer." },
	{ .terms = { VML_IS("@type", "tcp"), VML_LACKS("source/@service"),
		  VML_CALL(vml_reads_source) },
		.at = "@type",
		.message = "a character device of type tcp must have a port",
		.remedy = "Set service='...' of <source> to the number of the port." },
	{ .terms = { VML_IS("@type", "udp"), VML_CALL(has_no_udp_service) },
		.at = "@type",
		.message = "a character device of type udp must have a port to send to",
		.remedy = "Add <source mode='connect' host='...' service='...'/>." },
	{ .terms = { VML_IS("@type", "spiceport|dbus"), VML_LACKS("source/@channel"),
		  VML_CALL(needs_channel) },
		.at = "@type",
		.message = "a character device of type {value} must have a channel",
		.remedy =
			"Set the channel of <source> to a name, such as channel='org.example.serial'." },
	{ .terms = { VML_IS("@type", "spiceport|dbus"), VML_CALL(is_odd_channel) },
		.at = "source/@channel",
		.message = "a channel name can only have letters, digits, '_', '-' and '.'",
		.remedy = "Use only these characters, such as channel='org.example.serial'." },
	{ .terms = { VML_IS("@type", "nmdm"), VML_CALL(is_half_nmdm) },
		.at = "source",
		.message = "a character device of type nmdm must have both master and slave",
		.remedy =
			"Add the missing attribute: the two devices of the pair have the suffixes "
			"A and B." },
	{ .terms = { VML_MANY("source", "1"), VML_IS_NOT("@type", "udp"),
		  VML_IS_NOT("@mode", "host|host-certificates"),
		  VML_IS_NOT("@model", "random|builtin") },
		.message = "the character device has more than one <source>",
		.remedy = "Keep one <source>; only type='udp' has two." },
	{ .terms = { VML_MANY("source", "2"), VML_IS("@type", "udp") },
		.message = "the character device has more than two <source>",
		.remedy = "Keep one with mode='bind' and one with mode='connect'." },
	{ 0 },
};

const vml_rule vml_rules_console_rejected[] = {
	{
		.id = "console-rejected",
		.summary = "host side of a character device that libvirt rejects",
		.why = "Serial ports, consoles, channels, redirected devices and similar are connected to a file, socket or program of the host. libvirt rejects a domain if the path, host, port or channel is missing.",
		.remedy = "Each finding states how to correct <source>.",
		.url = "https://libvirt.org/formatdomain.html#consoles-serial-parallel-channel-devices",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/serial|devices/parallel|devices/console|devices/channel|devices/redirdev|devices/smartcard|devices/rng/backend",
		.refusals = rows,
	},
	{ 0 },
};
