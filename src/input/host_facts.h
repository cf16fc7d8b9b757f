/* Host facts of a connection: composes a host profile from libvirt's documents. */
#ifndef VML_HOST_FACTS_INPUT_H
#define VML_HOST_FACTS_INPUT_H

#include "daemon.h"
#include "doc.h"
#include "host.h"
#include "images.h"
#include "libvirt.h"

/* How to collect the facts. */
typedef struct vml_facts_request {
	/*
	 * collect everything that a saved profile contains: also details of volumes, and, if the
	 * host is this machine, its IP addresses and listings of directories
	 */
	bool full;
	bool read_write; /* the connection is not read-only: domain capabilities can be read */
	bool local;	 /* the daemon runs on this machine, perhaps in another container */
} vml_facts_request;

/* A host whose facts were read from a connection. */
typedef struct vml_known_host {
	vml_host *host;
	vml_parser *parser; /* parser that read the profile of the host */
	vml_images *images; /* disk images of the host's domains */
} vml_known_host;

/*
 * Host facts that are being collected by tasks: about 25 tasks, and one for each network, pool and
 * USB device. A task makes one or a few requests to libvirt. Several threads may take and run
 * different tasks at the same time.
 */
typedef struct vml_host_collection vml_host_collection;

/* A task of the collection. */
typedef struct vml_facts_task vml_facts_task;

/*
 * Begin to collect; the caller frees the result with vml_facts_free(), before it closes the
 * connection. virt, connection: borrowed; daemon: borrowed, filled by the tasks; request: copied
 */
vml_host_collection *vml_facts_new(const struct vml_libvirt *virt, virConnectPtr connection,
	vml_daemon *daemon, const vml_facts_request *request);

/* Free the collection. No task may be running; NULL is allowed. */
void vml_facts_free(vml_host_collection *facts);

/*
 * Return a task that has not begun, for vml_facts_run(); owned by the collection, and returned only
 * once. NULL if there is none at the moment: the tasks that are running may add some.
 */
vml_facts_task *vml_facts_take(vml_host_collection *facts);

/*
 * Run a task; it may make other tasks available. Returns true if all tasks have now ended,
 * including those of other threads.
 */
bool vml_facts_run(vml_host_collection *facts, vml_facts_task *task);

/*
 * Read the host from the collected facts, after the last task. Facts that the connection does not
 * support are missing. The profile has no secrets and no domains.
 *
 * ret: set on success; the caller frees it with vml_known_host_free()
 * uri: used as name of the host if libvirt does not know one
 * ret_profile: set on success to the profile, which the caller frees with free(); NULL is allowed
 * ret_error: set on failure to a message, which the caller frees
 *
 * Returns 0, or -1 with *ret_error set.
 */
int vml_facts_finish(vml_host_collection *facts, vml_known_host *ret, const char *uri,
	char **ret_profile, char **ret_error);

/*
 * Free the host. Must be called after all documents that refer to it were freed. A zeroed struct is
 * allowed.
 */
void vml_known_host_free(vml_known_host *known);

#endif
