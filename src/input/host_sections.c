/* Sections of a host profile: networks, storage, devices and others. */
#include "host_sections.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

void vml_put_xml(FILE *out, const char *text)
{
	for (; *text; text++)
		switch (*text) {
		case '&': fputs("&amp;", out); break;
		case '<': fputs("&lt;", out); break;
		case '>': fputs("&gt;", out); break;
		case '\'': fputs("&apos;", out); break;
		default:
			/* other control characters cannot be written in XML 1.0 */
			if ((unsigned char)*text >= ' ')
				fputc(*text, out);
			else
				fprintf(out, "%s", strchr("\t\n\r", *text) ? "&#10;" : "?");
		}
}

void vml_put_document(FILE *out, char *xml)
{
	const char *end = xml && !strncmp(xml, "<?xml", 5) ? strstr(xml, "?>") : NULL;

	if (xml)
		fputs(end ? end + 2 : xml, out);
	free(xml);
}

static void put_state(FILE *out, int active, int autostart)
{
	fprintf(out, "<entry active='%s'", active ? "yes" : "no");
	if (autostart >= 0)
		fprintf(out, " autostart='%s'", autostart ? "yes" : "no");
	fputs(">\n", out);
}

/*
 * Write the networks that a list call with these flags returns. The flags select networks by state,
 * so that four list calls give the states of all; otherwise each network would take two more calls.
 */
static void put_networks_of(const vml_collector *from, FILE *out, unsigned int flags, int active,
	int autostart, bool *known)
{
	const struct vml_libvirt *virt = from->virt;
	virNetworkPtr *networks;
	int n = virt->virConnectListAllNetworks(from->connection, &networks, flags);

	*known &= n >= 0;
	for (int i = 0; i < n; i++) {
		char *xml = virt->virNetworkGetXMLDesc(networks[i], 0);

		if (xml) {
			put_state(out, active, autostart);
			vml_put_document(out, xml);
			fputs("</entry>\n", out);
		}
		virt->virNetworkFree(networks[i]);
	}
	if (n >= 0)
		free(networks);
}

/* Write a section, but only if all of its calls succeeded: a section must be complete. */
static void put_section(const vml_collector *from, FILE *out, const char *name,
	bool (*body)(const vml_collector *from, FILE *out))
{
	char *text = NULL;
	size_t len;
	FILE *memory = open_memstream(&text, &len);
	bool complete;

	if (!memory)
		vml_out_of_memory();
	complete = body(from, memory);
	if (fclose(memory))
		vml_out_of_memory();
	if (complete)
		fprintf(out, "<%s>\n%s</%s>\n", name, text, name);
	free(text);
}

static bool networks(const vml_collector *from, FILE *out)
{
	bool known = true;

	for (int active = 0; active < 2; active++)
		for (int autostart = 0; autostart < 2; autostart++)
			put_networks_of(from, out,
				(active ? VIR_CONNECT_LIST_NETWORKS_ACTIVE
					: VIR_CONNECT_LIST_NETWORKS_INACTIVE) |
					(autostart ? VIR_CONNECT_LIST_NETWORKS_AUTOSTART
						   : VIR_CONNECT_LIST_NETWORKS_NO_AUTOSTART),
				active, autostart, &known);
	return known;
}

static void put_networks(const vml_collector *from, FILE *out)
{
	put_section(from, out, "networks", networks);
}

static void put_volume(const vml_collector *from, FILE *out, virStorageVolPtr volume)
{
	const char *name = from->virt->virStorageVolGetName(volume);
	char *xml = from->request->full ? from->virt->virStorageVolGetXMLDesc(volume, 0) : NULL;

	if (xml) {
		vml_put_document(out, xml);
		return;
	}
	fputs("<volume><name>", out);
	vml_put_xml(out, name ? name : "");
	fputs("</name></volume>\n", out);
}

static void put_volumes(const vml_collector *from, FILE *out, virStoragePoolPtr pool)
{
	virStorageVolPtr *volumes;
	int n = from->virt->virStoragePoolListAllVolumes(pool, &volumes, 0);

	if (n < 0)
		return;
	fputs("<volumes>\n", out);
	for (int i = 0; i < n; i++) {
		put_volume(from, out, volumes[i]);
		from->virt->virStorageVolFree(volumes[i]);
	}
	fputs("</volumes>\n", out);
	free(volumes);
}

static bool put_pools_of(
	const vml_collector *from, FILE *out, unsigned int flags, int active, int autostart)
{
	const struct vml_libvirt *virt = from->virt;
	virStoragePoolPtr *pools;
	int n = virt->virConnectListAllStoragePools(from->connection, &pools, flags);

	for (int i = 0; i < n; i++) {
		char *xml = virt->virStoragePoolGetXMLDesc(pools[i], 0);

		if (xml) {
			put_state(out, active, autostart);
			vml_put_document(out, xml);
			if (active)
				put_volumes(from, out, pools[i]);
			fputs("</entry>\n", out);
		}
		virt->virStoragePoolFree(pools[i]);
	}
	if (n >= 0)
		free(pools);
	return n >= 0;
}

static bool pools(const vml_collector *from, FILE *out)
{
	return put_pools_of(from, out,
		       VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE |
			       VIR_CONNECT_LIST_STORAGE_POOLS_AUTOSTART,
		       1, 1) &&
		put_pools_of(from, out,
			VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE |
				VIR_CONNECT_LIST_STORAGE_POOLS_NO_AUTOSTART,
			1, 0) &&
		put_pools_of(from, out, VIR_CONNECT_LIST_STORAGE_POOLS_INACTIVE, 0, -1);
}

static void put_pools(const vml_collector *from, FILE *out)
{
	put_section(from, out, "pools", pools);
}

static void put_device(const vml_collector *from, FILE *out, virNodeDevicePtr device)
{
	const char *name = from->virt->virNodeDeviceGetName(device);
	/* only USB devices: the names of other devices contain their address */
	char *xml = name && !strncmp(name, "usb_", 4)
		? from->virt->virNodeDeviceGetXMLDesc(device, 0)
		: NULL;

	if (xml) {
		vml_put_document(out, xml);
		return;
	}
	fputs("<device><name>", out);
	vml_put_xml(out, name ? name : "");
	fputs("</name></device>\n", out);
}

/*
 * Add the kernel's network devices if the daemon runs on this machine: without udevd, as in a
 * container, libvirt lists only those that udevd recorded before. The name has the form of
 * libvirt's, which ends with a MAC address; zeros, because the address is not used.
 */
static void put_local_interfaces(const vml_collector *from, FILE *out)
{
	const char *driver = from->virt->virConnectGetType(from->connection);
	DIR *directory;

	if (!from->request->local || !driver || strcmp(driver, "QEMU") != 0)
		return;
	directory = opendir("/sys/class/net");
	if (!directory)
		return;
	for (struct dirent *entry; (entry = readdir(directory));) {
		if (*entry->d_name == '.')
			continue;
		fputs("<device><name>net_", out);
		vml_put_xml(out, entry->d_name);
		fputs("_00_00_00_00_00_00</name></device>\n", out);
	}
	closedir(directory);
}

/*
 * First with mediated devices, which are listed since libvirt 3.4, with a state since 7.3; then
 * without.
 */
static void put_devices(const vml_collector *from, FILE *out)
{
	static const struct {
		unsigned int flags;
		const char *kinds;
	} tries[] = { { VIR_CONNECT_LIST_NODE_DEVICES_CAP_MDEV |
				      VIR_CONNECT_LIST_NODE_DEVICES_ACTIVE,
			      "pci usb_device net mdev" },
		{ 0, "pci usb_device net" } };
	const unsigned int common = VIR_CONNECT_LIST_NODE_DEVICES_CAP_PCI_DEV |
		VIR_CONNECT_LIST_NODE_DEVICES_CAP_USB_DEV | VIR_CONNECT_LIST_NODE_DEVICES_CAP_NET;
	virNodeDevicePtr *devices;
	size_t i = 0;
	int n = -1;

	for (; n < 0 && i < 2; i++)
		n = from->virt->virConnectListAllNodeDevices(
			from->connection, &devices, common | tries[i].flags);
	if (n < 0)
		return;
	/* n == 0: any host has PCI or network devices, so the driver has not enumerated them */
	if (n)
		fprintf(out, "<devices kinds='%s'>\n", tries[i - 1].kinds);
	for (int j = 0; j < n; j++) {
		put_device(from, out, devices[j]);
		from->virt->virNodeDeviceFree(devices[j]);
	}
	if (n) {
		put_local_interfaces(from, out);
		fputs("</devices>\n", out);
	}
	free(devices);
}

/* Define a section with a list of names. put: function that writes one object. */
#define NAMES(section, tag, type, list, free_one, put)                   \
	static void section(const vml_collector *from, FILE *out)        \
	{                                                                \
		type *objects;                                           \
		int n = from->virt->list(from->connection, &objects, 0); \
                                                                         \
		if (n < 0)                                               \
			return;                                          \
		fputs("<" tag ">\n", out);                               \
		for (int i = 0; i < n; i++) {                            \
			put(from, out, objects[i]);                      \
			from->virt->free_one(objects[i]);                \
		}                                                        \
		fputs("</" tag ">\n", out);                              \
		free(objects);                                           \
	}

static void put_named(FILE *out, const char *tag, const char *name)
{
	fprintf(out, "<%s name='", tag);
	vml_put_xml(out, name ? name : "");
	fputs("'/>\n", out);
}

static void put_interface(const vml_collector *from, FILE *out, virInterfacePtr interface)
{
	put_named(out, "interface", from->virt->virInterfaceGetName(interface));
}

static void put_filter(const vml_collector *from, FILE *out, virNWFilterPtr filter)
{
	put_named(out, "filter", from->virt->virNWFilterGetName(filter));
}

static void put_secret(const vml_collector *from, FILE *out, virSecretPtr secret)
{
	static const char *const types[] = { NULL, "volume", "ceph", "iscsi", "tls", "vtpm" };
	char uuid[VIR_UUID_STRING_BUFLEN];
	int type = from->virt->virSecretGetUsageType(secret);
	const char *usage = from->virt->virSecretGetUsageID(secret);

	if (from->virt->virSecretGetUUIDString(secret, uuid))
		return;
	fprintf(out, "<secret><uuid>%s</uuid>", uuid);
	if (usage && type > 0 && type < (int)(sizeof(types) / sizeof(*types))) {
		fprintf(out, "<usage type='%s'><name>", types[type]);
		vml_put_xml(out, usage);
		fputs("</name></usage>", out);
	}
	fputs("</secret>\n", out);
}

NAMES(put_interface_names, "interfaces", virInterfacePtr, virConnectListAllInterfaces,
	virInterfaceFree, put_interface)
NAMES(put_filters, "nwfilters", virNWFilterPtr, virConnectListAllNWFilters, virNWFilterFree,
	put_filter)
NAMES(put_secrets, "secrets", virSecretPtr, virConnectListAllSecrets, virSecretFree, put_secret)

/*
 * Only for the test driver. In libvirt before 10.2, listing the interfaces of a real host crashes
 * the daemon if an interface disappears meanwhile (CVE-2024-2496); and the node devices include the
 * network devices.
 */
static void put_interfaces(const vml_collector *from, FILE *out)
{
	const char *driver = from->virt->virConnectGetType(from->connection);

	if (driver && !strcmp(driver, "TEST"))
		put_interface_names(from, out);
}

const vml_section vml_sections[] = { vml_put_root, vml_put_domcaps, vml_put_cpu_models,
	vml_put_node, vml_put_cpu_map, vml_put_free_pages, put_networks, put_interfaces, put_pools,
	put_devices, put_filters, put_secrets, NULL };
