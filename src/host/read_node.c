/* Reader of facts of the node (the host machine): memory, online CPUs, free pages. */
#include "read.h"

#include <stdlib.h>
#include <string.h>

/* Parse a list of CPUs such as "0-3,8". Returns the set; NULL if the list is malformed. */
static vml_cpuset *read_list(vml_host *host, const char *text)
{
	vml_cpuset *set = vml_arena_alloc(host->doc->arena, sizeof(*set));

	for (;;) {
		char *end;
		unsigned long first = strtoul(text, &end, 10), last = first;

		if (end == text)
			return NULL;
		if (*end == '-') {
			text = end + 1;
			last = strtoul(text, &end, 10);
			if (end == text)
				return NULL;
		}
		if (last >= VML_CPUSET_MAX || first > last || (*end && *end != ','))
			return NULL;
		for (; first <= last; first++)
			set->words[first / 64] |= UINT64_C(1) << first % 64;
		if (!*end)
			return set;
		text = end + 1;
	}
}

static void read_map(vml_host *host, const xmlNode *map)
{
	vml_cpuset *all, *online;
	uint64_t total;

	if (!vml_element_number(vml_element_attr(map, "total"), &total) || !total ||
		total > VML_CPUSET_MAX)
		return;
	online = read_list(host, vml_element_attr(map, "online"));
	if (!online)
		return;
	all = vml_arena_alloc(host->doc->arena, sizeof(*all));
	for (uint64_t i = 0; i < total; i++)
		all->words[i / 64] |= UINT64_C(1) << i % 64;
	host->cpus = all;
	host->online = online;
}

static void set_free(vml_host *host, vml_host_pages *pages, size_t n, const xmlNode *row)
{
	uint64_t size =
		vml_element_amount(vml_element_attr(row, "size"), vml_element_attr(row, "unit"));
	uint64_t number;

	if (!vml_element_number(vml_element_text(host->doc->arena, row), &number))
		return;
	for (size_t i = 0; i < n; i++)
		if (pages[i].size == size)
			pages[i].free =
				pages[i].free == UINT64_MAX ? number : pages[i].free + number;
}

/* Read the numbers of free pages: sets those of each cell, and the sums in host->pages. */
static void read_free_pages(vml_host *host, const xmlNode *section)
{
	VML_EACH_ELEMENT (row, section, "cell") {
		uint64_t id;

		if (!vml_element_number(vml_element_attr(row, "id"), &id))
			continue;
		for (size_t i = 0; i < host->n_cells; i++) {
			vml_host_cell *cell = &host->cells[i];

			if (cell->id != id)
				continue;
			VML_EACH_ELEMENT (pages, row, "pages") {
				set_free(host, (vml_host_pages *)(uintptr_t)cell->pages,
					cell->n_pages, pages);
				set_free(host, host->pages, host->n_pages, pages);
			}
		}
	}
}

void vml_host_read_node(vml_host *host, const xmlNode *root)
{
	uint64_t memory =
		vml_element_memory(host->doc->arena, vml_element_find(root, "node/memory"));

	if (memory)
		host->memory = memory;
	read_map(host, vml_element_child(root, "cpu-map"));
	read_free_pages(host, vml_element_child(root, "free-pages"));
}
