/* Reader of host profiles. */
#include "read.h"

#include "bytemap.h"
#include "diagnose.h"
#include "own_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

vml_tristate vml_host_read_flag(const xmlNode *node, const char *attr)
{
	const char *value = vml_element_attr(node, attr);

	if (!strcmp(value, "yes"))
		return VML_YES;
	return strcmp(value, "no") ? VML_UNKNOWN : VML_NO;
}

const xmlNode *vml_host_section(const xmlNode *root, const char *name, vml_host_table *table)
{
	const xmlNode *section = vml_element_child(root, name);

	table->known = section != NULL;
	return section;
}

/* Return the VML_RELEASE of a version such as "9.0.0"; 0 if `text` is not a version. */
static unsigned int release_of(const char *text)
{
	unsigned int major, minor;

	if (sscanf(text, "%3u.%3u", &major, &minor) != 2)
		return 0;
	return VML_RELEASE(major, minor);
}

static void read_domcaps(vml_host *host, const xmlNode *root)
{
	vml_arena *arena = host->doc->arena;
	vml_host_domcaps *caps = vml_arena_alloc(arena, sizeof(*caps));

	*caps = (vml_host_domcaps){ .root = root,
		.emulator = vml_element_text(arena, vml_element_child(root, "path")),
		.arch = vml_element_text(arena, vml_element_child(root, "arch")),
		.type = vml_element_text(arena, vml_element_child(root, "domain")),
		.machine = vml_element_text(arena, vml_element_child(root, "machine")) };
	*host->last_domcaps = caps;
	host->last_domcaps = &caps->next;
}

static void read_cpu_models(vml_host *host, const xmlNode *root)
{
	vml_arena *arena = host->doc->arena;

	VML_EACH_ELEMENT (models, root, "cpu-models") {
		const char *arch = vml_element_attr(models, "arch");

		host->cpu_models.known = true;
		vml_table_add(&host->cpu_archs, arch, NULL);
		VML_EACH_ELEMENT (model, models, "model")
			vml_table_add(&host->cpu_models,
				vml_arena_printf(
					arena, "%s %s", arch, vml_element_text(arena, model)),
				NULL);
	}
}

static void read_profile(vml_host *host, const xmlNode *root)
{
	const char *name = vml_element_attr(root, "name");

	if (*name)
		host->name = name;
	host->date = vml_element_attr(root, "date");
	host->target.libvirt = release_of(vml_element_attr(root, "libvirt"));
	if (!strcmp(vml_element_attr(root, "driver"), "QEMU")) {
		host->target.qemu = release_of(vml_element_attr(root, "hypervisor"));
		host->runs_qemu = true;
	}
	vml_host_read_capabilities(host, vml_element_child(root, "capabilities"));
	VML_EACH_ELEMENT (caps, root, "domainCapabilities")
		read_domcaps(host, caps);
	read_cpu_models(host, root);
	vml_host_read_node(host, root);
	vml_host_read_networks(host, root);
	vml_host_read_pools(host, vml_host_section(root, "pools", &host->pools));
	vml_host_read_devices(host, vml_element_child(root, "devices"));
	vml_host_read_files(host, vml_element_child(root, "files"));
	vml_host_read_addresses(host, vml_host_section(root, "addresses", &host->addresses));
}

/* List of all tables of a host, for loops. */
#define VML_HOST_TABLES(host)                                                                      \
	{                                                                                          \
		&(host)->security, &(host)->cpu_models, &(host)->cpu_archs, &(host)->networks,     \
			&(host)->network_bridges, &(host)->interfaces, &(host)->net_devices,       \
			&(host)->nwfilters, &(host)->secrets, &(host)->secret_usages,              \
			&(host)->pools, &(host)->pool_paths, &(host)->volumes,                     \
			&(host)->volume_paths, &(host)->pci, &(host)->mdevs, &(host)->directories, \
			&(host)->files, &(host)->addresses, &(host)->network_addresses             \
	}

static void set_gates(vml_host *host)
{
	const struct {
		unsigned int gate;
		bool known;
	} gates[] = { { VML_WHEN_HOST, true }, { VML_WHEN_HOST_GUESTS, host->guests },
		{ VML_WHEN_HOST_NODE, host->cells || host->cpus || host->memory },
		{ VML_WHEN_HOST_CPUMODELS, host->cpu_models.known },
		{ VML_WHEN_HOST_DOMCAPS, host->domcaps },
		{ VML_WHEN_HOST_NETWORKS, host->networks.known },
		{ VML_WHEN_HOST_INTERFACES, host->interfaces.known || host->net_devices.known },
		{ VML_WHEN_HOST_POOLS, host->pools.known },
		{ VML_WHEN_HOST_DEVICES, host->pci.known || host->mdevs.known || host->usb_known },
		{ VML_WHEN_HOST_NWFILTERS, host->nwfilters.known },
		{ VML_WHEN_HOST_SECRETS, host->secrets.known } };

	for (size_t i = 0; i < sizeof(gates) / sizeof(*gates); i++)
		if (gates[i].known)
			host->gates |= gates[i].gate;
}

/* Return why a well-formed document is not a host profile, with a hint; NULL if it is one. */
static const char *reject(const xmlNode *root, const char **ret_hint)
{
	uint64_t format = 0;

	*ret_hint = "create a profile by 'vmlint --save-host FILE -c URI', or save the output of "
		    "'virsh capabilities'";
	if (vml_element_is(root, "capabilities") || vml_element_is(root, "domainCapabilities"))
		return NULL;
	if (!vml_element_is(root, "vmlint-host"))
		return "not a host profile: expected <vmlint-host>, <capabilities> or "
		       "<domainCapabilities>";
	if (vml_element_number(vml_element_attr(root, "format"), &format) &&
		format <= VML_HOST_FORMAT)
		return NULL;
	*ret_hint = "save the profile again with this version of vmlint, or update vmlint";
	return "host profile of an unknown format: this version of vmlint reads format 1";
}

static vml_host *new_host(vml_doc *doc, const char *name)
{
	vml_host *host = vml_arena_alloc(doc->arena, sizeof(*host));

	*host = (vml_host){ .doc = doc, .date = "", .arch = "", .cpu = "", .vendor = "" };
	host->last_guest = &host->guests;
	host->last_domcaps = &host->domcaps;
	host->name = vml_arena_strdup(doc->arena, name);
	return host;
}

int vml_host_read(vml_parser *parser, const vml_slice *slice, const char *name, vml_host **ret,
	vml_fault *fault)
{
	vml_doc *doc;
	vml_host *host;
	const xmlNode *root;

	*ret = NULL;
	if (vml_doc_parse(parser, slice, &doc, fault))
		return -1;
	root = xmlDocGetRootElement(doc->tree);
	*fault = (vml_fault){ 0 };
	fault->message = reject(root, &fault->hint);
	if (fault->message) {
		const vml_span *span = vml_span_of(doc, root);

		vml_fault_at(slice, span ? span->start : 0, fault);
		vml_doc_free(doc);
		return -1;
	}
	host = new_host(doc, name);
	if (vml_element_is(root, "vmlint-host"))
		read_profile(host, root);
	else if (vml_element_is(root, "capabilities"))
		vml_host_read_capabilities(host, root);
	else
		read_domcaps(host, root);
	host->target.name = host->name;
	host->target.family = "";
	vml_host_table *tables[] = VML_HOST_TABLES(host);
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		vml_table_sort(tables[i]);
	set_gates(host);
	*ret = host;
	return 0;
}

void vml_host_free(vml_host *host)
{
	if (!host)
		return;
	vml_host_table *tables[] = VML_HOST_TABLES(host);

	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		vml_table_free(tables[i]);
	vml_own_files_free(host->own_files);
	vml_doc_free(host->doc);
}

unsigned int vml_host_gates(const vml_host *host)
{
	return host->gates;
}

void vml_host_set_name(vml_host *host, const char *name)
{
	host->name = host->target.name = vml_arena_strdup(host->doc->arena, name);
}

void vml_host_set_local(vml_host *host)
{
	if (!host->own_files)
		host->own_files = vml_own_files_new();
}
