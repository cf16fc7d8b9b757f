/* Names of the hosts of connections, for reports. */
#ifndef VML_CONNECTION_NAMES_H
#define VML_CONNECTION_NAMES_H

#include <stddef.h>

/*
 * Return the name of the host of the i-th connection: the host in its URI, else the first label of
 * `hostname`. If it could be the same for several connections, the part in which their URIs differ
 * is appended: "prod1/session". The name depends neither on whether the others can be reached nor
 * on passwords. The caller frees it; it is untrusted.
 *
 * uris: of all connections, resolved; NULL if libvirt probes for a hypervisor
 * hostname: name that the host reports, "" if it is unknown
 */
char *vml_connection_name(const char *const *uris, size_t n, size_t i, const char *hostname);

#endif
