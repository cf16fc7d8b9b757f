/* Host facts: name, versions, CPUs, memory. */
#include "table.h"

#include <string.h>

const char *vml_host_name(const vml_host *host)
{
	return host ? host->name : "";
}

vml_target vml_host_target(const vml_host *host)
{
	return host ? host->target : (vml_target){ .name = "", .family = "" };
}

const vml_host_cell *vml_host_cells(const vml_host *host, size_t *ret_n)
{
	*ret_n = host ? host->n_cells : 0;
	return *ret_n ? host->cells : NULL;
}

const vml_host_cell *vml_host_cell_by_id(const vml_host *host, unsigned int id)
{
	for (size_t i = 0; host && i < host->n_cells; i++)
		if (host->cells[i].id == id)
			return &host->cells[i];
	return NULL;
}

const vml_cpuset *vml_host_cpus(const vml_host *host)
{
	return host ? host->cpus : NULL;
}

const vml_cpuset *vml_host_online_cpus(const vml_host *host)
{
	return host ? host->online : NULL;
}

uint64_t vml_host_memory(const vml_host *host)
{
	return host ? host->memory : 0;
}

vml_tristate vml_host_page_size(const vml_host *host, uint64_t size, vml_host_pages *ret)
{
	if (!host || !host->n_pages)
		return VML_UNKNOWN;
	for (size_t i = 0; i < host->n_pages; i++)
		if (host->pages[i].size == size) {
			if (ret)
				*ret = host->pages[i];
			return VML_YES;
		}
	return VML_NO;
}

const char *vml_host_cpu_name(const vml_host *host)
{
	return host ? host->cpu : "";
}

const char *vml_host_arch(const vml_host *host)
{
	return host ? host->arch : "";
}

vml_tristate vml_host_cpu_model(const vml_host *host, const char *arch, const char *model)
{
	/* libvirt uses the list of x86_64 for i686, too */
	if (!strcmp(arch, "i686"))
		arch = "x86_64";
	if (!host || vml_table_find(&host->cpu_archs, arch, NULL) != VML_YES)
		return VML_UNKNOWN;
	return vml_table_find_pair(&host->cpu_models, arch, ' ', model, NULL);
}
