/* Where libvirt itself prints the children of <domain>. */
#include "run.h"

#include "bytemap.h"

#include <string.h>

/*
 * libvirt's virDomainDefFormatInternal() in src/conf/domain_conf.c. Its schema allows
 * most orders; people are used to this one, and libxml2's validator takes no other
 * between the first five.
 */
static const char order[] =
	"name|uuid|genid|title|description|metadata|maxMemory|memory|currentMemory|blkiotune|memtune|"
	"memoryBacking|vcpu|vcpus|iothreads|iothreadids|defaultiothread|cputune|numatune|resource|"
	"sysinfo|bootloader|bootloader_args|os|idmap|features|cpu|clock|on_poweroff|on_reboot|"
	"on_crash|on_lockfailure|pm|perf|devices|seclabel|keywrap|launchSecurity";

/* The place of a name in the list; behind all of it for a name that is not there. */
static size_t rank(const char *name, size_t len)
{
	for (const char *at = order; at; at = strchr(at, '|')) {
		at += *at == '|';
		if (!strncmp(at, name, len) && (at[len] == '|' || !at[len]))
			return (size_t)(at - order);
	}
	return sizeof(order);
}

bool vml_is_passed_over(const xmlNode *child)
{
	const char *name = (const char *)child->name;

	return vml_ordinal(child) > 1 && !vml_one_of(name, "seclabel|sysinfo") &&
		rank(name, strlen(name)) < sizeof(order);
}

const xmlNode *vml_place_in_domain(const xmlNode *domain, const char *xml)
{
	const char *name = xml + (*xml == '<');
	size_t own = rank(name, strcspn(name, " />"));
	const xmlNode *place = NULL;

	for (const xmlNode *child = vml_first(domain); child; child = vml_sibling(child))
		if (!child->ns &&
			rank((const char *)child->name, strlen((const char *)child->name)) <= own)
			place = child;
	return place;
}
