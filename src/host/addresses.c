/* Host facts: IP addresses. Those of a local host are requested from the kernel. */
#include "own_addresses.h"
#include "table.h"

#include <string.h>

/*
 * The interfaces of this process are not those of the host if it runs in a network namespace of its
 * own, such as that of a systemd unit with PrivateNetwork=yes, which has only the loopback device.
 * An address of an active network, which libvirt has added to a bridge, is then absent. IPv6
 * addresses are not compared: without a guest on the bridge, the kernel may not yet provide them.
 */
bool vml_host_shares_network(const vml_host *host)
{
	const vml_host_table *table = &host->network_addresses;

	if (!host->own_files)
		return false;
	for (size_t i = 0; i < table->n; i++) {
		const vml_host_network *network = table->rows[i].value;

		if (network->active == VML_YES && !strchr(table->rows[i].key, ':') &&
			vml_own_address(table->rows[i].key) == VML_NO)
			return false;
	}
	return vml_own_addresses(NULL, NULL) > 0;
}

/*
 * Return whether the local host has an address; VML_UNKNOWN if the host is not local, or if this
 * process does not have its network interfaces.
 */
static vml_tristate own_address(const vml_host *host, const char *key)
{
	vml_tristate found = host->own_files ? vml_own_address(key) : VML_UNKNOWN;

	return found == VML_NO && !vml_host_shares_network(host) ? VML_UNKNOWN : found;
}

vml_tristate vml_host_address(const vml_host *host, const char *address, bool *ret_sure)
{
	char buffer[INET6_ADDRSTRLEN];
	const char *key = vml_address_key(address, buffer);
	vml_tristate own;

	if (ret_sure)
		*ret_sure = false;
	if (!host || !*key)
		return VML_UNKNOWN;
	if (vml_table_find(&host->network_addresses, key, NULL) == VML_YES)
		return VML_YES;
	own = own_address(host, key);
	if (own == VML_UNKNOWN)
		return vml_table_find(&host->addresses, key, NULL);
	if (ret_sure)
		*ret_sure = true;
	return own;
}
