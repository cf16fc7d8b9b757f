/* Items of the grammar that are allowed at a place, and their descriptions. */
#ifndef VML_OFFERS_H
#define VML_OFFERS_H

#include "grammar.h"

/*
 * Return the item that describes a name in an element: the one of its variant, or any if the
 * variant is undecided. NULL if the grammar rejects the name there.
 *
 * element: from vml_place; items: its content
 * what: VML_GRAMMAR_CHILD or VML_GRAMMAR_ATTRIBUTE
 * ns: namespace of a child
 */
const vml_grammar_item *vml_offer_find(const vml_grammar_item *items, const xmlNode *element,
	unsigned int what, const char *name, unsigned int ns);

/*
 * Called for each item that may be added.
 *
 * item: of the element's variant; order: in the grammar, from 0
 */
typedef void vml_offer(void *data, const vml_grammar_item *item, unsigned int order);

/*
 * Call `offer` for each attribute or child that the element may have and does not have yet.
 *
 * release: VML_RELEASE of the target's libvirt; 0: the newest
 */
void vml_offer_each(const xmlNode *element, unsigned int what, unsigned int release,
	vml_offer *offer, void *data);

/*
 * Return "required, default raw, since libvirt 9.5", freed by the caller.
 *
 * filled_in: result of vml_grammar_default()
 */
char *vml_offer_detail(const vml_grammar_item *item, const char *filled_in);

/* Return a description in Markdown: valid values, default, releases; freed by the caller. */
char *vml_offer_markdown(const vml_grammar_item *item, const char *title, const char *filled_in);

#endif
