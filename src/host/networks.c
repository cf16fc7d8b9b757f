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

/*
 * Return true if the host is local and its kernel has the network device: libvirt may not have
 * noticed it.
 */
static bool in_kernel(const vml_host *host, const char *name)
{
	char path[64];
	int n = snprintf(path, sizeof(path), "/sys/class/net/%s", name);

	return *name && *name != '.' && !strchr(name, '/') && n < (int)sizeof(path) &&
		vml_host_own_file(host, path) == VML_YES;
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
	if (in_kernel(host, name))
		return VML_YES;
	device = vml_table_find(&host->net_devices, name, NULL);
	configured = vml_table_find(&host->interfaces, name, NULL);
	if (device == VML_YES || configured == VML_YES)
		return VML_YES;
	return device == VML_UNKNOWN ? configured : device;
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
