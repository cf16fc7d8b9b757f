/*
 * Access to the elements of a host profile. Unlike the functions for rules, these store no caches
 * in the document, which all threads share. Returned elements and attribute values belong to the
 * document.
 */
#ifndef VML_HOST_ELEMENT_H
#define VML_HOST_ELEMENT_H

#include "arena.h"

#include <libxml/tree.h>

#include <stdbool.h>
#include <stdint.h>

/* Return true if `node` is an element with this name (NULL: any) and no namespace. */
bool vml_element_is(const xmlNode *node, const char *name);

/* Return the first child element with this `name` (NULL: any); NULL if there is none. */
const xmlNode *vml_element_child(const xmlNode *node, const char *name);

/* Return the next sibling element with this `name` (NULL: any); NULL if there is none. */
const xmlNode *vml_element_next(const xmlNode *node, const char *name);

/* Return the element at a path of child names ("os/loader"); NULL if there is none. */
const xmlNode *vml_element_find(const xmlNode *node, const char *path);

/* Return the value of an attribute; "" if node is NULL or does not have the attribute. */
const char *vml_element_attr(const xmlNode *node, const char *name);

/* Return the text of an element without surrounding whitespace, in the arena; "" if none. */
const char *vml_element_text(vml_arena *arena, const xmlNode *node);

/* Return true if the text of the element, without surrounding whitespace, equals `text`. */
bool vml_element_text_is(const xmlNode *node, const char *text);

/*
 * Parse a number, decimal or hexadecimal after "0x". Returns false with *ret unchanged if `text` is
 * not such a number.
 */
bool vml_element_number(const char *text, uint64_t *ret);

/*
 * Return an amount of memory in bytes, from an element's text and @unit (default KiB); 0 if it is
 * invalid or `node` is NULL.
 */
uint64_t vml_element_memory(vml_arena *arena, const xmlNode *node);

/*
 * Convert an amount of memory to bytes. Returns 0 if it is invalid or too large.
 *
 * number: as for vml_element_number()
 * unit: "MiB", for example; "" is KiB
 */
uint64_t vml_element_amount(const char *number, const char *unit);

/* Loop over the child elements with this `name`; NULL: over all child elements. */
#define VML_EACH_ELEMENT(it, parent, name)                            \
	for (const xmlNode *it = vml_element_child(parent, name); it; \
		it = vml_element_next(it, name))

#endif
