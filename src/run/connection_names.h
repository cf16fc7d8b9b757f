/* Names of the hosts of connections, for reports: short, but unique. */
#ifndef VML_CONNECTION_NAMES_H
#define VML_CONNECTION_NAMES_H

#include <stddef.h>

/*
 * Return the name of the host of connection i: the host in its URI, else the first label of
 * `hostname`. If several connections may have this name, a part in which their URIs differ is
 * appended: "prod1/session". The name does not depend on whether the other hosts can be reached,
 * nor on passwords. The caller frees it; it is untrusted.
 *
 * uris: URIs of all connections, after defaults and aliases; NULL if libvirt probes for a
 * hypervisor
 * hostname: name that the host reports; "" if unknown
 */
char *vml_connection_name(const char *const *uris, size_t n, size_t i, const char *hostname);

#endif
