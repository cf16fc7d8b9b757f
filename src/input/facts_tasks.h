/*
 * Tasks that collect the facts of a host and write them as a host profile (<vmlint-host>): each
 * task makes one or a few requests to libvirt.
 */
#ifndef VML_FACTS_TASKS_H
#define VML_FACTS_TASKS_H

#include "host_facts.h"

#include <stdio.h>

/*
 * Sources and results that the tasks share. The first task sets `host`, `capabilities` and `error`,
 * and one task fills `images`; the other fields are constant while tasks run.
 */
typedef struct vml_collector {
	const struct vml_libvirt *virt;
	virConnectPtr connection;
	vml_daemon *daemon; /* four tasks fill it, one member each */
	vml_facts_request request;
	/* facts from the capabilities; NULL before the first task has ended, or if it failed */
	const vml_host *host;
	vml_host *capabilities; /* the same as `host`; owned; set by the first task */
	vml_parser *parser;	/* parses the capabilities; used by the first task only */
	vml_images *images;	/* images of the domains; filled by one task; owned */
	/* why there are no capabilities: libvirt's reason, or the error in them; owned */
	char *error;
} vml_collector;

/*
 * A function that runs `task`: it makes the requests, writes the task's own part of the profile to
 * `out`, and may add child tasks, which run and write later.
 */
typedef void (*vml_facts_run_task)(vml_collector *from, vml_facts_task *task, FILE *out);

/* A function that frees an object of libvirt. */
typedef void (*vml_facts_release)(const struct vml_libvirt *virt, void *object);

/*
 * A task, and the part of the profile that it writes: `text`, then the parts of its children, then
 * `end`.
 */
struct vml_facts_task {
	vml_facts_run_task run;
	void *object; /* object of libvirt that the task reads; owned if `release` is not NULL */
	vml_facts_release release;
	unsigned int number; /* input of `run`: flags of a list request, or ID of a NUMA cell */
	/* a request of the task failed: the profile omits the section, which would be incomplete */
	bool failed;
	char *text;	 /* owned; NULL if nothing was written */
	const char *end; /* text after the children; "" unless the task sets it */
	vml_facts_task *children, **last_child;
	vml_facts_task *next;	     /* next child of the same parent */
	vml_facts_task *next_queued; /* next task in the queue of tasks that have not begun */
};

/*
 * Add a child task, which runs after its parent. Parameters: see the members of struct
 * vml_facts_task. Returns the new task, owned by its parent: the caller may set its `number` and
 * `end`.
 */
vml_facts_task *vml_facts_add(
	vml_facts_task *parent, vml_facts_run_task run, void *object, vml_facts_release release);

/*
 * An initial task; tasks add further ones as children. Adjacent rows with the same section write
 * that section together.
 */
typedef struct vml_facts_row {
	const char *section; /* element that encloses the output of the tasks; NULL: none */
	vml_facts_run_task run;
	unsigned int number;
	bool needs_capabilities;
} vml_facts_row;

/*
 * The initial tasks, in the order of their output in the profile. The first row reads the
 * capabilities; the VML_FACTS_ATTRIBUTES rows after it write attributes of the root element.
 */
extern const vml_facts_row vml_facts_rows[];
extern const size_t vml_facts_n_rows;

enum { VML_FACTS_ATTRIBUTES = 4 };

/*
 * Write the capabilities, and set from->capabilities. If libvirt returns none, or invalid ones, set
 * from->error instead.
 */
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
 * Add child tasks that write domain capabilities: for the host's architecture, or, if
 * from->request.full is set, for all guest architectures that the host supports. Adds none on a
 * read-only connection, where libvirt refuses the request. `out` is unused.
 */
void vml_put_domcaps(vml_collector *from, vml_facts_task *task, FILE *out);

/* Write <cpu-models>: the names of the CPU models of the host's architecture. */
void vml_put_cpu_models(vml_collector *from, vml_facts_task *task, FILE *out);

/* Write <node>: the size of the host's memory and the number of its CPUs. */
void vml_put_node(vml_collector *from, vml_facts_task *task, FILE *out);

/* Write <cpu-map>: which CPUs of the host are online. */
void vml_put_cpu_map(vml_collector *from, vml_facts_task *task, FILE *out);

/*
 * Write <free-pages>: for each NUMA cell in the capabilities, add a child task that writes the
 * number of free pages of each size.
 */
void vml_put_free_pages(vml_collector *from, vml_facts_task *task, FILE *out);

/*
 * Record in from->images which disk images of inactive domains exist, unless `local` or `full` is
 * set in from->request. `out` is unused: the result is not part of the profile.
 */
void vml_find_images(vml_collector *from, vml_facts_task *task, FILE *out);

/*
 * Write `text`, escaped for use as the content of an element or as an attribute value in single
 * quotes.
 */
void vml_put_xml(FILE *out, const char *text);

/*
 * Write an XML document from libvirt without its XML declaration, and free `xml`; NULL is allowed.
 */
void vml_put_document(FILE *out, char *xml);

#endif
