/* Sections of a host profile, each read by a few calls of libvirt. */
#ifndef VML_HOST_SECTIONS_H
#define VML_HOST_SECTIONS_H

#include "host_facts.h"

#include <stdio.h>

/* What sections are made from; constant while they run, in several threads. */
typedef struct vml_collector {
	const struct vml_libvirt *virt;
	virConnectPtr connection;
	const vml_facts_request *request;
	const vml_host *host; /* facts in the capabilities */
} vml_collector;

/* A function that writes one section; nothing if the connection does not support it. */
typedef void (*vml_section)(const vml_collector *from, FILE *out);

/*
 * The sections, in the order of the profile; ends with NULL. The first one is the start tag, which
 * the capabilities follow.
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

/* Write the domain capabilities of the host's architecture, or for a file of all, if allowed. */
void vml_put_domcaps(const vml_collector *from, FILE *out);

/* Write `text` escaped for an attribute in single quotes or for text. */
void vml_put_xml(FILE *out, const char *text);

/* Write a document of libvirt without its XML declaration, and free it; NULL is allowed. */
void vml_put_document(FILE *out, char *xml);

#endif
