/* Where libvirt itself prints the children of <domain>. */
#include "context.h"

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

enum { UNKNOWN = 63 /* more than there are names in the list */ };

/* Behind which child a new one of each rank goes, in the domain that was asked of last. */
struct vml_places {
	const xmlNode *domain;
	const xmlNode *behind[UNKNOWN + 1];
};

/* The number of a name in the list; behind all of it for a name that is not there. */
static size_t rank(const char *name, size_t len)
{
	size_t n = 0;

	for (const char *at = order; at; at = strchr(at, '|'), n++) {
		at += *at == '|';
		if (!strncmp(at, name, len) && (at[len] == '|' || !at[len]))
			return n;
	}
	return UNKNOWN;
}

bool vml_is_passed_over(const xmlNode *child)
{
	const char *name = (const char *)child->name;

	return vml_ordinal(child) > 1 && !vml_one_of(name, "seclabel|sysinfo") &&
		rank(name, strlen(name)) < UNKNOWN;
}

static void find_places(struct vml_places *places, const xmlNode *domain)
{
	size_t last[UNKNOWN + 1] = { 0 }, n = 0;

	*places = (struct vml_places){ .domain = domain };
	for (const xmlNode *child = vml_first(domain); child; child = vml_sibling(child)) {
		const char *name = (const char *)child->name;
		size_t own;

		if (child->ns)
			continue;
		own = rank(name, strlen(name));
		places->behind[own] = child;
		last[own] = ++n;
	}
	/* of all that are printed no later the last in the document */
	for (size_t i = 1; i <= UNKNOWN; i++)
		if (last[i - 1] > last[i]) {
			places->behind[i] = places->behind[i - 1];
			last[i] = last[i - 1];
		}
}

const xmlNode *vml_place_in_domain(const xmlNode *domain, const char *xml)
{
	const char *name = xml + (*xml == '<');
	struct vml_places once, *places = &once;
	vml_doc *doc = domain->doc->_private;

	/* for all that is added to a domain, be there one addition for each device */
	if (doc) {
		if (!doc->places)
			doc->places = vml_arena_alloc(doc->arena, sizeof(*doc->places));
		places = doc->places;
	}
	if (!doc || places->domain != domain)
		find_places(places, domain);
	return places->behind[rank(name, strcspn(name, " />"))];
}
