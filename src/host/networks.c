/* Host facts: networks, interfaces, network filters and secrets. */
#include "table.h"

#include <stdio.h>
#include <string.h>

vml_tristate vml_host_network_by_name(
	const vml_host *host, const char *name, const vml_host_network **ret)
{
	const void *found = NULL;
	vml_tristate answer = host ? vml_table_find(&host->networks, name, &found) : VML_UNKNOWN;

	if (ret)
		*ret = found;
	return answer;
}

/* Return the portgroup that libvirt uses for an interface; NULL if there is none. */
static const vml_host_portgroup *portgroup_of(
	const vml_host_network *network, const xmlNode *interface)
{
	const char *name = vml_attr(interface, "source/@portgroup");

	for (size_t i = 0; i < network->n_portgroups; i++) {
		const vml_host_portgroup *it = &network->portgroups[i];

		if (*name ? !strcmp(it->name, name) : it->is_default)
			return it;
	}
	return NULL;
}

const char *vml_host_virtualport(const vml_host_network *network, const xmlNode *interface)
{
	const char *own = vml_attr(interface, "virtualport/@type");
	const vml_host_portgroup *portgroup = portgroup_of(network, interface);

	if (*own)
		return own;
	if (*network->virtualport || !portgroup)
		return network->virtualport;
	return portgroup->virtualport;
}

/*
 * Return whether a file of the network device exists, if the host is local. libvirt may not have
 * noticed a device of the kernel.
 *
 * file: in the directory of the device; "": this directory itself
 */
static vml_tristate in_kernel(const vml_host *host, const char *name, const char *file)
{
	char path[64];
	int n = snprintf(path, sizeof(path), "/sys/class/net/%s/%s", name, file);

	if (!*name || *name == '.' || strchr(name, '/') || n >= (int)sizeof(path))
		return VML_UNKNOWN;
	return vml_host_own_file(host, path);
}

/*
 * Searches two lists: host->net_devices, which has the devices of the kernel, and host->interfaces,
 * which may have only the interfaces of one network configuration tool.
 */
vml_tristate vml_host_interface(const vml_host *host, const char *name)
{
	vml_tristate device, configured;

	if (!host)
		return VML_UNKNOWN;
	if (in_kernel(host, name, "") == VML_YES)
		return VML_YES;
	device = vml_table_find(&host->net_devices, name, NULL);
	configured = vml_table_find(&host->interfaces, name, NULL);
	if (device == VML_YES || configured == VML_YES)
		return VML_YES;
	return device == VML_UNKNOWN ? configured : device;
}

vml_tristate vml_host_net_device(const vml_host *host, const char *name)
{
	vml_tristate own = in_kernel(host, name, ""), listed;

	if (own == VML_YES || !host)
		return own;
	listed = vml_table_find(&host->net_devices, name, NULL);
	/* without udevd, libvirt does not notice removed devices */
	return own == VML_NO && listed == VML_YES ? VML_UNKNOWN : listed;
}

vml_tristate vml_host_linux_bridge(const vml_host *host, const char *name)
{
	const vml_host_network *network;
	const void *found = NULL;

	if (in_kernel(host, name, "") == VML_YES)
		return in_kernel(host, name, "bridge");
	if (host)
		vml_table_find(&host->network_bridges, name, &found);
	network = found;
	return network && network->active == VML_YES ? VML_YES : VML_UNKNOWN;
}

vml_tristate vml_host_bridge(
	const vml_host *host, const char *name, const vml_host_network **ret_network)
{
	const void *found = NULL;
	vml_tristate network =
		host ? vml_table_find(&host->network_bridges, name, &found) : VML_UNKNOWN;

	if (ret_network)
		*ret_network = found;
	return network == VML_YES ? network : vml_host_interface(host, name);
}

vml_tristate vml_host_nwfilter(const vml_host *host, const char *name)
{
	return host ? vml_table_find(&host->nwfilters, name, NULL) : VML_UNKNOWN;
}

vml_tristate vml_host_secret_by_uuid(const vml_host *host, const char *uuid)
{
	char digits[33];

	return host ? vml_table_find(&host->secrets, vml_table_uuid(uuid, digits), NULL)
		    : VML_UNKNOWN;
}

vml_tristate vml_host_secret_by_usage(const vml_host *host, const char *type, const char *usage)
{
	return host ? vml_table_find_pair(&host->secret_usages, type, ' ', usage, NULL)
		    : VML_UNKNOWN;
}
