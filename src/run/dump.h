/*
 * Reads and audits the domains of one connection with several threads; returns them in the order of
 * their names.
 */
#ifndef VML_DUMP_H
#define VML_DUMP_H

#include "live.h"

#include <vmlint/audit.h>

/*
 * A connection whose domains are being read and audited by other threads, the workers. All
 * functions must be called by one thread. They do not call libvirt in this thread, so that they
 * return even if the host does not respond.
 */
typedef struct vml_dump vml_dump;

/* Parameters of a dump: what to read. All pointers are borrowed until vml_dump_free(). */
typedef struct vml_dump_request {
	const char *uri;	  /* as for virsh; "" is libvirt's default */
	bool running, read_write; /* see vml_live_open() */
	bool facts;		  /* read the facts of the host */
	unsigned int questions;	  /* VML_ASK_* bits (live.h): what to ask about each domain */
	/* true: read the facts of the host only, not the domains, for vml_dump_profile() */
	bool profile;
	/* the run has other inputs: collect keys for rules across domains, even of a single domain */
	bool joins;
	unsigned int in_flight; /* limit on requests without response, and on threads */
	/*
	 * Limit on documents that wait to be reported. Each document needs its own parser, and
	 * creating a parser takes five times as long as auditing a document. Of further domains,
	 * only the XML is read ahead, until 16 MiB in total wait to be audited.
	 */
	unsigned int window;
	unsigned int timeout;	     /* seconds without a response after which waiting ends */
	const char *const *operands; /* see vml_live_choose() */
	size_t n_operands;	     /* 0: all domains */
	const vml_selection *selection;
} vml_dump_request;

/* A domain, or an error. */
typedef struct vml_dump_item {
	vml_live_status status;
	size_t domain; /* index of the domain, as for vml_live_name(); not set for VML_LIVE_LOST */
	/* set for VML_LIVE_DOCUMENT; belongs to the dump, valid until the next item */
	vml_doc *doc;
	vml_result *result; /* result for `doc`; valid until the next item */
	vml_fault fault;    /* set for all other statuses; valid until the next item */
} vml_dump_item;

/*
 * Begin to connect, in another thread. The caller frees the dump with vml_dump_free().
 *
 * request: copied, but its pointers must stay valid until vml_dump_free()
 */
vml_dump *vml_dump_start(const vml_dump_request *request);

/*
 * Wait until the domains are listed and the facts of the host are read.
 *
 * Returns 0, or -1 with *fault set, which is valid as long as the dump.
 */
int vml_dump_wait(vml_dump *dump, vml_fault *fault);

/*
 * Return the handle of the connection, for the number, names and states of its domains; valid as
 * long as the dump. Not NULL after vml_dump_wait() has returned 0.
 */
const vml_live *vml_dump_live(const vml_dump *dump);

/*
 * Return why the facts of the host could not be read; NULL if they were read or not requested.
 * Call it after vml_dump_wait() has returned 0. Valid as long as the dump.
 */
const char *vml_dump_note(const vml_dump *dump);

/*
 * Wait until the facts of the host are read, and return them as a host profile, which the caller
 * frees. Only for a request with `profile` set. Returns NULL with *fault set on failure; the fault
 * lives as long as the dump.
 */
char *vml_dump_profile(vml_dump *dump, vml_fault *fault);

/*
 * Return true if operands[i] of the request matches a domain of the connection; false before
 * vml_dump_wait() has returned 0.
 */
bool vml_dump_matched(const vml_dump *dump, size_t i);

/*
 * Wait for the result of the next domain, in the order of the names. If the connection was lost, an
 * item VML_LIVE_LOST follows the domains that were read.
 *
 * ret: set to the item, which is borrowed (see vml_dump_item)
 *
 * Returns false, with *ret unchanged, if there are no more items.
 */
bool vml_dump_next(vml_dump *dump, vml_dump_item *ret);

/*
 * Free the dump; NULL is allowed. If threads are still waiting for a host that does not respond, or
 * closing the connection, the last of these threads frees the memory.
 *
 * Returns true if there are such threads: the process must then end with _exit(), because exit()
 * finalizes the libraries that they use.
 */
bool vml_dump_free(vml_dump *dump);

#endif
