/* Scope of a comment: the element that it applies to, and the domain that contains it. */
#include "comment_scope.h"

#include "arena.h"

#include <stdint.h>
#include <stdlib.h>

/* An element that is a domain or contains domains. */
struct vml_holder {
	const xmlNode *node;
	size_t ctx; /* index of the context of the domain, or of one of the domains in it */
	bool is_domain;
};

static int by_address(const void *a, const void *b)
{
	const struct vml_holder *x = a, *y = b;

	if (x->node != y->node)
		return (uintptr_t)x->node < (uintptr_t)y->node ? -1 : 1;
	return 0;
}

static void find_holders(vml_comment_scopes *scopes)
{
	size_t n = 0;

	for (size_t i = 0; i < scopes->n_contexts; i++)
		for (const xmlNode *at = scopes->contexts[i].facts.domain; at; at = at->parent)
			n++;
	scopes->holders = vml_realloc(NULL, n * sizeof(*scopes->holders));
	for (size_t i = 0; i < scopes->n_contexts; i++) {
		const xmlNode *domain = scopes->contexts[i].facts.domain;

		for (const xmlNode *at = domain; at; at = at->parent)
			scopes->holders[scopes->n_holders++] = (struct vml_holder){
				.node = at, .ctx = i, .is_domain = at == domain
			};
	}
	qsort(scopes->holders, n, sizeof(*scopes->holders), by_address);
}

static const struct vml_holder *holder_of(vml_comment_scopes *scopes, const xmlNode *node)
{
	const struct vml_holder wanted = { .node = node };

	if (!scopes->holders)
		find_holders(scopes);
	return bsearch(&wanted, scopes->holders, scopes->n_holders, sizeof(wanted), by_address);
}

/*
 * Return true for containers of devices or domains: a directive at their start applies to the next
 * element, not to the container.
 */
static bool is_container(vml_comment_scopes *scopes, const xmlNode *node)
{
	const struct vml_holder *parent;

	if (holder_of(scopes, node))
		return true;
	parent = node->parent ? holder_of(scopes, node->parent) : NULL;
	return parent && parent->is_domain && vml_named(node, "devices");
}

xmlNode *vml_comment_scope(vml_comment_scopes *scopes, xmlNode *comment)
{
	xmlNode *parent = comment->parent;

	if (!scopes->same_place) {
		scopes->next = xmlNextElementSibling(comment);
		scopes->first = !xmlPreviousElementSibling(comment);
		scopes->same_place = true;
	}
	if (parent && parent->type == XML_ELEMENT_NODE && scopes->first &&
		!is_container(scopes, parent))
		return parent;
	return scopes->next;
}

size_t vml_comment_context(vml_comment_scopes *scopes, const xmlNode *node)
{
	for (; node; node = node->parent) {
		const struct vml_holder *holder = holder_of(scopes, node);

		if (holder && holder->is_domain)
			return holder->ctx;
	}
	return 0;
}

void vml_comment_scopes_move(vml_comment_scopes *scopes)
{
	scopes->same_place = false;
}

void vml_comment_scopes_free(vml_comment_scopes *scopes)
{
	free(scopes->holders);
	scopes->holders = NULL;
}
