/* Comparison of the CPUs of hosts, by their capabilities. */
#include "element.h"
#include "hash.h"
#include "read.h"

#include <string.h>

void vml_host_read_cpu(vml_host *host, const xmlNode *cpu)
{
	vml_arena *arena = host->doc->arena;

	host->arch = vml_element_text(arena, vml_element_child(cpu, "arch"));
	host->cpu = vml_element_text(arena, vml_element_child(cpu, "model"));
	host->vendor = vml_element_text(arena, vml_element_child(cpu, "vendor"));
	host->cpu_hash = vml_hash_words(1, host->cpu, strlen(host->cpu));
	/* a sum, because the order of the features means nothing */
	VML_EACH_ELEMENT (it, cpu, "feature") {
		const char *name = vml_element_attr(it, "name");
		uint64_t hash = vml_hash_words(2, name, strlen(name));

		host->cpu_hash += vml_hash_words(3, (const char *)&hash, sizeof(hash));
	}
}

vml_tristate vml_host_same_cpu(const vml_host *a, const vml_host *b)
{
	if (!a || !b || !*a->cpu || !*b->cpu)
		return VML_UNKNOWN;
	if (strcmp(a->arch, b->arch) != 0 || strcmp(a->vendor, b->vendor) != 0)
		return VML_NO;
	if (a->target.libvirt != b->target.libvirt)
		return VML_UNKNOWN;
	return a->cpu_hash == b->cpu_hash ? VML_YES : VML_NO;
}
