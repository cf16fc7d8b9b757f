/* Directories that the domains and storage pools of a host use, from libvirt's definitions. */
#include "used_paths.h"

#include "arena.h"
#include "element.h"

#include <stdlib.h>
#include <string.h>

/*
 * Limit on the domains that are read: further domains of a large host mostly use the same
 * directories.
 */
enum { DOMAINS_MAX = 10000 };

void vml_path_set_add(vml_path_set *set, const char *path, bool images)
{
	if (set->n == set->capacity) {
		set->capacity = set->capacity ? 2 * set->capacity : 64;
		set->list = vml_realloc(set->list, set->capacity * sizeof(*set->list));
	}
	set->list[set->n++] = (vml_used_path){ .path = vml_strdup(path), .images = images };
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const vml_used_path *)a)->path, ((const vml_used_path *)b)->path);
}

void vml_path_set_sort(vml_path_set *set)
{
	size_t kept = 0;

	if (set->n)
		qsort(set->list, set->n, sizeof(*set->list), by_path);
	for (size_t i = 0; i < set->n; i++)
		if (kept && !strcmp(set->list[kept - 1].path, set->list[i].path)) {
			set->list[kept - 1].images |= set->list[i].images;
			free(set->list[i].path);
		} else {
			set->list[kept++] = set->list[i];
		}
	set->n = kept;
}

void vml_path_set_free(vml_path_set *set)
{
	for (size_t i = 0; i < set->n; i++)
		free(set->list[i].path);
	free(set->list);
	*set = (vml_path_set){ 0 };
}

static bool is_among(const char *name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

#define IS_AMONG(name, names) is_among(name, names, sizeof(names) / sizeof(*(names)))

static void add_directory_of(const char *path, bool images, vml_path_set *to)
{
	const char *slash = strrchr(path, '/');
	char *directory;

	if (*path != '/' || slash == path)
		return;
	directory = vml_strndup(path, (size_t)(slash - path));
	vml_path_set_add(to, directory, images);
	free(directory);
}

/* Add the directories of all paths in an element and its descendants. */
static void add_paths(vml_arena *arena, const xmlNode *node, vml_path_set *to)
{
	static const char *const attributes[] = { "dev", "dir", "evdev", "file", "path",
		"rendernode", "socket", "tap", "template" };
	static const char *const texts[] = { "backend", "database", "dtb", "initrd", "kernel",
		"loader", "nvram", "path", "table" };

	/* skip <target>: its path is one in the guest */
	if (!strcmp((const char *)node->name, "target"))
		return;
	for (const xmlAttr *it = node->properties; it; it = it->next)
		if (IS_AMONG((const char *)it->name, attributes))
			add_directory_of(vml_element_attr(node, (const char *)it->name),
				!strcmp((const char *)it->name, "file"), to);
	if (IS_AMONG((const char *)node->name, texts))
		add_directory_of(vml_element_text(arena, node), false, to);
	VML_EACH_ELEMENT (child, node, NULL)
		add_paths(arena, child, to);
}

static void add_paths_of(vml_parser *parser, const char *xml, vml_path_set *to)
{
	static const char *const parts[] = { "os", "sysinfo", "devices" };
	vml_slice slice = {
		.bytes = xml, .len = strlen(xml), .line = 1, .column = 1, .terminated = true
	};
	vml_fault fault;
	vml_doc *doc;

	if (vml_doc_parse(parser, &slice, &doc, &fault))
		return;
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		const xmlNode *part = vml_element_child(xmlDocGetRootElement(doc->tree), parts[i]);

		if (part)
			add_paths(doc->arena, part, to);
	}
	vml_doc_free(doc);
}

static void add_domains(const vml_collector *from, vml_path_set *to)
{
	const struct vml_libvirt *virt = from->virt;
	vml_parser *parser = vml_parser_new();
	virDomainPtr *domains;
	int n = virt->virConnectListAllDomains(from->connection, &domains, 0);

	for (int i = 0; i < n; i++) {
		char *xml = i < DOMAINS_MAX
			? virt->virDomainGetXMLDesc(domains[i], VIR_DOMAIN_XML_INACTIVE)
			: NULL;

		if (xml)
			add_paths_of(parser, xml, to);
		/* remove duplicates now and then: most domains use the same directories */
		if (i % 64 == 0)
			vml_path_set_sort(to);
		free(xml);
		virt->virDomainFree(domains[i]);
	}
	if (n >= 0)
		free(domains);
	vml_parser_free(parser);
}

void vml_used_directories(const vml_collector *from, vml_path_set *to)
{
	for (size_t i = 0; i < from->host->pool_paths.n; i++)
		vml_path_set_add(to, from->host->pool_paths.rows[i].key, true);
	add_domains(from, to);
}
