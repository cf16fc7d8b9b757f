/* Domains of one connection, read and audited by several threads, in the order of their names. */
#ifndef VML_DUMP_H
#define VML_DUMP_H

#include "live.h"

#include <vmlint/audit.h>

/* A connection in progress. All functions are for one thread, which never calls libvirt. */
typedef struct vml_dump vml_dump;

/* What to read; all pointers are borrowed until vml_dump_free(). */
typedef struct vml_dump_request {
	const char *uri;	  /* as for virsh; "" is libvirt's default */
	bool running, read_write; /* see vml_live_open() */
	bool facts;		  /* read the facts of the host and of disk images */
	bool joins;		  /* the run has other inputs: see vml_doc.joins */
	unsigned int in_flight;	  /* requests at the same time, and threads */
	/*
	 * Documents that wait for their report at the same time. Each needs a parser, which takes
	 * five times as long to make as a document to audit: of the other domains that were read,
	 * the XML is kept, up to 16 MiB.
	 */
	unsigned int window;
	unsigned int timeout; /* seconds without a response, after which the host is given up */
	const char *const *operands; /* see vml_live_choose() */
	size_t n_operands;	     /* 0: all domains */
	const vml_selection *selection;
} vml_dump_request;

/* One domain, or an error. */
typedef struct vml_dump_item {
	vml_live_status status;
	size_t domain; /* index of the domain; undefined for VML_LIVE_LOST */
	vml_doc *doc;  /* for VML_LIVE_DOCUMENT; belongs to the dump, valid until the next item */
	vml_result *result; /* of the document, as long */
	vml_fault fault;    /* otherwise, as long */
} vml_dump_item;

/* Start to connect, in another thread; the caller frees the dump with vml_dump_free(). */
vml_dump *vml_dump_start(const vml_dump_request *request);

/*
 * Wait until the domains are listed and the facts of the host are read.
 *
 * Returns 0, or -1 with *fault set, which lives as long as the dump.
 */
int vml_dump_wait(vml_dump *dump, vml_fault *fault);

/* Return the handle of the connection, for its names and numbers; not NULL after vml_dump_wait(). */
const vml_live *vml_dump_live(const vml_dump *dump);

/* Return the reason if the facts of the host cannot be read, else NULL; lives as long as the dump. */
const char *vml_dump_note(const vml_dump *dump);

/* Return true if the i-th operand matches a domain of the connection. */
bool vml_dump_matched(const vml_dump *dump, size_t i);

/*
 * Wait for the next domain, in the order of the list. If the connection is lost, the domains that
 * were read are followed by one item VML_LIVE_LOST.
 *
 * Returns false at the end.
 */
bool vml_dump_next(vml_dump *dump, vml_dump_item *ret);

/*
 * Free the dump; NULL is allowed. Threads that wait for a host that does not respond free the
 * rest when they return.
 *
 * Returns true if such threads are left: the process must then end by _exit().
 */
bool vml_dump_free(vml_dump *dump);

#endif
