/*
 * Default values: what libvirt fills in for attributes that are missing.
 *
 * Measured: each attribute was removed from up to six of libvirt 11.3's test documents, and a
 * libvirtd 11.3 with QEMU defined the results. A row is listed here if libvirtd always filled in
 * the same value, and if this value does not depend on the architecture, the machine type or the
 * host.
 */
#include "grammar.h"

#include <string.h>

static const struct row {
	const char *parent;    /* name of the parent element; NULL: any */
	const char *element;   /* name of the element */
	const char *attribute; /* NULL: the text of the element */
	const char *value;
} rows[] = {
	{ "domain", "on_poweroff", NULL, "destroy" },
	{ "domain", "on_reboot", NULL, "restart" },
	{ "domain", "on_crash", NULL, "destroy" },
	{ "domain", "memory", "unit", "KiB" },
	{ "domain", "currentMemory", "unit", "KiB" },
	{ "domain", "maxMemory", "unit", "KiB" },
	{ "domain", "vcpu", "placement", "static" },
	{ "domain", "clock", "offset", "utc" },
	{ "domain", "cpu", "mode", "custom" },
	{ "domain", "cpu", "match", "exact" },
	{ "cpu", "model", "fallback", "allow" },
	{ "cpu", "feature", "policy", "require" },
	{ "cpu", "topology", "dies", "1" },
	{ "cpu", "topology", "clusters", "1" },
	{ "numa", "cell", "unit", "KiB" },
	{ "numatune", "memory", "mode", "strict" },
	{ "numatune", "memnode", "mode", "strict" },
	{ "hugepages", "page", "unit", "KiB" },
	{ "memtune", NULL, "unit", "KiB" },
	{ "os", "loader", "type", "rom" },
	{ "features", "smm", "state", "on" },
	{ "features", "pvspinlock", "state", "on" },
	{ "features", "hyperv", "mode", "custom" },
	{ "devices", "disk", "type", "file" },
	{ "devices", "disk", "device", "disk" },
	{ "disk", "driver", "name", "qemu" },
	{ "disk", "driver", "type", "raw" },
	{ "devices", "filesystem", "type", "mount" },
	{ "devices", "filesystem", "accessmode", "passthrough" },
	{ "devices", "interface", "type", "user" },
	{ "interface", "ip", "family", "ipv4" },
	{ "devices", "hostdev", "mode", "subsystem" },
	{ "devices", "hostdev", "managed", "no" },
	{ "devices", "serial", "type", "pty" },
	{ "devices", "parallel", "type", "pty" },
	{ "devices", "channel", "type", "pty" },
	{ NULL, "protocol", "type", "raw" },
	{ NULL, "encryption", "engine", "qemu" },
	{ "devices", "redirdev", "bus", "usb" },
	{ "devices", "watchdog", "action", "reset" },
	{ "devices", "vsock", "model", "virtio" },
	{ "target", "size", "unit", "KiB" },
	{ "video", "model", "heads", "1" },
};

static bool is_called(const xmlNode *node, const char *name)
{
	return !name ||
		(node && node->type == XML_ELEMENT_NODE && !strcmp((const char *)node->name, name));
}

const char *vml_grammar_default(const xmlNode *element, const char *attribute)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (!rows[i].attribute == !attribute &&
			(!attribute || !strcmp(rows[i].attribute, attribute)) &&
			is_called(element, rows[i].element) &&
			is_called(element->parent, rows[i].parent))
			return rows[i].value;
	return NULL;
}
