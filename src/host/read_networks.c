/* Reader of networks, interfaces, network filters and secrets. */
#include "read.h"

#include "own_addresses.h"

#include <string.h>

static const char *virtualport(const xmlNode *node)
{
	return vml_element_attr(vml_element_child(node, "virtualport"), "type");
}

static void read_portgroups(vml_host *host, const xmlNode *network, vml_host_network *ret)
{
	vml_host_portgroup *all;
	size_t n = 0;

	VML_EACH_ELEMENT (it, network, "portgroup")
		n++;
	ret->portgroups = all = vml_arena_alloc(host->doc->arena, (n + 1) * sizeof(*all));
	VML_EACH_ELEMENT (it, network, "portgroup")
		all[ret->n_portgroups++] = (vml_host_portgroup){
			.name = vml_element_attr(it, "name"),
			.is_default = vml_host_read_flag(it, "default") == VML_YES,
			.virtualport = virtualport(it),
		};
}

/* Read the devices of <forward>: of its attribute 'dev' and of <interface>, which may repeat it. */
static void read_devices(vml_host *host, const xmlNode *forward, vml_host_network *ret)
{
	const char *device = vml_element_attr(forward, "dev"), **names;
	size_t n = 2;

	VML_EACH_ELEMENT (it, forward, "interface")
		n++;
	ret->devices = names = vml_arena_alloc(host->doc->arena, n * sizeof(*names));
	if (*device)
		*names++ = device;
	VML_EACH_ELEMENT (it, forward, "interface")
		*names++ = vml_element_attr(it, "dev");
	*names = NULL;
	ret->has_functions =
		vml_element_child(forward, "pf") || vml_element_child(forward, "address");
}

/* Add an IP address to a table, in canonical form; `value` as for vml_table_add(). */
static void add_address(
	vml_host *host, vml_host_table *table, const char *address, const void *value)
{
	char buffer[INET6_ADDRSTRLEN];
	const char *key = vml_address_key(address, buffer);

	if (*key)
		vml_table_add(table, vml_arena_strdup(host->doc->arena, key), value);
}

void vml_host_read_addresses(vml_host *host, const xmlNode *addresses)
{
	VML_EACH_ELEMENT (it, addresses, "address")
		add_address(host, &host->addresses, vml_element_text(host->doc->arena, it), NULL);
}

/* Read a network: <entry active='yes' autostart='yes'> with libvirt's <network> in it. */
static void read_network(vml_host *host, const xmlNode *entry)
{
	vml_arena *arena = host->doc->arena;
	const xmlNode *network = vml_element_child(entry, "network");
	const xmlNode *forward = vml_element_child(network, "forward");
	vml_host_network *ret = vml_arena_alloc(arena, sizeof(*ret));

	*ret = (vml_host_network){
		.name = vml_element_text(arena, vml_element_child(network, "name")),
		.uuid = vml_element_text(arena, vml_element_child(network, "uuid")),
		.bridge = vml_element_attr(vml_element_child(network, "bridge"), "name"),
		.forward = forward && !*vml_element_attr(forward, "mode")
			? "nat"
			: vml_element_attr(forward, "mode"),
		.active = vml_host_read_flag(entry, "active"),
		.autostart = vml_host_read_flag(entry, "autostart"),
		.virtualport = virtualport(network),
		.has_address = vml_element_child(network, "ip") != NULL,
		.has_inbound = vml_element_find(network, "bandwidth/inbound") != NULL,
	};
	read_portgroups(host, network, ret);
	read_devices(host, forward, ret);
	vml_table_add(&host->networks, ret->name, ret);
	/* a network of mode 'bridge' uses a bridge of the host; libvirt does not create it */
	if (strcmp(ret->forward, "bridge") != 0)
		vml_table_add(&host->network_bridges, ret->bridge, ret);
	VML_EACH_ELEMENT (ip, network, "ip")
		add_address(host, &host->network_addresses, vml_element_attr(ip, "address"), ret);
}

static void read_secrets(vml_host *host, const xmlNode *section)
{
	vml_arena *arena = host->doc->arena;

	VML_EACH_ELEMENT (secret, section, "secret") {
		const xmlNode *usage = vml_element_child(secret, "usage");
		const xmlNode *name = vml_element_child(usage, NULL);

		char digits[33];

		vml_table_uuid(vml_element_text(arena, vml_element_child(secret, "uuid")), digits);
		vml_table_add(&host->secrets, vml_arena_strdup(arena, digits), secret);
		if (name)
			vml_table_add(&host->secret_usages,
				vml_arena_printf(arena, "%s %s", vml_element_attr(usage, "type"),
					vml_element_text(arena, name)),
				secret);
	}
}

void vml_host_read_networks(vml_host *host, const xmlNode *root)
{
	VML_EACH_ELEMENT (entry, vml_host_section(root, "networks", &host->networks), "entry")
		read_network(host, entry);
	VML_EACH_ELEMENT (it, vml_host_section(root, "interfaces", &host->interfaces), "interface")
		vml_table_add(&host->interfaces, vml_element_attr(it, "name"), it);
	VML_EACH_ELEMENT (it, vml_host_section(root, "nwfilters", &host->nwfilters), "filter")
		vml_table_add(&host->nwfilters, vml_element_attr(it, "name"), it);
	read_secrets(host, vml_host_section(root, "secrets", &host->secrets));
	host->secret_usages.known = host->secrets.known;
}
