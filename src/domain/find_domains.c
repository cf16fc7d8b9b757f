/* Search for the <domain> elements of a document, in any wrapper element. */
#include "find_domains.h"

#include <string.h>

enum { DEEPEST_WRAPPER = 3 };

struct found {
	vml_arena *arena;
	xmlNode **nodes;
	size_t n, capacity;
	/* a <domain> without a definition was found, as in snapshots of old libvirt releases */
	bool references;
};

static void add(struct found *found, xmlNode *domain)
{
	if (found->n == found->capacity) {
		size_t capacity = found->capacity ? found->capacity * 2 : 4;
		xmlNode **nodes = vml_arena_alloc(found->arena, capacity * sizeof(*nodes));

		if (found->n)
			memcpy(nodes, found->nodes, found->n * sizeof(*nodes));
		found->nodes = nodes;
		found->capacity = capacity;
	}
	found->nodes[found->n++] = domain;
}

/*
 * Return false for a <domain> that only refers to a domain, such as <domain><uuid/></domain> in a
 * snapshot.
 */
static bool is_definition(const xmlNode *domain)
{
	return vml_has_attr(domain, "@type") || vml_child(domain, "os") ||
		vml_child(domain, "devices");
}

static void search(struct found *found, xmlNode *node, unsigned int depth)
{
	if (vml_named(node, "domain") || vml_named(node, "inactiveDomain")) {
		if (is_definition(node))
			add(found, node);
		else
			found->references = true;
		return;
	}
	for (xmlNode *child = vml_first(node); child && depth < DEEPEST_WRAPPER;
		child = vml_sibling(child))
		search(found, child, depth + 1);
}

xmlNode **vml_find_domains(vml_doc *doc, size_t *ret_n, const char **ret_why)
{
	xmlNode *root = xmlDocGetRootElement(doc->tree);
	struct found found = { .arena = doc->arena };

	search(&found, root, 0);
	found.references = found.references ||
		vml_one_of((const char *)root->name, "domainbackup|domaincheckpoint");
	*ret_n = found.n;
	*ret_why = NULL;
	if (found.n)
		return found.nodes;
	if (found.references)
		*ret_why = vml_arena_printf(doc->arena,
			"<%s> only refers to a domain and has no definition", root->name);
	else
		*ret_why = vml_arena_printf(
			doc->arena, "root element <%s> contains no libvirt <domain>", root->name);
	return NULL;
}

bool vml_is_record(const vml_doc *doc)
{
	const char *name = (const char *)xmlDocGetRootElement(doc->tree)->name;

	return strcmp(name, "domain") != 0 &&
		vml_one_of(name, "domainsnapshot|domstatus|domaincheckpoint|domainbackup");
}
