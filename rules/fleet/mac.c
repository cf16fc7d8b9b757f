/* MAC addresses that several domains have. */
#include <vmlint/fleet.h>

static void mac_duplicate(vml_context *ctx, xmlNode *iface)
{
	const char *mac = vml_lower_case(ctx, vml_attr(iface, "mac/@address"));

	/* with type 'user', each guest has a network of its own */
	if (vml_one_of(vml_attr(iface, "@type"), "user|null") || !strcmp(mac, "00:00:00:00:00:00"))
		return;
	vml_fleet_key(ctx, vml_child(iface, "mac"), "address", VML_SCOPE_FLEET, 0, mac);
}

static const vml_joined joined = {
	.conflicts = { 1 << 0 },
	.messages = { "{device} has the MAC address of {others}: only one of them receives frames" },
};

const vml_rule vml_rules_fleet_mac[] = {
	{
		.id = "fleet-mac-duplicate",
		.summary = "two domains have a network interface with the same MAC address",
		.why = "If both guests run on one network segment, switches and bridges send the "
		       "frames for both to the one that transmitted last: connections of both "
		       "break at random, and DHCP gives both the same IP address. libvirt does "
		       "not compare the MAC addresses of domains. The usual cause is a copied "
		       "definition.",
		.remedy = "Keep the address in one guest and remove <mac> in the others: libvirt "
			  "then generates an address, which the guest sees as a new network card. "
			  "virt-clone does this for each copy. If the guests never run on one "
			  "network at the same time, suppress the finding with that reason.",
		.url = "https://libvirt.org/formatdomain.html#network-interfaces",
		.severity = VML_ERROR,
		.category = VML_RELIABILITY,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_FLEET,
		.each = "devices/interface",
		.check = mac_duplicate,
		.joined = &joined,
	},
	{ 0 }
};
