/* IP addresses of this machine, if it is the host. */
#ifndef VML_OWN_ADDRESSES_H
#define VML_OWN_ADDRESSES_H

#include <netinet/in.h>
#include <vmlint/rule.h>

/*
 * Write the canonical form of an address to `buffer`, and return it: equal addresses have equal
 * forms, and an IPv4 address mapped to IPv6 has the form of the IPv4 address. Returns "" if `text`
 * is not an IP address, or not one that belongs to an interface of one host: wildcard, loopback,
 * multicast, reserved and IPv6 link-local addresses.
 */
const char *vml_address_key(const char *text, char buffer[static INET6_ADDRSTRLEN]);

/*
 * Return whether a program on this machine can listen on an address: the kernel is asked by bind(),
 * with a port of its choice. VML_NO only if the kernel has no such address.
 *
 * key: as vml_address_key() returns it, not ""
 */
vml_tristate vml_own_address(const char *key);

/*
 * Call `each` with the vml_address_key() of each address of the network interfaces. Returns the
 * number of calls; 0 if the addresses cannot be read.
 *
 * each: NULL is allowed
 */
size_t vml_own_addresses(void (*each)(void *to, const char *key), void *to);

#endif
