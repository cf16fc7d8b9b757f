/* Tasks on the objects of a host: networks, storage, devices and others. */
#include "facts_tasks.h"

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
			/* XML 1.0 cannot contain other control characters */
			if ((unsigned char)*text >= ' ')
				fputc(*text, out);
			else if (strchr("\t\n\r", *text))
				fprintf(out, "&#%d;", *text);
			else
				fputc('?', out);
		}
}

void vml_put_document(FILE *out, char *xml)
{
	const char *end = xml && !strncmp(xml, "<?xml", 5) ? strstr(xml, "?>") : NULL;

	if (xml)
		fputs(end ? end + 2 : xml, out);
	free(xml);
}

/* Write the start tag of an object. autostart: 0, 1, or -1 if unknown */
static void put_state(FILE *out, bool active, int autostart)
{
	fprintf(out, "<entry active='%s'", active ? "yes" : "no");
	if (autostart >= 0)
		fprintf(out, " autostart='%s'", autostart ? "yes" : "no");
	fputs(">\n", out);
}

/* Define a function `name` that frees an object of libvirt, for vml_facts_task. */
#define RELEASE(name, type, function)                                  \
	static void name(const struct vml_libvirt *virt, void *object) \
	{                                                              \
		virt->function((type)object);                          \
	}

RELEASE(free_network, virNetworkPtr, virNetworkFree)
RELEASE(free_pool, virStoragePoolPtr, virStoragePoolFree)
RELEASE(free_volume, virStorageVolPtr, virStorageVolFree)
RELEASE(free_device, virNodeDevicePtr, virNodeDeviceFree)

static void put_network(vml_collector *from, vml_facts_task *task, FILE *out)
{
	bool active = task->number & VIR_CONNECT_LIST_NETWORKS_ACTIVE;
	char *xml = from->virt->virNetworkGetXMLDesc(task->object, 0);
	int autostart = -1;

	if (!xml)
		return;
	/* a request only for inactive networks: for others, no rule uses the answer */
	if (!active && from->virt->virNetworkGetAutostart(task->object, &autostart))
		autostart = -1;
	put_state(out, active, autostart);
	vml_put_document(out, xml);
	fputs("</entry>\n", out);
}

/*
 * List the networks in the state that task->number selects. vml_facts_rows has a row for each of
 * the two states, which saves a request per network: whether it is active.
 */
static void list_networks(vml_collector *from, vml_facts_task *task, FILE *out)
{
	virNetworkPtr *networks;
	int n = from->virt->virConnectListAllNetworks(from->connection, &networks, task->number);

	(void)out;
	task->failed = n < 0;
	for (int i = 0; i < n; i++)
		vml_facts_add(task, put_network, networks[i], free_network)->number = task->number;
	if (n >= 0)
		free(networks);
}

static void put_volume(vml_collector *from, vml_facts_task *task, FILE *out)
{
	const char *name = from->virt->virStorageVolGetName(task->object);
	char *xml =
		from->request.full ? from->virt->virStorageVolGetXMLDesc(task->object, 0) : NULL;

	if (xml) {
		vml_put_document(out, xml);
		return;
	}
	fputs("<volume><name>", out);
	vml_put_xml(out, name ? name : "");
	fputs("</name></volume>\n", out);
}

/*
 * Write the names of a pool's volumes: libvirt's list includes the names, so no more requests are
 * needed. If request.full is set, add a task for each volume instead, which writes its details.
 */
static void put_volumes(vml_collector *from, vml_facts_task *task, FILE *out)
{
	virStorageVolPtr *volumes;
	int n = from->virt->virStoragePoolListAllVolumes(task->object, &volumes, 0);

	if (n < 0)
		return;
	fputs("<volumes>\n", out);
	task->end = "</volumes>\n</entry>\n";
	for (int i = 0; i < n; i++) {
		if (from->request.full) {
			vml_facts_add(task, put_volume, volumes[i], free_volume);
			continue;
		}
		put_volume(from, &(vml_facts_task){ .object = volumes[i] }, out);
		free_volume(from->virt, volumes[i]);
	}
	free(volumes);
}

static void put_pool(vml_collector *from, vml_facts_task *task, FILE *out)
{
	bool active = task->number & VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE;
	char *xml = from->virt->virStoragePoolGetXMLDesc(task->object, 0);
	int autostart = -1;

	if (!xml)
		return;
	if (!active && from->virt->virStoragePoolGetAutostart(task->object, &autostart))
		autostart = -1;
	put_state(out, active, autostart);
	vml_put_document(out, xml);
	task->end = "</entry>\n";
	if (active)
		put_volumes(from, task, out);
}

static void list_pools(vml_collector *from, vml_facts_task *task, FILE *out)
{
	virStoragePoolPtr *pools;
	int n = from->virt->virConnectListAllStoragePools(from->connection, &pools, task->number);

	(void)out;
	task->failed = n < 0;
	for (int i = 0; i < n; i++)
		vml_facts_add(task, put_pool, pools[i], free_pool)->number = task->number;
	if (n >= 0)
		free(pools);
}

static void put_device_name(FILE *out, const char *name)
{
	fputs("<device><name>", out);
	vml_put_xml(out, name ? name : "");
	fputs("</name></device>\n", out);
}

static void put_usb_device(vml_collector *from, vml_facts_task *task, FILE *out)
{
	char *xml = from->virt->virNodeDeviceGetXMLDesc(task->object, 0);

	if (xml)
		vml_put_document(out, xml);
	else
		put_device_name(out, from->virt->virNodeDeviceGetName(task->object));
}

/*
 * Write the kernel's network devices if the daemon runs on this machine: without udevd, as in a
 * container, libvirt lists only devices that udevd recorded before. The names have the form of
 * libvirt's, which end with a MAC address; here it is zero, because the address is not used.
 */
static void put_local_interfaces(vml_collector *from, FILE *out)
{
	const char *driver = from->virt->virConnectGetType(from->connection);
	DIR *directory;

	if (!from->request.local || !driver || strcmp(driver, "QEMU") != 0)
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
 * First request a list with mediated devices (libvirt lists them since 3.4, and knows their state
 * since 7.3). If that fails, request the list without them.
 */
static void list_devices(vml_collector *from, vml_facts_task *task, FILE *out)
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
	/*
	 * n is 0 only if the driver has not enumerated the devices: any host has PCI or network
	 * devices
	 */
	if (n) {
		fprintf(out, "<devices kinds='%s'>\n", tries[i - 1].kinds);
		task->end = "</devices>\n";
		put_local_interfaces(from, out);
	}
	for (int j = 0; j < n; j++) {
		const char *name = from->virt->virNodeDeviceGetName(devices[j]);

		/*
		 * only USB devices are read: for the others, the address is enough, and their names
		 * contain it
		 */
		if (name && !strncmp(name, "usb_", 4)) {
			vml_facts_add(task, put_usb_device, devices[j], free_device);
		} else {
			put_device_name(out, name);
			free_device(from->virt, devices[j]);
		}
	}
	free(devices);
}

/*
 * Define a task `name` that lists objects with `list` and writes each with `put`. Lists contain the
 * names: no further request is needed.
 */
#define NAMES(name, type, list, free_one, put)                                 \
	static void name(vml_collector *from, vml_facts_task *task, FILE *out) \
	{                                                                      \
		type *objects;                                                 \
		int n = from->virt->list(from->connection, &objects, 0);       \
                                                                               \
		task->failed = n < 0;                                          \
		for (int i = 0; i < n; i++) {                                  \
			put(from, out, objects[i]);                            \
			from->virt->free_one(objects[i]);                      \
		}                                                              \
		if (n >= 0)                                                    \
			free(objects);                                         \
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

NAMES(list_interface_names, virInterfacePtr, virConnectListAllInterfaces, virInterfaceFree,
	put_interface)
NAMES(list_filters, virNWFilterPtr, virConnectListAllNWFilters, virNWFilterFree, put_filter)
NAMES(list_secrets, virSecretPtr, virConnectListAllSecrets, virSecretFree, put_secret)

/*
 * Write the names of the interfaces, only with the test driver. In libvirt before 10.2, listing the
 * interfaces of a real host crashes the daemon if an interface disappears meanwhile
 * (CVE-2024-2496). For real hosts, list_devices() writes the network devices.
 */
static void list_interfaces(vml_collector *from, vml_facts_task *task, FILE *out)
{
	const char *driver = from->virt->virConnectGetType(from->connection);

	if (driver && !strcmp(driver, "TEST"))
		list_interface_names(from, task, out);
	else
		task->failed = true;
}

/*
 * Tasks begin in this order, but those that need the capabilities wait for the first task. Tasks
 * that start the longest chains of requests come first, so that the collection ends soon.
 */
const vml_facts_row vml_facts_rows[] = {
	{ NULL, vml_put_capabilities, 0, false },
	{ NULL, vml_put_name, 0, false },
	{ NULL, vml_put_libvirt, 0, false },
	{ NULL, vml_put_driver, 0, false },
	{ NULL, vml_put_hypervisor, 0, false },
	{ NULL, vml_find_images, 0, false },
	{ NULL, vml_put_domcaps, 0, true },
	{ NULL, vml_put_cpu_models, 0, true },
	{ NULL, vml_put_node, 0, false },
	{ NULL, vml_put_cpu_map, 0, false },
	{ NULL, vml_put_free_pages, 0, true },
	{ "pools", list_pools, VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE, false },
	{ "pools", list_pools, VIR_CONNECT_LIST_STORAGE_POOLS_INACTIVE, false },
	{ "networks", list_networks, VIR_CONNECT_LIST_NETWORKS_INACTIVE, false },
	{ "networks", list_networks, VIR_CONNECT_LIST_NETWORKS_ACTIVE, false },
	/*
	 * list_interfaces() needs the name of libvirt's driver, which libvirt caches in the first
	 * task of this table: wait for that task
	 */
	{ "interfaces", list_interfaces, 0, true },
	{ NULL, list_devices, 0, false },
	{ "nwfilters", list_filters, 0, false },
	{ "secrets", list_secrets, 0, false },
};
const size_t vml_facts_n_rows = sizeof(vml_facts_rows) / sizeof(*vml_facts_rows);
