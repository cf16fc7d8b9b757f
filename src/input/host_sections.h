/* Sections of a host profile, each read by a few calls of libvirt. */
#ifndef VML_HOST_SECTIONS_H
#define VML_HOST_SECTIONS_H

#include "host_facts.h"

#include <stdio.h>

/* Input of the sections; not changed while several threads read them. */
typedef struct vml_collector {
	const struct vml_libvirt *virt;
	virConnectPtr connection;
	const vml_facts_request *request;
	const vml_host *host; /* the host as far as its capabilities describe it */
} vml_collector;

/* Write one section of the profile; nothing if the connection does not support it. */
typedef void (*vml_section)(const vml_collector *from, FILE *out);

/*
 * The sections, in the order of the profile; ends with NULL. The first one writes the start tag,
 * after which the capabilities are inserted.
 */
extern const vml_section vml_sections[];

/* Write the start tag of the profile: name of the host, versions. Always writes it. */
void vml_put_root(const vml_collector *from, FILE *out);

/* Write the memory of the host. */
void vml_put_node(const vml_collector *from, FILE *out);

/* Write which CPUs are online. */
void vml_put_cpu_map(const vml_collector *from, FILE *out);

/* Write the names of the CPU models of the host's architecture. */
void vml_put_cpu_models(const vml_collector *from, FILE *out);

/* Write the free pages of each NUMA cell of the capabilities. */
void vml_put_free_pages(const vml_collector *from, FILE *out);

/*
 * Write the domain capabilities of the host's own architecture; if the profile is for a file, of
 * all architectures. Nothing if the connection is read-only.
 */
void vml_put_domcaps(const vml_collector *from, FILE *out);

/* Write `text`, escaped for an element or for an attribute in single quotes. */
void vml_put_xml(FILE *out, const char *text);

/* Write an XML document of libvirt without its declaration, and free it; NULL is allowed. */
void vml_put_document(FILE *out, char *xml);

#endif
