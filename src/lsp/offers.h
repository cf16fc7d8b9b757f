/*
 * Items of the grammar that may be added at a place, and their descriptions. An item is an
 * attribute or child that libvirt allows in an element (vml_grammar_item).
 */
#ifndef VML_OFFERS_H
#define VML_OFFERS_H

#include "grammar.h"

/*
 * Return the item for the attribute or child `name` of an element, a constant; NULL if the grammar
 * does not allow it there. If there are several items of this name, attributes of the element
 * select one: @type of a <disk> selects the item for its <source>. If such an attribute is missing
 * or invalid, the first item of the name is returned.
 *
 * items: content of the element in the grammar
 * element: vml_place.element
 * what: VML_GRAMMAR_CHILD or VML_GRAMMAR_ATTRIBUTE
 * ns: namespace of a child (VML_GRAMMAR_NO_NS ...); ignored for attributes
 */
const vml_grammar_item *vml_offer_find(const vml_grammar_item *items, const xmlNode *element,
	unsigned int what, const char *name, unsigned int ns);

/*
 * Return the item for the attribute or child `name` of an element as vml_offer_find() does; NULL
 * also if the release lacks it, or if it is present and may occur only once.
 *
 * release: libvirt release of the target (VML_RELEASE); 0: the newest
 * other parameters: see vml_offer_find()
 */
const vml_grammar_item *vml_offer_addable(const vml_grammar_item *items, const xmlNode *element,
	unsigned int what, const char *name, unsigned int ns, unsigned int release);

/*
 * Called for each item that may be added to an element.
 *
 * data: as passed to vml_offer_each()
 * item: of several items with the same name, the one whose conditions the element meets
 * order: number of the item among the items of the element, 1-based
 */
typedef void vml_offer(void *data, const vml_grammar_item *item, unsigned int order);

/*
 * Call `offer` for each attribute or child (`what`) that can be added to the element: it is not
 * present, or may occur more than once.
 *
 * element: vml_place.element
 * what: VML_GRAMMAR_CHILD or VML_GRAMMAR_ATTRIBUTE
 * release: libvirt release of the target (VML_RELEASE); 0: the newest
 */
void vml_offer_each(const xmlNode *element, unsigned int what, unsigned int release,
	vml_offer *offer, void *data);

/*
 * Return a short description: "required, default raw, since libvirt 9.5"; freed by the caller.
 *
 * filled_in: default of the item, as vml_grammar_default() returns it; NULL: none
 */
char *vml_offer_detail(const vml_grammar_item *item, const char *filled_in);

/*
 * Return a description in Markdown: `title`, then valid values, default, releases; freed by the
 * caller.
 *
 * title: the first line, in Markdown
 * filled_in: see vml_offer_detail()
 */
char *vml_offer_markdown(const vml_grammar_item *item, const char *title, const char *filled_in);

#endif
