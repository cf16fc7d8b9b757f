/* Addresses and routes of network interfaces that libvirt rejects. */
#include <vmlint/refusal.h>

#include <string.h>

/* Return true for interfaces whose addresses libvirt passes on to SLIRP or passt. */
static bool is_user_mode(vml_context *ctx, const xmlNode *ip)
{
	const xmlNode *iface = vml_parent(ip);

	(void)ctx;
	return vml_attr_is(iface, "@type", "user") || vml_attr_is(iface, "backend/@type", "passt");
}

static bool has_colon(vml_context *ctx, const xmlNode *ip)
{
	(void)ctx;
	return strchr(vml_attr(ip, "@address"), ':');
}

static bool has_no_colon(vml_context *ctx, const xmlNode *ip)
{
	return !has_colon(ctx, ip);
}

/*
 * libvirt uses the form of the address if the family is missing or unknown
 * (virDomainNetIPParseXML()).
 */
static bool is_ipv6(vml_context *ctx, const xmlNode *ip)
{
	return vml_attr_is(ip, "@family", "ipv6") ||
		(has_colon(ctx, ip) && !vml_attr_is(ip, "@family", "ipv4"));
}

static bool is_user_mode_ipv4(vml_context *ctx, const xmlNode *ip)
{
	return is_user_mode(ctx, ip) && !is_ipv6(ctx, ip);
}

static bool is_user_mode_ipv6(vml_context *ctx, const xmlNode *ip)
{
	return is_user_mode(ctx, ip) && is_ipv6(ctx, ip);
}

static bool is_second_of_family(vml_context *ctx, const xmlNode *ip)
{
	bool v6 = is_ipv6(ctx, ip);

	if (!is_user_mode(ctx, ip))
		return false;
	vml_each_child (other, vml_parent(ip), "ip") {
		if (other == ip)
			return false;
		if (is_ipv6(ctx, other) == v6)
			return true;
	}
	return false;
}

/* Checks of libvirt: virDomainNetDefValidate(), qemuValidateDomainDeviceDefNetwork(). */
static const vml_refusal rows[] = {
	{ .on = "ip",
		.when = VML_WHEN_QEMU,
		.terms = { VML_HAS("../@type"), VML_IS_NOT("../@type", "user"),
			VML_LACKS("../../@type"), VML_IS_NOT("../backend/@type", "passt") },
		.message = "QEMU sets the guest's address only in user-mode networks",
		.remedy = "Removes the address: configure it in the guest or by DHCP.",
		.fix = "remove ." },
	{ .on = "ip",
		.when = VML_WHEN_QEMU,
		.terms = { VML_CALL(is_second_of_family) },
		.message = "a user-mode network can have at most one IPv4 and one IPv6 address",
		.remedy = "Remove one of the addresses." },
	{ .on = "ip",
		.when = VML_WHEN_QEMU,
		.terms = { VML_ABOVE("@prefix", "27"), VML_CALL(is_user_mode_ipv4) },
		.at = "@prefix",
		.message = "the IPv4 prefix of a user-mode network must be 4 to 27",
		.remedy = "Set a prefix from 4 to 27: QEMU itself uses some addresses of the "
			  "network." },
	{ .on = "ip",
		.when = VML_WHEN_QEMU,
		.terms = { VML_BELOW("@prefix", "4"), VML_ABOVE("@prefix", "0"),
			VML_CALL(is_user_mode_ipv4) },
		.at = "@prefix",
		.message = "the IPv4 prefix of a user-mode network must be 4 to 27",
		.remedy = "Set a prefix from 4 to 27: QEMU itself uses some addresses of the "
			  "network." },
	{ .on = "ip",
		.when = VML_WHEN_QEMU,
		.terms = { VML_ABOVE("@prefix", "0"), VML_IS_NOT("@prefix", "64"),
			VML_CALL(is_user_mode_ipv6) },
		.at = "@prefix",
		.message = "the IPv6 prefix of a user-mode network must be 64",
		.remedy = "Sets prefix='64'.",
		.fix = "set @prefix=64" },
	{ .on = "ip",
		.when = VML_WHEN_QEMU,
		.terms = { VML_HAS("@peer"), VML_CALL(is_user_mode) },
		.at = "@peer",
		.message = "a user-mode network cannot have a peer address",
		.remedy = "Removes the attribute peer.",
		.fix = "unset @peer" },
	{ .on = "route",
		.when = VML_WHEN_QEMU,
		.terms = { VML_HAS("../@type"), VML_LACKS("../../@type") },
		.message = "QEMU does not set routes of the guest",
		.remedy = "Removes the route: configure it in the guest or by DHCP.",
		.fix = "remove ." },
	{ .on = "ip",
		.terms = { VML_HAS("../../@type"), VML_IS_NOT("../../@type", "ethernet") },
		.message = "only interfaces of type ethernet can have an address on the host",
		.remedy = "Removes the address.",
		.fix = "remove ." },
	{ .on = "route",
		.terms = { VML_HAS("../../@type"), VML_IS_NOT("../../@type", "ethernet") },
		.message = "only interfaces of type ethernet can have a route on the host",
		.remedy = "Removes the route.",
		.fix = "remove ." },
	{ .on = "ip",
		.terms = { VML_IS("@family", "ipv4"), VML_CALL(has_colon) },
		.at = "@address",
		.message =
			"the address {value} is not an IPv4 address, which family='ipv4' requires",
		.remedy = "Set family='ipv6' and a prefix that fits, or write an IPv4 address." },
	{ .on = "ip",
		.terms = { VML_IS("@family", "ipv6"), VML_FILLED("@address"),
			VML_CALL(has_no_colon) },
		.at = "@address",
		.message =
			"the address {value} is not an IPv6 address, which family='ipv6' requires",
		.remedy = "Set family='ipv4' and a prefix that fits, or write an IPv6 address." },
	{ 0 },
};

const vml_rule vml_rules_net_rejected_ip[] = {
	{
		.id = "net-rejected-ip",
		.summary = "IP address or route of an interface that libvirt rejects",
		.why = "QEMU sets the address of a guest only in user-mode networks, and never "
		       "sets routes. On the host, only interfaces of type ethernet can have "
		       "either. libvirt rejects other settings.",
		.remedy = "Each finding states how to correct the interface. The fix removes "
			  "or changes only what libvirt rejects.",
		.url = "https://libvirt.org/formatdomain.html#network-interfaces",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		/* libvirt has accepted the XML of a running domain */
		.unless = VML_WHEN_LIVE,
		.each = "devices/interface/ip|devices/interface/route|devices/interface/source/ip|"
			"devices/interface/source/route",
		.refusals = rows,
	},
	{ 0 },
};
