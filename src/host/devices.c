/* Host facts: PCI, USB and mediated devices. */
#include "table.h"

#include <stdio.h>
#include <string.h>

vml_tristate vml_host_pci(const vml_host *host, unsigned int domain, unsigned int bus,
	unsigned int slot, unsigned int function)
{
	static const char directory[] = "/sys/bus/pci/devices/";
	char path[sizeof(directory) + 64], *address = path + strlen(directory);

	snprintf(path, sizeof(path), "%s%04x:%02x:%02x.%x", directory, domain, bus, slot, function);
	/* search the kernel's list first: without udevd, libvirt does not notice added devices */
	if (vml_host_own_file(host, path) == VML_YES)
		return VML_YES;
	return host ? vml_table_find(&host->pci, address, NULL) : VML_UNKNOWN;
}

int vml_host_usb(const vml_host *host, unsigned int vendor, unsigned int product, unsigned int bus,
	unsigned int device)
{
	int n = 0;

	if (!host || !host->usb_known)
		return -1;
	for (const vml_host_usb_device *it = host->usb; it; it = it->next)
		n += (!(vendor || product) || (it->vendor == vendor && it->product == product)) &&
			(!(bus || device) || (it->bus == bus && it->device == device));
	return n;
}

vml_tristate vml_host_mdev(const vml_host *host, const char *uuid)
{
	char digits[33];

	return host ? vml_table_find(&host->mdevs, vml_table_uuid(uuid, digits), NULL)
		    : VML_UNKNOWN;
}
