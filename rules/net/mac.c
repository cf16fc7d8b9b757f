/* MAC addresses that are malformed, duplicate, or likely to collide. */
#include <vmlint/rule.h>

#include <string.h>

/*
 * Return true if a byte ends the address: the end of the string, whitespace or a control character.
 * libvirt ignores the text after it.
 */
static bool is_end(char c)
{
	return (unsigned char)c <= ' ';
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Parse a MAC address into 48 bits as virMacAddrParse() does; return false if it is invalid. */
static bool parse_mac(const char *text, uint64_t *ret)
{
	uint64_t mac = 0;

	for (int i = 0; i < 6; i++) {
		int high = digit_of(*text), low;

		if (high < 0)
			return false;
		low = digit_of(*++text);
		text += low >= 0;
		mac = mac << 8 | (uint64_t)(low < 0 ? high : high << 4 | low);
		if (i < 5 ? *text++ != ':' : !is_end(*text))
			return false;
	}
	*ret = mac;
	return true;
}

static bool mac_of(const xmlNode *iface, uint64_t *ret)
{
	return parse_mac(vml_attr(iface, "mac/@address"), ret);
}

/* Return true if the document shows that both cards are on the same network. */
static bool share_network(const xmlNode *a, const xmlNode *b)
{
	static const char *const sources[] = { "@type", "source/@network", "source/@bridge",
		"source/@dev", "source/@portgroup", "source/@address", "source/@port",
		"vlan/tag/@id" };

	/*
	 * the document does not show the network of a tap device: only cards with the same device
	 * certainly share a network
	 */
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

/*
 * Return the first card with this MAC address, or NULL. teaming: look only among cards that form a
 * team (true) or only among the others (false).
 */
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

/* Return the first card with the MAC address `mac` that does not form a team with `iface`. */
static const xmlNode *find_duplicate(vml_context *ctx, const xmlNode *iface, uint64_t mac)
{
	const xmlNode *single = first_with(ctx, mac, false), *team;

	/* in a team, a virtio card and a virtual function must have equal MAC addresses */
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

	if (vml_is_only_device(iface) || !mac_of(iface, &mac) || !mac)
		return;
	before = find_duplicate(ctx, iface, mac);
	if (!before || vml_sibling_index(before) >= vml_sibling_index(iface))
		return;
	finding = vml_report_attr(ctx, vml_child(iface, "mac"), "address",
		"%s has the same MAC address as another card of this guest: packets may go to "
		"the wrong one",
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

	/* skip user-mode networks: each is private to its QEMU process */
	if (!mac_of(iface, &mac) || vml_attr_is(iface, "@type", "user"))
		return;
	if (!mac)
		finding = vml_report_attr(ctx, vml_child(iface, "mac"), "address",
			"the MAC address is all zeros: QEMU replaces it by 52:54:00:12:34:56, "
			"which other guests may have");
	else if (mac >= first && mac <= last)
		finding = vml_report_attr(ctx, vml_child(iface, "mac"), "address",
			"the MAC address %s is a default of QEMU: other guests on the network "
			"may have it, too",
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
			"'%s' is not a valid MAC address: libvirt refuses to define the domain",
			address);
}

const vml_rule vml_rules_net_mac[] = {
	{
		.id = "net-mac-malformed",
		.summary = "MAC address that libvirt cannot parse",
		.why = "A MAC address is six hexadecimal numbers separated by colons. With any "
		       "other value libvirt refuses the whole domain: \"unable to parse mac "
		       "address\". The value is usually an unfilled placeholder of a template, "
		       "or an address with hyphens from another system.",
		.remedy = "Write an address such as 52:54:00:3b:6e:51 (52:54:00 is the prefix for "
			  "QEMU guests), or delete the <mac> element: libvirt then generates an "
			  "address.",
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
		.why = "A switch or bridge learns which port a MAC address is on. If two cards "
		       "have the same address, it switches between their ports, DHCP gives both "
		       "the same lease, and connections stall or reach the wrong card. libvirt "
		       "accepts the definition. The usual cause is a copied <interface> element.",
		.remedy = "Delete the <mac> element of the copied card: libvirt then generates a "
			  "new address. Rules in the guest that name the old address (udev, "
			  "netplan) have to be adapted.",
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
		.summary = "MAC address is all zeros or one of QEMU's defaults",
		.why = "QEMU assigns 52:54:00:12:34:56 and the addresses after it to cards "
		       "without a MAC address, and to the all-zero address, which libvirt "
		       "accepts. Many examples contain the same addresses. Two machines with one "
		       "address on a network receive each other's packets and DHCP leases.",
		.remedy = "Deletes the <mac> element: libvirt then generates a free address. The "
			  "guest sees a new card: rules in the guest and DHCP reservations that "
			  "name the old address have to be adapted.",
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
