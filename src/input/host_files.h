/* Listings of directories, and IP addresses, of this machine for a host profile. */
#ifndef VML_HOST_FILES_H
#define VML_HOST_FILES_H

#include "facts_tasks.h"

/*
 * Write <files>: the names in the directories that new definitions are likely to use. These are the
 * directories that storage pools and domains use, the parents of these directories, /dev, and
 * directories of firmware and kernels. Hidden files are not listed, nor are directories such as
 * /etc, /home and /root. The section has at most 100,000 names. A directory that cannot be listed
 * completely is left out; one that does not exist is marked with exists='no'.
 *
 * from->host: the host, which must be this machine
 */
void vml_put_files(const vml_collector *from, FILE *out);

/*
 * Write <addresses>: the IP addresses of the network interfaces, without loopback and IPv6
 * link-local addresses. Writes nothing if this process does not have the network interfaces of the
 * host, or if the kernel allows programs to listen on any address (ip_nonlocal_bind).
 *
 * from->host: the host, which must be this machine
 */
void vml_put_addresses(const vml_collector *from, FILE *out);

#endif
