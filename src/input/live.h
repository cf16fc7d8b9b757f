/* Documents out of a live libvirt connection, read-only. */
#ifndef VML_LIVE_H
#define VML_LIVE_H

#include "doc.h"

typedef struct vml_live vml_live;

/* What vml_live_next() came to. */
typedef enum vml_live_status {
	VML_LIVE_END,	   /* no more domains */
	VML_LIVE_DOCUMENT, /* *ret is one; the caller releases it */
	VML_LIVE_NOTE,	   /* a domain vanished: a remark, not a failure; go on */
	VML_LIVE_FAULT,	   /* a domain could not be read; go on with the next */
	VML_LIVE_LOST	   /* the connection is lost, and with it the rest: the end is next */
} vml_live_status;

/*
 * Open a connection and list its domains. libvirt is loaded by the first call.
 *
 * uri: as virsh takes it; "" means libvirt's default (LIBVIRT_DEFAULT_URI, libvirt.conf)
 * operands: names, UUIDs, IDs or shell patterns of domains; none means all. An operand
 *	is the first of these that matches: ID of a running domain, UUID, name, pattern.
 * running: the XML of running domains as they run, instead of their definition; a
 *	domain that has no definition is always read as it runs
 * parser: stays the caller's and must outlive the handle
 *
 * Never asks a question: an authentication that needs a person fails.
 *
 * Returns 0 and a handle for vml_live_close(), or -1 and *fault: its message names the
 * URI and what libvirt said, its hint what to try. The strings of a fault, here and
 * below, live until the next call of this module in the thread.
 */
int vml_live_open(vml_live **ret, const char *uri, const char *const *operands, size_t n_operands,
	bool running, vml_parser *parser, vml_fault *fault);

/* Close the connection; NULL is allowed. */
void vml_live_close(vml_live *live);

/* The URI as libvirt canonically spells it; over ssh, as it was asked for. */
const char *vml_live_uri(const vml_live *live);

/* How many domains the connection is to yield. */
size_t vml_live_count(const vml_live *live);

/* The name of the i-th of these, as libvirt has it; lives until vml_live_next() has read it. */
const char *vml_live_name(const vml_live *live, size_t i);

/*
 * The next operand that matched no domain, or NULL. Each is told once.
 */
const char *vml_live_unmatched(vml_live *live);

/*
 * The next domain, in the order of their names; each comes once, whatever operands match.
 *
 * Fills in *ret for VML_LIVE_DOCUMENT, whose document may outlive the connection, and
 * *fault for all others but VML_LIVE_END.
 */
vml_live_status vml_live_next(vml_live *live, vml_doc **ret, vml_fault *fault);

#endif
