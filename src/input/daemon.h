/* Versions, driver and host name of libvirt's daemon. */
#ifndef VML_DAEMON_H
#define VML_DAEMON_H

#include "libvirt.h"

/* The daemon of a connection. A member that the daemon does not report is 0 or NULL. */
typedef struct vml_daemon {
	/* versions: major * 1,000,000 + minor * 1,000 + patch */
	unsigned long libvirt, hypervisor;
	char *driver;	/* name of libvirt's driver, such as "QEMU"; owned */
	char *hostname; /* name of the host; owned */
} vml_daemon;

/* Numbers of the requests. Each fills the member with the same name. */
typedef enum vml_daemon_request {
	VML_DAEMON_LIBVIRT,
	VML_DAEMON_HYPERVISOR,
	VML_DAEMON_DRIVER,
	VML_DAEMON_HOSTNAME,
	VML_DAEMON_REQUESTS /* number of requests */
} vml_daemon_request;

/*
 * Make a request, which is one round trip, and fill a member of *daemon; on failure, the member stays
 * 0 or NULL, without an error. Each request may be made
 * once; several threads may make different requests at the same time.
 */
void vml_daemon_read(vml_daemon *daemon, const struct vml_libvirt *virt, virConnectPtr connection,
	vml_daemon_request request);

/* Free the strings of *daemon. */
void vml_daemon_free(vml_daemon *daemon);

#endif
