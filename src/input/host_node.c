/* Tasks on the machine and QEMU: versions, CPUs, memory, domain capabilities. */
#include "arena.h"
#include "facts_tasks.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

void vml_put_capabilities(vml_collector *from, vml_facts_task *task, FILE *out)
{
	char *xml = from->virt->virConnectGetCapabilities(from->connection);
	vml_slice slice = { .bytes = xml, .line = 1, .column = 1, .terminated = true };
	vml_fault fault;

	(void)task;
	if (!xml) {
		const virError *error = from->virt->virGetLastError();

		from->error = vml_strdup(
			error && error->message ? error->message : "no reason given by libvirt");
		return;
	}
	slice.len = strlen(xml);
	if (vml_host_read(from->parser, &slice, "", &from->capabilities, &fault))
		from->error =
			vml_asprintf("line %lu of the capabilities: %s", fault.line, fault.message);
	vml_put_document(out, xml);
}

/* Make a request, and return the daemon, whose member is then set. */
static const vml_daemon *read_daemon(const vml_collector *from, vml_daemon_request request)
{
	vml_daemon_read(from->daemon, from->virt, from->connection, request);
	return from->daemon;
}

void vml_put_name(vml_collector *from, vml_facts_task *task, FILE *out)
{
	const char *name = read_daemon(from, VML_DAEMON_HOSTNAME)->hostname;
	time_t now = time(NULL);
	char date[32];
	struct tm utc;

	(void)task;
	gmtime_r(&now, &utc);
	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%SZ", &utc);
	fputs(" name='", out);
	vml_put_xml(out, name ? name : "");
	fprintf(out, "' date='%s'", date);
}

static void put_version(FILE *out, const char *name, unsigned long version)
{
	if (version)
		fprintf(out, " %s='%lu.%lu.%lu'", name, version / 1000000, version / 1000 % 1000,
			version % 1000);
}

void vml_put_libvirt(vml_collector *from, vml_facts_task *task, FILE *out)
{
	(void)task;
	put_version(out, "libvirt", read_daemon(from, VML_DAEMON_LIBVIRT)->libvirt);
}

void vml_put_driver(vml_collector *from, vml_facts_task *task, FILE *out)
{
	const char *driver = read_daemon(from, VML_DAEMON_DRIVER)->driver;

	(void)task;
	if (!driver)
		return;
	fputs(" driver='", out);
	vml_put_xml(out, driver);
	fputc('\'', out);
}

void vml_put_hypervisor(vml_collector *from, vml_facts_task *task, FILE *out)
{
	(void)task;
	put_version(out, "hypervisor", read_daemon(from, VML_DAEMON_HYPERVISOR)->hypervisor);
}

void vml_put_node(vml_collector *from, vml_facts_task *task, FILE *out)
{
	virNodeInfo info;

	(void)task;
	if (!from->virt->virNodeGetInfo(from->connection, &info))
		fprintf(out, "<node><memory unit='KiB'>%lu</memory><cpus>%u</cpus></node>\n",
			info.memory, info.cpus);
}

void vml_put_cpu_map(vml_collector *from, vml_facts_task *task, FILE *out)
{
	unsigned char *map = NULL;
	unsigned int online;
	int n = from->virt->virNodeGetCPUMap(from->connection, &map, &online, 0);
	const char *separator = "";

	(void)task;
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

void vml_put_cpu_models(vml_collector *from, vml_facts_task *task, FILE *out)
{
	char **models;
	const char *arch = vml_host_arch(from->host);
	int n = *arch ? from->virt->virConnectGetCPUModelNames(from->connection, arch, &models, 0)
		      : -1;

	(void)task;
	if (n < 0)
		return;
	/* an empty list means that libvirt accepts any CPU model that the hypervisor supports */
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

/* Write the free pages of one NUMA cell. */
static void put_cell(vml_collector *from, vml_facts_task *task, FILE *out)
{
	unsigned int sizes[PAGE_SIZES];
	unsigned long long counts[PAGE_SIZES];
	size_t n = 0;

	for (; n < from->host->n_pages && n < PAGE_SIZES; n++)
		sizes[n] = (unsigned int)(from->host->pages[n].size / 1024);
	if (from->virt->virNodeGetFreePages(
		    from->connection, (unsigned int)n, sizes, (int)task->number, 1, counts, 0) < 0)
		return;
	fprintf(out, "<cell id='%u'>", task->number);
	for (size_t i = 0; i < n; i++)
		fprintf(out, "<pages unit='KiB' size='%u'>%llu</pages>", sizes[i], counts[i]);
	fputs("</cell>\n", out);
}

void vml_put_free_pages(vml_collector *from, vml_facts_task *task, FILE *out)
{
	size_t n_cells;
	const vml_host_cell *cells = vml_host_cells(from->host, &n_cells);

	if (!n_cells || !from->host->n_pages)
		return;
	fputs("<free-pages>\n", out);
	task->end = "</free-pages>\n";
	for (size_t i = 0; i < n_cells; i++)
		vml_facts_add(task, put_cell, NULL, NULL)->number = cells[i].id;
}

/*
 * Write the domain capabilities of the boards "pc" and "q35"; if the emulator has neither, those of
 * its default board. Versions of a board, such as pc-q35-9.0, are not requested: most domain
 * capabilities do not depend on the version.
 */
static void put_domcaps_of(vml_collector *from, vml_facts_task *task, FILE *out)
{
	static const char *const boards[] = { "pc", "q35" };
	const vml_host_guest *guest = task->object;
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

void vml_put_domcaps(vml_collector *from, vml_facts_task *task, FILE *out)
{
	(void)out;
	if (!from->request.read_write || !from->host)
		return;
	for (vml_host_guest *it = from->host->guests; it; it = it->next)
		if (!strcmp(it->os, "hvm") &&
			(from->request.full || !strcmp(it->arch, vml_host_arch(from->host))))
			vml_facts_add(task, put_domcaps_of, it, NULL);
}

/*
 * Makes no request if the host is this machine, because vmlint then examines the files directly, or
 * if the profile is to be saved (request.full), because it then contains no images of domains.
 */
void vml_find_images(vml_collector *from, vml_facts_task *task, FILE *out)
{
	(void)task;
	(void)out;
	if (!from->request.local && !from->request.full)
		vml_images_find(from->images, from->virt, from->connection);
}
