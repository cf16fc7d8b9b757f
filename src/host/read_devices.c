/* Reader of node devices: PCI, USB, mediated and network devices. */
#include "read.h"

#include <stdio.h>
#include <string.h>

enum {
	UUID_LEN = 36,
	MAC_SUFFIX = 18 /* length of a suffix such as "_52_54_00_99_65_78" */
};

static unsigned int number(vml_host *host, const xmlNode *node, const char *name)
{
	uint64_t n = 0;

	vml_element_number(vml_element_text(host->doc->arena, vml_element_child(node, name)), &n);
	return (unsigned int)n;
}

static unsigned int id_of(const xmlNode *capability, const char *name)
{
	uint64_t n = 0;

	vml_element_number(vml_element_attr(vml_element_child(capability, name), "id"), &n);
	return (unsigned int)n;
}

/* Add a PCI device. name: "pci_0000_00_1f_2", which contains its address. */
static bool add_pci(vml_host *host, const char *name)
{
	unsigned int domain, bus, slot, function;

	if (sscanf(name, "pci_%4x_%2x_%2x_%1x", &domain, &bus, &slot, &function) != 4)
		return false;
	vml_table_add(&host->pci,
		vml_arena_printf(
			host->doc->arena, "%04x:%02x:%02x.%x", domain, bus, slot, function),
		name);
	return true;
}

/* Add a mediated device. name: "mdev_<UUID with underscores>[_parent]". */
static bool add_mdev(vml_host *host, const char *name)
{
	char digits[33], *uuid;

	if (strncmp(name, "mdev_", 5) != 0 || strlen(name + 5) < UUID_LEN)
		return false;
	uuid = vml_arena_strndup(host->doc->arena, name + 5, UUID_LEN);
	for (char *at = uuid; *at; at++)
		if (*at == '_')
			*at = '-';
	uuid = vml_arena_strdup(host->doc->arena, vml_table_uuid(uuid, digits));
	vml_table_add(&host->mdevs, uuid, name);
	return true;
}

/* Add a network device. name: "net_<interface>_<MAC address with underscores>". */
static bool add_net(vml_host *host, const char *name, const xmlNode *capability)
{
	const char *interface =
		vml_element_text(host->doc->arena, vml_element_child(capability, "interface"));
	size_t n = strlen(name);

	if (strncmp(name, "net_", 4) != 0)
		return false;
	if (!*interface && n > 4 + MAC_SUFFIX)
		interface = vml_arena_strndup(host->doc->arena, name + 4, n - 4 - MAC_SUFFIX);
	vml_table_add(&host->net_devices, interface, name);
	return true;
}

static void add_usb(vml_host *host, const xmlNode *capability)
{
	vml_host_usb_device *device = vml_arena_alloc(host->doc->arena, sizeof(*device));

	*device = (vml_host_usb_device){ .next = host->usb,
		.vendor = id_of(capability, "vendor"),
		.product = id_of(capability, "product"),
		.bus = number(host, capability, "bus"),
		.device = number(host, capability, "device") };
	host->usb = device;
}

/* Return true if the section lists all devices of a kind: @kinds contains `kind` or is absent. */
static bool lists(const xmlNode *section, const char *kind)
{
	const char *kinds = vml_element_attr(section, "kinds");
	size_t n = strlen(kind);

	if (!*kinds)
		return true;
	for (const char *at = kinds; (at = strstr(at, kind)); at += n)
		if ((at == kinds || at[-1] == ' ') && (!at[n] || at[n] == ' '))
			return true;
	return false;
}

void vml_host_read_devices(vml_host *host, const xmlNode *devices)
{
	if (!devices)
		return;
	host->pci.known = lists(devices, "pci");
	host->mdevs.known = lists(devices, "mdev");
	host->net_devices.known = lists(devices, "net");
	host->usb_known = lists(devices, "usb_device");
	VML_EACH_ELEMENT (device, devices, "device") {
		const char *name =
			vml_element_text(host->doc->arena, vml_element_child(device, "name"));
		const xmlNode *capability = vml_element_child(device, "capability");

		if (add_pci(host, name) || add_mdev(host, name) || add_net(host, name, capability))
			continue;
		if (!strcmp(vml_element_attr(capability, "type"), "usb_device"))
			add_usb(host, capability);
	}
}
