/* MAC addresses that collide, or will. */
#include <vmlint/rule.h>

#include <stdlib.h>
#include <string.h>

/* Where the last byte may end: at a blank or line end libvirt does not look further. */
static bool is_end(char c)
{
	return (unsigned char)c <= ' ';
}

/* The 48 bits of a MAC address, as virMacAddrParse() reads it; false where the text is none. */
static bool parse_mac(const char *text, uint64_t *ret)
{
	uint64_t mac = 0;

	for (int i = 0; i < 6; i++) {
		char *end;
		unsigned long byte = strtoul(text, &end, 16);

		if (end == text || end - text > 2 || (i < 5 ? *end != ':' : !is_end(*end)) ||
			!strchr("0123456789abcdefABCDEF", *text))
			return false;
		mac = mac << 8 | byte;
		text = end + 1;
	}
	*ret = mac;
	return true;
}

static bool mac_of(const xmlNode *iface, uint64_t *ret)
{
	return parse_mac(vml_attr(iface, "mac/@address"), ret);
}

/* Whether two cards plug into one network, as far as the document shows. */
static bool share_network(const xmlNode *a, const xmlNode *b)
{
	static const char *const sources[] = { "@type", "source/@network", "source/@bridge",
		"source/@dev", "source/@portgroup", "source/@address", "source/@port",
		"vlan/tag/@id" };

	/* whoever made the tap devices plugged them in somewhere: only a name tells where */
	if (vml_attr_is(a, "@type", "ethernet") &&
		strcmp(vml_attr(a, "target/@dev"), vml_attr(b, "target/@dev")))
		return false;

	for (size_t i = 0; i < sizeof(sources) / sizeof(*sources); i++)
		if (strcmp(vml_attr(a, sources[i]), vml_attr(b, sources[i])))
			return false;
	return true;
}

static uint64_t mac_key(vml_context *ctx, const xmlNode *iface)
{
	uint64_t mac;

	(void)ctx;
	return mac_of(iface, &mac) ? vml_hash_number(1 + !vml_child(iface, "teaming"), mac) : 0;
}

static void index_macs(vml_context *ctx, vml_index *index)
{
	vml_index_devices(ctx, index, "interface", mac_key);
}

/* The first card with this MAC address that is, or is not, part of a team. */
static const xmlNode *first_with(vml_context *ctx, uint64_t mac, bool teaming)
{
	const vml_entry *it = vml_index_find(ctx, index_macs, vml_hash_number(1 + !teaming, mac));
	uint64_t other;

	for (; it; it = it->next)
		if (mac_of(it->node, &other) && other == mac &&
			!vml_child(it->node, "teaming") == !teaming)
			return it->node;
	return NULL;
}

/* The first card with the MAC address of this one, where the two are no team. */
static const xmlNode *namesake(vml_context *ctx, const xmlNode *iface, uint64_t mac)
{
	const xmlNode *single = first_with(ctx, mac, false), *team;

	/* failover between a virtio card and a virtual function is done by equal MACs */
	if (vml_child(iface, "teaming"))
		return single;
	team = first_with(ctx, mac, true);
	return !single || (team && vml_sibling_index(team) < vml_sibling_index(single)) ? team
											: single;
}

static void duplicate(vml_context *ctx, xmlNode *iface)
{
	const xmlNode *before;
	vml_finding *finding;
	uint64_t mac;

	if (!mac_of(iface, &mac) || !mac)
		return;
	before = namesake(ctx, iface, mac);
	if (!before || vml_sibling_index(before) >= vml_sibling_index(iface))
		return;
	finding = vml_report_attr(ctx, vml_child(iface, "mac"), "address",
		"%s has the same MAC address as another card of this guest",
		vml_device_name(ctx, iface));
	if (!share_network(iface, before))
		vml_lower_severity(finding, VML_WARNING);
}

static void unusable(vml_context *ctx, xmlNode *iface)
{
	static const uint64_t first = 0x525400123456, last = 0x52540012345f;
	const char *text = vml_attr(iface, "mac/@address");
	vml_finding *finding;
	uint64_t mac;

	/* a user-mode network ends within QEMU: there is nobody to collide with */
	if (!mac_of(iface, &mac) || vml_attr_is(iface, "@type", "user"))
		return;
	if (!mac)
		finding = vml_report_attr(ctx, vml_child(iface, "mac"), "address",
			"the card has no MAC address but zeros, and QEMU makes them 52:54:00:12:34:56");
	else if (mac >= first && mac <= last)
		finding = vml_report_attr(ctx, vml_child(iface, "mac"), "address",
			"the MAC address %s is one of those that QEMU gives to cards without one",
			text);
	else
		return;
	vml_fix_remove(finding, vml_child(iface, "mac"));
	vml_command(finding, "--edit %s --network xpath.delete=./mac", vml_selector(ctx, iface));
}

static void malformed(vml_context *ctx, xmlNode *mac)
{
	const char *address = vml_attr(mac, "@address");
	uint64_t unused;

	if (*address && !parse_mac(address, &unused))
		vml_report_attr(ctx, mac, "address",
			"'%s' is no MAC address: libvirt refuses to define the domain", address);
}

const vml_rule vml_rules_net_mac[] = {
	{
		.id = "net-mac-malformed",
		.summary = "MAC address that libvirt cannot read",
		.why = "A MAC address is six hexadecimal numbers with colons between them. With "
		       "anything else libvirt refuses the whole domain: \"unable to parse mac "
		       "address\". What stands there is mostly a placeholder of a template that "
		       "nobody filled in, or an address with hyphens from another system.",
		.remedy =
			"Write an address such as 52:54:00:3b:6e:51 (52:54:00 is the prefix for QEMU "
			"guests), or delete the <mac> element and libvirt makes one up.",
		.url = "https://libvirt.org/formatdomain.html#network-interfaces",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.each = "devices/interface/mac",
		.check = malformed,
	},
	{
		.id = "net-mac-duplicate",
		.summary = "two network cards have the same MAC address",
		.why = "A switch or bridge learns on which port a MAC address lives. With two cards of "
		       "the same address it keeps changing its mind, DHCP gives both the same lease, "
		       "and connections stall or land on the wrong card. libvirt accepts the "
		       "definition. It is the classic slip of copying an <interface> element.",
		.remedy =
			"Delete the <mac> element of the copied card, and libvirt makes up a new address "
			"for it. Rules in the guest that go by the old address (udev, netplan) have to "
			"follow.",
		.url = "https://wiki.archlinux.org/title/QEMU#Link-level_address_caveat",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_NONE,
		.when = VML_WHEN_QEMU,
		.each = "devices/interface",
		.check = duplicate,
	},
	{
		.id = "net-mac-unusable",
		.summary = "MAC address is all zero or one of those that QEMU gives by itself",
		.why = "QEMU gives cards that come without a MAC address 52:54:00:12:34:56 and the ones "
		       "after it, and it does so for the all-zero address too, which libvirt accepts. "
		       "The same addresses stand in many examples. Two machines with one address on "
		       "a network take each other's packets and DHCP leases.",
		.remedy =
			"Deletes the <mac> element, and libvirt makes up an address that is free. The "
			"guest sees another card: rules in it that go by the address have to follow, "
			"and so do reservations in the DHCP server.",
		.url = "https://wiki.archlinux.org/title/QEMU#Link-level_address_caveat",
		.severity = VML_WARNING,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_REVIEW,
		.when = VML_WHEN_QEMU,
		.each = "devices/interface",
		.check = unusable,
	},
	{ 0 },
};
