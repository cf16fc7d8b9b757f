/* Tasks that collect the facts of a host: each makes one request of libvirt, or a few. */
#ifndef VML_FACTS_TASKS_H
#define VML_FACTS_TASKS_H

#include "host_facts.h"

#include <stdio.h>

/* What tasks read from. Constant while they run, but for what one task sets. */
typedef struct vml_collector {
	const struct vml_libvirt *virt;
	virConnectPtr connection;
	vml_facts_request request;
	const vml_host *host;	/* facts in the capabilities; NULL in tasks before them */
	vml_host *capabilities; /* the same, owned; set by the first task */
	vml_parser *parser;	/* of the capabilities; used by the first task only */
	vml_images *images;	/* filled by the task of the images; owned */
	char *error;		/* why there are no capabilities; owned */
} vml_collector;

/* A function that makes the requests of a task and writes its part of the profile. */
typedef void (*vml_facts_run_task)(vml_collector *from, vml_facts_task *task, FILE *out);

/* A function that frees an object of libvirt. */
typedef void (*vml_facts_release)(const struct vml_libvirt *virt, void *object);

/* A task, and its part of the profile: `text`, that of its children, `end`. */
struct vml_facts_task {
	vml_facts_run_task run;
	void *object; /* to be read; owned if `release` is not NULL */
	vml_facts_release release;
	unsigned int number; /* flags of a list, or an index */
	bool failed;	     /* a request failed: the section is incomplete, and left out */
	char *text;	     /* owned; NULL if nothing was written */
	const char *end;     /* "" by default */
	vml_facts_task *children, **last_child;
	vml_facts_task *next;	     /* sibling */
	vml_facts_task *next_queued; /* in the list of tasks that have not begun */
};

/* Add a child, to be run after this task; returns it for the caller to set `number` and `end`. */
vml_facts_task *vml_facts_add(
	vml_facts_task *parent, vml_facts_run_task run, void *object, vml_facts_release release);

/* The tasks that collection begins with, by section of the profile, in its order. */
typedef struct vml_facts_row {
	const char *section; /* element around the parts; NULL: none */
	vml_facts_run_task run;
	unsigned int number;
	bool needs_capabilities;
} vml_facts_row;

/* The rows; the first is the capabilities, the next ones are attributes of the root element. */
extern const vml_facts_row vml_facts_rows[];
extern const size_t vml_facts_n_rows;

enum { VML_FACTS_ATTRIBUTES = 4 };

/* Write the capabilities, and set from->capabilities or from->error. */
void vml_put_capabilities(vml_collector *from, vml_facts_task *task, FILE *out);

/* Write the name of the host and the date as attributes. */
void vml_put_name(vml_collector *from, vml_facts_task *task, FILE *out);

/* Write the version of libvirt as an attribute. */
void vml_put_libvirt(vml_collector *from, vml_facts_task *task, FILE *out);

/* Write the name of libvirt's driver as an attribute. */
void vml_put_driver(vml_collector *from, vml_facts_task *task, FILE *out);

/* Write the version of the hypervisor as an attribute. */
void vml_put_hypervisor(vml_collector *from, vml_facts_task *task, FILE *out);

/*
 * Add tasks that write the domain capabilities of the host's architecture, or for a file of
 * all, if the connection allows it.
 */
void vml_put_domcaps(vml_collector *from, vml_facts_task *task, FILE *out);

/* Write the names of the CPU models of the host's architecture. */
void vml_put_cpu_models(vml_collector *from, vml_facts_task *task, FILE *out);

/* Write the memory of the host. */
void vml_put_node(vml_collector *from, vml_facts_task *task, FILE *out);

/* Write which CPUs are online. */
void vml_put_cpu_map(vml_collector *from, vml_facts_task *task, FILE *out);

/* Add tasks that write the free pages of each NUMA cell of the capabilities. */
void vml_put_free_pages(vml_collector *from, vml_facts_task *task, FILE *out);

/* Fill from->images, which the profile does not contain. */
void vml_find_images(vml_collector *from, vml_facts_task *task, FILE *out);

/* Write `text` escaped for an attribute in single quotes or for text. */
void vml_put_xml(FILE *out, const char *text);

/* Write a document of libvirt without its XML declaration, and free it; NULL is allowed. */
void vml_put_document(FILE *out, char *xml);

#endif
