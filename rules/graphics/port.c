/* Port conflicts between displays of one guest. */
#include <vmlint/rule.h>

#include <string.h>

static const char *const port_attrs[] = { "@port", "@tlsPort", "@websocket" };

enum { N_PORTS = sizeof(port_attrs) / sizeof(*port_attrs) };

/* Return the port that an attribute sets; 0 if libvirt chooses it, or if none is used. */
static uint64_t fixed_port(const xmlNode *graphics, const char *attr)
{
	bool chosen = vml_attr_is(graphics, "@autoport", "yes") && strcmp(attr, "@websocket");
	uint64_t port = 0;

	if (chosen || vml_has_attr(graphics, "@socket") ||
		vml_one_of(vml_attr(graphics, "listen/@type"), "none|socket"))
		return 0;
	vml_number(vml_attr(graphics, attr), &port);
	return port;
}

/* Return the listen address, or the network that determines it; "" if neither is set. */
static const char *address_of(const xmlNode *graphics)
{
	const char *address = vml_attr(graphics, "listen/@address");

	if (!*address && vml_attr_is(graphics, "listen/@type", "network"))
		return vml_attr(graphics, "listen/@network");

	if (!*address)
		address = vml_attr(graphics, "@listen");
	return strcmp(address, "localhost") ? address : "127.0.0.1";
}

static bool is_wildcard(const xmlNode *graphics)
{
	return vml_one_of(address_of(graphics), "0.0.0.0|::|*|0:0:0:0:0:0:0:0");
}

/*
 * Kinds of index keys. ANY_ADDRESS: a port, whatever the address; ONE_ADDRESS: a port and an
 * address; WILDCARD: a port of a display that listens on all addresses.
 */
enum { ANY_ADDRESS = 1, ONE_ADDRESS, WILDCARD };

static uint64_t key_of(unsigned int kind, uint64_t port, const char *address)
{
	return vml_hash(vml_hash_number(kind, port), address);
}

static void index_ports(vml_context *ctx, vml_index *index)
{
	vml_each_device (graphics, ctx, "graphics")
		for (size_t i = 0; i < N_PORTS; i++) {
			uint64_t port = fixed_port(graphics, port_attrs[i]);

			if (!port)
				continue;
			vml_index_add(index, key_of(ANY_ADDRESS, port, ""), graphics);
			vml_index_add(
				index, key_of(ONE_ADDRESS, port, address_of(graphics)), graphics);
			if (is_wildcard(graphics))
				vml_index_add(index, key_of(WILDCARD, port, ""), graphics);
		}
}

static const xmlNode *first_with(
	vml_context *ctx, unsigned int kind, uint64_t port, const char *address)
{
	const vml_entry *entry = vml_index_find(ctx, index_ports, key_of(kind, port, address));

	return entry ? entry->node : NULL;
}

static const xmlNode *earlier(const xmlNode *a, const xmlNode *b)
{
	if (!a || !b)
		return a ? a : b;
	return vml_sibling_index(a) <= vml_sibling_index(b) ? a : b;
}

/*
 * Find who already uses the port that attribute number `i` of port_attrs sets. Returns an earlier
 * display if it certainly conflicts: same address, or one of the two has the wildcard address.
 * Returns `graphics` if an attribute before `i` has the same port. Otherwise returns NULL. Two
 * displays without an address have the same one: the host's default.
 */
static const xmlNode *holder(vml_context *ctx, const xmlNode *graphics, size_t i)
{
	uint64_t port = fixed_port(graphics, port_attrs[i]);
	const xmlNode *first;

	if (!port)
		return NULL;
	if (is_wildcard(graphics))
		first = first_with(ctx, ANY_ADDRESS, port, "");
	else
		first = earlier(first_with(ctx, ONE_ADDRESS, port, address_of(graphics)),
			first_with(ctx, WILDCARD, port, ""));
	if (first && vml_sibling_index(first) < vml_sibling_index(graphics))
		return first;
	for (size_t j = 0; j < i; j++)
		if (fixed_port(graphics, port_attrs[j]) == port)
			return graphics;
	return NULL;
}

static void port_conflict(vml_context *ctx, xmlNode *graphics)
{
	for (size_t i = 0; i < N_PORTS; i++) {
		const char *attr = port_attrs[i] + 1;
		const xmlNode *other = holder(ctx, graphics, i);
		const char *name = vml_device_name(ctx, graphics);
		const char *first = other ? vml_device_name(ctx, other) : "";
		vml_finding *finding;

		if (!other)
			continue;
		finding = vml_report_attr(ctx, graphics, attr,
			other == graphics
				? "%s uses port %s twice, the second time as %s: the guest does not "
				  "start"
				: !strcmp(name, first)
				? "%s has port %s, which another %s already uses: the guest does "
				  "not start"
				: "%s has port %s, which %s already uses: the guest does not start",
			name, vml_attr(graphics, port_attrs[i]), other == graphics ? attr : first);
		vml_fix_set(finding, graphics, attr, "-1");
		if (!strcmp(attr, "port"))
			vml_fix_set(finding, graphics, "autoport", "yes");
		vml_command(finding, "--edit %u --graphics %s=-1%s", vml_sibling_index(graphics),
			attr, strcmp(attr, "port") ? "" : ",xpath.set=./@autoport,xpath.value=yes");
	}
}

const vml_rule vml_rules_graphics_port[] = {
	{
		.id = "graphics-port-conflict",
		.summary = "two displays of the guest have the same port",
		.why = "libvirt defines such a guest without a warning. At start QEMU finds the "
		       "port in use by the guest's own other display and exits with \"Address "
		       "already in use\".",
		.remedy = "Lets libvirt choose a free port at each start; \"virsh dumpxml "
			  "GUEST\" prints it. If a firewall or proxy relies on the number, set "
			  "a free one instead.",
		.url = "https://libvirt.org/formatdomain.html#graphical-framebuffers",
		.severity = VML_ERROR,
		.category = VML_CORRECTNESS,
		.fix = VML_FIX_SAFE,
		.each = "devices/graphics",
		.check = port_conflict,
	},
	{ 0 }
};
