/* Reader of <capabilities>: emulators and machine types, host CPU, topology, security drivers. */
#include "read.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Limits, larger than any host needs: an untrusted profile must not cost quadratic time. */
enum { PAGES_MAX = 16, CELLS_MAX = 1024 };

static size_t count(const xmlNode *node, const char *name)
{
	size_t n = 0;

	VML_EACH_ELEMENT (it, node, name)
		n++;
	return n;
}

static vml_host_machine *read_machines(vml_host *host, const xmlNode *node, size_t *ret_n)
{
	vml_arena *arena = host->doc->arena;
	size_t n = count(node, "machine");
	vml_host_machine *machines = vml_arena_alloc(arena, n * sizeof(*machines) + 1);

	*ret_n = 0;
	VML_EACH_ELEMENT (it, node, "machine") {
		uint64_t max = 0;

		vml_element_number(vml_element_attr(it, "maxCpus"), &max);
		machines[(*ret_n)++] = (vml_host_machine){
			.name = vml_element_text(arena, it),
			.canonical = vml_element_attr(it, "canonical"),
			.max_cpus = max < UINT32_MAX ? (unsigned int)max : 0,
			.deprecated = vml_host_read_flag(it, "deprecated") == VML_YES,
		};
	}
	return machines;
}

/*
 * Add the kind of guests that a <domain> in <arch> describes. defaults: OS type, architecture,
 * emulator and machines of <arch>; <domain> may have another emulator and machines.
 */
static void read_domain(vml_host *host, const vml_host_guest *defaults, const xmlNode *domain)
{
	vml_arena *arena = host->doc->arena;
	vml_host_guest *guest = vml_arena_alloc(arena, sizeof(*guest));
	const xmlNode *emulator = vml_element_child(domain, "emulator");

	*guest = *defaults;
	guest->type = vml_element_attr(domain, "type");
	if (emulator)
		guest->emulator = vml_element_text(arena, emulator);
	if (vml_element_child(domain, "machine"))
		guest->machines = read_machines(host, domain, &guest->n_machines);
	host->runs_qemu |= !strcmp(guest->type, "qemu") || !strcmp(guest->type, "kvm");
	*host->last_guest = guest;
	host->last_guest = &guest->next;
}

static void read_guest(vml_host *host, const xmlNode *node)
{
	vml_arena *arena = host->doc->arena;
	const char *os = vml_element_text(arena, vml_element_child(node, "os_type"));

	VML_EACH_ELEMENT (arch, node, "arch") {
		vml_host_guest guest = { .os = os,
			.arch = vml_element_attr(arch, "name"),
			.emulator = vml_element_text(arena, vml_element_child(arch, "emulator")) };

		guest.machines = read_machines(host, arch, &guest.n_machines);
		VML_EACH_ELEMENT (domain, arch, "domain")
			read_domain(host, &guest, domain);
	}
}

/* Read <pages> elements: size in KiB and number of pages; a missing number is 0. */
static vml_host_pages *read_pages(vml_host *host, const xmlNode *node, size_t *ret_n)
{
	vml_arena *arena = host->doc->arena;
	vml_host_pages *pages = vml_arena_alloc(arena, (count(node, "pages") + 1) * sizeof(*pages));

	*ret_n = 0;
	VML_EACH_ELEMENT (it, node, "pages") {
		vml_host_pages *page = &pages[*ret_n];

		page->size = vml_element_amount(
			vml_element_attr(it, "size"), vml_element_attr(it, "unit"));
		page->total = 0;
		page->free = UINT64_MAX;
		vml_element_number(vml_element_text(arena, it), &page->total);
		if (page->size && ++*ret_n == PAGES_MAX)
			break;
	}
	return pages;
}

static const vml_cpuset *read_cpus(vml_host *host, const xmlNode *cpus)
{
	vml_cpuset *set;

	if (!cpus)
		return NULL;
	set = vml_arena_alloc(host->doc->arena, sizeof(*set));
	if (!host->cpus)
		host->cpus = vml_arena_alloc(host->doc->arena, sizeof(*host->cpus));
	VML_EACH_ELEMENT (cpu, cpus, "cpu") {
		uint64_t id;

		if (!vml_element_number(vml_element_attr(cpu, "id"), &id) || id >= VML_CPUSET_MAX)
			continue;
		set->words[id / 64] |= UINT64_C(1) << id % 64;
		host->cpus->words[id / 64] |= UINT64_C(1) << id % 64;
	}
	return set;
}

static void read_topology(vml_host *host, const xmlNode *cells)
{
	host->cells = vml_arena_alloc(
		host->doc->arena, (count(cells, "cell") + 1) * sizeof(*host->cells));
	VML_EACH_ELEMENT (it, cells, "cell") {
		vml_host_cell *cell = &host->cells[host->n_cells];
		uint64_t id;

		if (!vml_element_number(vml_element_attr(it, "id"), &id) || id > UINT16_MAX)
			continue;
		cell->id = (unsigned int)id;
		cell->memory =
			vml_element_memory(host->doc->arena, vml_element_child(it, "memory"));
		cell->cpus = read_cpus(host, vml_element_child(it, "cpus"));
		cell->pages = read_pages(host, it, &cell->n_pages);
		host->memory += cell->memory;
		if (++host->n_cells == CELLS_MAX)
			break;
	}
	host->online = host->cpus;
}

/* Add the numbers of pages in all cells to the totals in host->pages, by size. */
static void sum_pages(vml_host *host)
{
	for (size_t i = 0; i < host->n_cells; i++)
		for (size_t j = 0; j < host->cells[i].n_pages; j++)
			for (size_t k = 0; k < host->n_pages; k++)
				if (host->pages[k].size == host->cells[i].pages[j].size)
					host->pages[k].total += host->cells[i].pages[j].total;
}

/* Read the label of the security driver "dac": "+64055:+64055", the numbers of user and group. */
static void read_qemu_user(vml_host *host, const char *label)
{
	unsigned long user, group;
	char *end;

	if (*label != '+' || !isdigit((unsigned char)label[1]))
		return;
	user = strtoul(label + 1, &end, 10);
	if (strncmp(end, ":+", 2) || !isdigit((unsigned char)end[2]))
		return;
	group = strtoul(end + 2, &end, 10);
	host->qemu_user_known = !*end && user < UINT_MAX && group < UINT_MAX;
	host->qemu_user = (unsigned int)user;
	host->qemu_group = (unsigned int)group;
}

void vml_host_read_capabilities(vml_host *host, const xmlNode *root)
{
	vml_arena *arena = host->doc->arena;
	const xmlNode *node = vml_element_child(root, "host");
	const xmlNode *cpu = vml_element_child(node, "cpu");

	if (!root)
		return;
	VML_EACH_ELEMENT (guest, root, "guest")
		read_guest(host, guest);
	vml_host_read_cpu(host, cpu);
	host->iommu = vml_host_read_flag(vml_element_child(node, "iommu"), "support");
	host->security.known = node != NULL;
	VML_EACH_ELEMENT (model, node, "secmodel") {
		const char *name = vml_element_text(arena, vml_element_child(model, "model"));

		vml_table_add(&host->security, name, NULL);
		if (!strcmp(name, "dac"))
			read_qemu_user(host,
				vml_element_text(arena, vml_element_child(model, "baselabel")));
	}
	host->pages = read_pages(host, cpu, &host->n_pages);
	if (vml_element_find(node, "topology/cells"))
		read_topology(host, vml_element_find(node, "topology/cells"));
	sum_pages(host);
}
