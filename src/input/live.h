/* Live input: domains of a read-only libvirt connection. */
#ifndef VML_LIVE_H
#define VML_LIVE_H

#include "doc.h"

/* An open connection and its domains. */
typedef struct vml_live vml_live;

/* Result of vml_live_next(). */
typedef enum vml_live_status {
	VML_LIVE_END,	   /* no more domains */
	VML_LIVE_DOCUMENT, /* *ret is a domain; the caller frees it with vml_doc_free() */
	VML_LIVE_NOTE,	   /* a domain disappeared, which is not an error; call again */
	VML_LIVE_FAULT,	   /* a domain could not be read; call again for the next */
	VML_LIVE_LOST	   /* the connection is lost; the next call returns VML_LIVE_END */
} vml_live_status;

/*
 * Open a connection and list its domains. The first call loads libvirt.
 *
 * ret: a handle, which the caller frees with vml_live_close(); NULL on failure
 * uri: as for virsh; "" means libvirt's default (LIBVIRT_DEFAULT_URI, libvirt.conf)
 * operands: names, UUIDs, IDs or shell patterns of domains; none means all. The first
 *	interpretation that matches applies: ID of a running domain, UUID, name, pattern.
 * running: read the current XML of running domains instead of their definition; it is always
 *	read for a domain that has no definition
 * read_write: do not open the connection read-only, for vml_live_facts(); nothing is written
 * parser: borrowed, must outlive the handle and its documents
 * fault: set on failure; message and hint live until the next call of this module in the
 *	thread, as do those of other functions here
 *
 * Never prompts: authentication that needs user input fails.
 *
 * Returns 0, or -1 with *fault set.
 */
int vml_live_open(vml_live **ret, const char *uri, const char *const *operands, size_t n_operands,
	bool running, bool read_write, vml_parser *parser, vml_fault *fault);

/* Close the connection and free the handle; NULL is allowed. */
void vml_live_close(vml_live *live);

/*
 * Read the facts of the host, with up to in_flight calls at a time. Domains that are read
 * afterwards refer to the host, which lives until vml_live_close().
 *
 * ret_profile: set to the facts as a host profile with all details, which the caller frees with
 *	free(); NULL is allowed
 *
 * Returns 0, or -1 with *fault set; rules that need a host are then skipped.
 */
int vml_live_facts(vml_live *live, unsigned int in_flight, char **ret_profile, vml_fault *fault);

/* Return the connection's URI in libvirt's form, over ssh as given; lives as long as the handle. */
const char *vml_live_uri(const vml_live *live);

/* Return the number of domains that vml_live_next() reads in total. */
size_t vml_live_count(const vml_live *live);

/* Return the name of the i-th of these; lives until vml_live_next() has read that domain. */
const char *vml_live_name(const vml_live *live, size_t i);

/* Return the next operand that matches no domain, or NULL; lives as long as the handle. */
const char *vml_live_unmatched(vml_live *live);

/*
 * Read the next domain, sorted by name; each is read once, even if several operands match it.
 *
 * ret: set for VML_LIVE_DOCUMENT, else NULL; the document may outlive the connection
 * fault: set for all other results except VML_LIVE_END
 */
vml_live_status vml_live_next(vml_live *live, vml_doc **ret, vml_fault *fault);

#endif
