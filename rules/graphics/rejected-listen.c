/* Addresses and sockets of displays that libvirt rejects. */
#include <vmlint/refusal.h>

/*
 * Return true if an attribute of <graphics> (`theirs`) and its copy in the first <listen> (`mine`)
 * differ.
 */
static bool differ(const xmlNode *listen, const char *mine, const char *theirs)
{
	const xmlNode *graphics = vml_parent(listen);

	return vml_sibling_index(listen) == 1 && vml_has_attr(listen, mine) &&
		vml_has_attr(graphics, theirs) &&
		!vml_attr_is(graphics, theirs, vml_attr(listen, mine));
}

static bool addresses_differ(vml_context *ctx, const xmlNode *listen)
{
	(void)ctx;
	return differ(listen, "@address", "@listen");
}

static bool sockets_differ(vml_context *ctx, const xmlNode *listen)
{
	(void)ctx;
	return differ(listen, "@socket", "@socket");
}

/*
 * Checks of libvirt: virDomainGraphicsListenDefParseXML(), virDomainGraphicsDefListensValidate().
 */
static const vml_refusal rows[] = {
	{ .on = "listen",
		.terms = { VML_IS("@type", "address"), VML_IS("../@type", "vnc|spice|rdp"),
			VML_CALL(addresses_differ) },
		.at = "@address",
		.message = "the display's listen attribute and its <listen> element have "
			   "different addresses",
		.remedy = "Remove the address from one of them, or set the same address." },
	{ .on = "listen",
		.terms = { VML_IS("@type", "socket"), VML_IS("../@type", "vnc|spice|rdp"),
			VML_CALL(sockets_differ) },
		.at = "@socket",
		.message = "the display's socket attribute and its <listen> element have "
			   "different paths",
		.remedy = "Remove the path from one of them, or set the same path." },
	{ .on = "listen",
		.terms = { VML_FILLED("@network"), VML_IS("@type", "address|socket|none"),
			VML_IS("../@type", "vnc|spice|rdp") },
		.at = "@network",
		.message = "only <listen type='network'> has a network",
		.remedy = "Remove the attribute network, or set type='network'." },
	{ .on = "listen",
		.terms = { VML_FILLED("@socket"), VML_IS("@type", "address|network|none"),
			VML_IS("../@type", "vnc|spice|rdp") },
		.at = "@socket",
		.message = "only <listen type='socket'> has a socket",
		.remedy = "Remove the attribute socket, or set type='socket'." },
	{ .on = "graphics",
		.when = VML_WHEN_QEMU,
		.at_start = true,
		.terms = { VML_MANY("listen", "1"), VML_IS("@type", "vnc|spice|rdp") },
		.message = "a display of QEMU must have at most one <listen>",
		.remedy = "Keep one <listen>." },
	{ .on = "listen",
		.since = VML_RELEASE(11, 1),
		.terms = { VML_IS("../@type", "rdp"), VML_IS("@type", "socket|none") },
		.at = "@type",
		.message = "an RDP display can only listen on addresses",
		.remedy = "Set type='address' or type='network' in <listen>." },
	{ 0 },
};

const vml_rule vml_rules_graphics_rejected_listen[] = {
	{
		.id = "graphics-rejected-listen",
		.summary = "address or socket of a display that libvirt rejects",
		.why = "The address or socket of a display is written in <graphics> and in <listen>. libvirt rejects a domain if they contradict each other or do not fit the type.",
		.remedy = "Each finding states how to correct the display.",
		.url = "https://libvirt.org/formatdomain.html#graphical-framebuffers",
		.aliases = "xml-define-display",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/graphics|devices/graphics/listen",
		.refusals = rows,
	},
	{ 0 },
};
