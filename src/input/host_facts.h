/* Host facts of a connection: composes a host profile from libvirt's documents. */
#ifndef VML_HOST_FACTS_INPUT_H
#define VML_HOST_FACTS_INPUT_H

#include "doc.h"
#include "host.h"
#include "libvirt.h"

/* How to collect the facts. */
typedef struct vml_facts_request {
	/* the facts are written to a file: also read the XML of volumes, one call per volume */
	bool full;
	bool read_write; /* the connection is not read-only: domain capabilities can be read */
	bool local;	 /* the daemon runs on this machine, perhaps in another container */
	unsigned int in_flight; /* number of calls at the same time; 0: 1 */
} vml_facts_request;

/* A host whose facts were read from a connection. */
typedef struct vml_known_host {
	vml_host *host;
	vml_parser *parser; /* of its profile */
} vml_known_host;

/*
 * Read the facts of a connection's host into a host profile, and parse it. Facts that the
 * connection does not support are missing in it. Takes about 20 calls, and one per network, pool
 * and USB device. The profile contains no secrets and no domains.
 *
 * ret: set on success; the caller frees it with vml_known_host_free()
 * uri: used as name of the host if libvirt does not know one
 * ret_profile: set on success to the text of the profile, which the caller frees with free(); NULL
 * is allowed
 * ret_error: set on failure to a message, which the caller frees
 *
 * Returns 0, or -1 with *ret_error set.
 */
int vml_known_host_read(vml_known_host *ret, const struct vml_libvirt *virt,
	virConnectPtr connection, const vml_facts_request *request, const char *uri,
	char **ret_profile, char **ret_error);

/* Free the host, after all documents that refer to it. A zeroed one is allowed. */
void vml_known_host_free(vml_known_host *known);

#endif
