/* IP addresses of this machine: getifaddrs(), and bind() for single addresses. */
#define _DEFAULT_SOURCE /* struct ifaddrs */
#include "own_addresses.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Write the vml_address_key() of an IPv4 address, which is in network byte order. */
static const char *four_key(const struct in_addr *address, char buffer[static INET6_ADDRSTRLEN])
{
	uint32_t number = ntohl(address->s_addr);

	*buffer = '\0';
	/* 0.0.0.0/8, 127.0.0.0/8, and from 224.0.0.0 on: multicast, reserved and broadcast */
	if (number >> 24 && number >> 24 != IN_LOOPBACKNET && number >> 24 < 224)
		inet_ntop(AF_INET, address, buffer, INET6_ADDRSTRLEN);
	return buffer;
}

/* Write the vml_address_key() of an IPv6 address. */
static const char *six_key(const struct in6_addr *address, char buffer[static INET6_ADDRSTRLEN])
{
	struct in_addr four;

	*buffer = '\0';
	if (IN6_IS_ADDR_V4MAPPED(address)) {
		memcpy(&four, address->s6_addr + 12, sizeof(four));
		return four_key(&four, buffer);
	}
	if (!IN6_IS_ADDR_UNSPECIFIED(address) && !IN6_IS_ADDR_LOOPBACK(address) &&
		!IN6_IS_ADDR_MULTICAST(address) && !IN6_IS_ADDR_LINKLOCAL(address))
		inet_ntop(AF_INET6, address, buffer, INET6_ADDRSTRLEN);
	return buffer;
}

const char *vml_address_key(const char *text, char buffer[static INET6_ADDRSTRLEN])
{
	struct in6_addr six;
	struct in_addr four;

	if (inet_pton(AF_INET, text, &four) == 1)
		return four_key(&four, buffer);
	if (inet_pton(AF_INET6, text, &six) == 1)
		return six_key(&six, buffer);
	*buffer = '\0';
	return buffer;
}

vml_tristate vml_own_address(const char *key)
{
	struct sockaddr_in four = { .sin_family = AF_INET };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
	bool is_four = inet_pton(AF_INET, key, &four.sin_addr) == 1;
	vml_tristate found = VML_UNKNOWN;
	int fd;

	if (!is_four && inet_pton(AF_INET6, key, &six.sin6_addr) != 1)
		return VML_UNKNOWN;
	fd = socket(is_four ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return VML_UNKNOWN;
	if (!(is_four ? bind(fd, (struct sockaddr *)&four, sizeof(four))
		      : bind(fd, (struct sockaddr *)&six, sizeof(six))))
		found = VML_YES;
	else if (errno == EADDRNOTAVAIL)
		found = VML_NO;
	close(fd);
	return found;
}

/* Write the vml_address_key() of the address of an interface; "" if it has none. */
static const char *key_of(const struct sockaddr *address, char buffer[static INET6_ADDRSTRLEN])
{
	*buffer = '\0';
	if (address && address->sa_family == AF_INET)
		return four_key(
			&((const struct sockaddr_in *)(const void *)address)->sin_addr, buffer);
	if (address && address->sa_family == AF_INET6)
		return six_key(
			&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, buffer);
	return buffer;
}

size_t vml_own_addresses(void (*each)(void *to, const char *key), void *to)
{
	char buffer[INET6_ADDRSTRLEN];
	struct ifaddrs *list;
	size_t n = 0;

	if (getifaddrs(&list))
		return 0;
	for (const struct ifaddrs *it = list; it; it = it->ifa_next) {
		if (!*key_of(it->ifa_addr, buffer))
			continue;
		n++;
		if (each)
			each(to, buffer);
	}
	freeifaddrs(list);
	return n;
}
