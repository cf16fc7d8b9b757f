/*
 * Reader of host profiles: each function reads one part of a profile into a vml_host. Parameters
 * are elements of the profile: root is <vmlint-host> unless the comment of the function names
 * another element; devices, pools, files and addresses are its children of these names. If one of
 * these children is NULL, the facts in it remain unknown.
 */
#ifndef VML_HOST_READ_H
#define VML_HOST_READ_H

#include "element.h"
#include "host.h"
#include "table.h"

/* Read the <cpu> in the <host> of the capabilities; NULL is allowed. Defined in compare_cpu.c. */
void vml_host_read_cpu(vml_host *host, const xmlNode *cpu);

/* Read a <capabilities> document: emulators, CPU, topology, security drivers. */
void vml_host_read_capabilities(vml_host *host, const xmlNode *root);

/* Read <node>, <cpu-map> and <free-pages>. Call it after vml_host_read_capabilities(). */
void vml_host_read_node(vml_host *host, const xmlNode *root);

/* Read networks, interfaces, network filters and secrets. */
void vml_host_read_networks(vml_host *host, const xmlNode *root);

/* Read storage pools with their volumes. */
void vml_host_read_pools(vml_host *host, const xmlNode *pools);

/* Read the listings of directories in a host profile. */
void vml_host_read_files(vml_host *host, const xmlNode *files);

/* Read the IP addresses of the host. Defined in read_networks.c. */
void vml_host_read_addresses(vml_host *host, const xmlNode *addresses);

/* Read node devices. */
void vml_host_read_devices(vml_host *host, const xmlNode *devices);

/* Return VML_YES if the attribute is "yes", VML_NO if it is "no", else VML_UNKNOWN. */
vml_tristate vml_host_read_flag(const xmlNode *node, const char *attr);

/*
 * Return the section `name` of the profile; NULL if the profile does not have it. Sets table->known
 * to whether it has the section.
 */
const xmlNode *vml_host_section(const xmlNode *root, const char *name, vml_host_table *table);

#endif
