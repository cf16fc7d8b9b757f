/* Sections of a host profile on machine and QEMU: versions, CPUs, memory, domain capabilities. */
#include "host_sections.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static void put_version(FILE *out, const char *name, unsigned long version)
{
	fprintf(out, " %s='%lu.%lu.%lu'", name, version / 1000000, version / 1000 % 1000,
		version % 1000);
}

void vml_put_root(const vml_collector *from, FILE *out)
{
	const struct vml_libvirt *virt = from->virt;
	char *name = virt->virConnectGetHostname(from->connection), date[32];
	const char *driver = virt->virConnectGetType(from->connection);
	unsigned long version;
	time_t now = time(NULL);
	struct tm utc;

	gmtime_r(&now, &utc);
	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", &utc);
	fprintf(out, "<vmlint-host format='%d' name='", VML_HOST_FORMAT);
	vml_put_xml(out, name ? name : "");
	fprintf(out, "' date='%s'", date);
	if (!virt->virConnectGetLibVersion(from->connection, &version))
		put_version(out, "libvirt", version);
	if (driver) {
		fputs(" driver='", out);
		vml_put_xml(out, driver);
		fputc('\'', out);
	}
	if (!virt->virConnectGetVersion(from->connection, &version))
		put_version(out, "hypervisor", version);
	fputs(">\n", out);
	free(name);
}

void vml_put_node(const vml_collector *from, FILE *out)
{
	virNodeInfo info;

	if (!from->virt->virNodeGetInfo(from->connection, &info))
		fprintf(out, "<node><memory unit='KiB'>%lu</memory><cpus>%u</cpus></node>\n",
			info.memory, info.cpus);
}

void vml_put_cpu_map(const vml_collector *from, FILE *out)
{
	unsigned char *map = NULL;
	unsigned int online;
	int n = from->virt->virNodeGetCPUMap(from->connection, &map, &online, 0);
	const char *separator = "";

	if (n > 0 && map && online) {
		fprintf(out, "<cpu-map total='%d' online='", n);
		for (int i = 0; i < n; i++) {
			int first = i;

			if (!(map[i / 8] >> i % 8 & 1))
				continue;
			while (i + 1 < n && map[(i + 1) / 8] >> (i + 1) % 8 & 1)
				i++;
			fprintf(out, i > first ? "%s%d-%d" : "%s%d", separator, first, i);
			separator = ",";
		}
		fputs("'/>\n", out);
	}
	free(map);
}

void vml_put_cpu_models(const vml_collector *from, FILE *out)
{
	char **models;
	const char *arch = vml_host_arch(from->host);
	int n = from->virt->virConnectGetCPUModelNames(from->connection, arch, &models, 0);

	if (n < 0)
		return;
	/* an empty list means that libvirt accepts any model of the hypervisor */
	if (n) {
		fputs("<cpu-models arch='", out);
		vml_put_xml(out, arch);
		fputs("'>\n", out);
	}
	for (int i = 0; i < n; i++) {
		fputs("<model>", out);
		vml_put_xml(out, models[i]);
		fputs("</model>\n", out);
		free(models[i]);
	}
	if (n)
		fputs("</cpu-models>\n", out);
	free(models);
}

enum { PAGE_SIZES = 16 };

void vml_put_free_pages(const vml_collector *from, FILE *out)
{
	size_t n_cells, n = 0;
	const vml_host_cell *cells = vml_host_cells(from->host, &n_cells);
	unsigned int sizes[PAGE_SIZES];
	unsigned long long counts[PAGE_SIZES];

	for (; from->host && n < from->host->n_pages && n < PAGE_SIZES; n++)
		sizes[n] = (unsigned int)(from->host->pages[n].size / 1024);
	if (!n || !n_cells)
		return;
	fputs("<free-pages>\n", out);
	for (size_t i = 0; i < n_cells; i++) {
		if (from->virt->virNodeGetFreePages(from->connection, (unsigned int)n, sizes,
			    (int)cells[i].id, 1, counts, 0) < 0)
			continue;
		fprintf(out, "<cell id='%u'>", cells[i].id);
		for (size_t j = 0; j < n; j++)
			fprintf(out, "<pages unit='KiB' size='%u'>%llu</pages>", sizes[j],
				counts[j]);
		fputs("</cell>\n", out);
	}
	fputs("</free-pages>\n", out);
}

/*
 * Write the domain capabilities of the boards that guests use, but not of each version of a board:
 * most of them do not depend on the version.
 */
static void put_domcaps_of(const vml_collector *from, FILE *out, const vml_host_guest *guest)
{
	static const char *const boards[] = { "pc", "q35" };
	bool any = false;

	for (size_t i = 0; i < 2; i++) {
		if (vml_host_has_machine(from->host, guest->emulator, guest->arch, guest->type,
			    boards[i], NULL) != VML_YES)
			continue;
		any = true;
		vml_put_document(out,
			from->virt->virConnectGetDomainCapabilities(from->connection,
				guest->emulator, guest->arch, boards[i], guest->type, 0));
	}
	if (!any)
		vml_put_document(out,
			from->virt->virConnectGetDomainCapabilities(from->connection,
				guest->emulator, guest->arch, NULL, guest->type, 0));
}

void vml_put_domcaps(const vml_collector *from, FILE *out)
{
	if (!from->request->read_write || !from->host)
		return;
	for (const vml_host_guest *it = from->host->guests; it; it = it->next)
		if (!strcmp(it->os, "hvm") &&
			(from->request->full || !strcmp(it->arch, vml_host_arch(from->host))))
			put_domcaps_of(from, out, it);
}
