/* Order in which libvirt prints the children of <domain>. */
#include "context.h"

#include "bytemap.h"

#include <string.h>

/*
 * From virDomainDefFormatInternal() in src/conf/domain_conf.c. libvirt's schema allows most orders,
 * but users know this one, and libxml2's validator accepts the first five elements only in this
 * order.
 */
static const char order[] =
	"name|uuid|genid|title|description|metadata|maxMemory|memory|currentMemory|blkiotune|memtune|"
	"memoryBacking|vcpu|vcpus|iothreads|iothreadids|defaultiothread|cputune|numatune|resource|"
	"sysinfo|bootloader|bootloader_args|os|idmap|features|cpu|clock|on_poweroff|on_reboot|"
	"on_crash|on_lockfailure|pm|perf|devices|seclabel|keywrap|launchSecurity";

enum { UNKNOWN = 63 /* rank of names that are not in the list; larger than the list */ };

/* Cached positions for new children of one domain. */
struct vml_places {
	const xmlNode *domain;
	/* by rank of the new child: the child to insert it after; NULL: insert it first */
	const xmlNode *after[UNKNOWN + 1];
};

/* Return the index of a name in the list, or UNKNOWN. */
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

bool vml_is_ignored_duplicate(const xmlNode *child)
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
		places->after[own] = child;
		last[own] = ++n;
	}
	/* for each rank: the last child in the document with this or a lower rank */
	for (size_t i = 1; i <= UNKNOWN; i++)
		if (last[i - 1] > last[i]) {
			places->after[i] = places->after[i - 1];
			last[i] = last[i - 1];
		}
}

const xmlNode *vml_place_in_domain(const xmlNode *domain, const char *xml)
{
	const char *name = xml + (*xml == '<');
	struct vml_places once, *places = &once;
	vml_doc *doc = domain->doc->_private;

	/* cache the positions in the document: a fix may add a child for each device */
	if (doc) {
		if (!doc->places)
			doc->places = vml_arena_alloc(doc->arena, sizeof(*doc->places));
		places = doc->places;
	}
	if (!doc || places->domain != domain)
		find_places(places, domain);
	return places->after[rank(name, strcspn(name, " />"))];
}
