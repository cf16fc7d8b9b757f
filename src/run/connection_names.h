/* Names of the hosts of connections, for reports: short, but unique. */
#ifndef VML_CONNECTION_NAMES_H
#define VML_CONNECTION_NAMES_H

#include <stddef.h>

/*
 * Return the name of the host of connection i: the host in its URI, else the first label of
 * `hostname`. If other connections may have the same name, a part in which their URIs differ is
 * appended ("prod1/session"), else a number ("prod1#2"). The name does not depend on passwords, nor
 * on whether the other hosts can be reached. The caller frees the name, which is untrusted.
 *
 * uris: URIs of all n connections, after defaults and aliases were applied; an element is NULL if
 * libvirt probes for a hypervisor
 * hostname: name that the host of connection i reports; "" if unknown: the name of this machine is
 * used
 */
char *vml_connection_name(const char *const *uris, size_t n, size_t i, const char *hostname);

#endif
