/*
 * Access to the elements of a host profile. Unlike the functions for rules, these store no caches
 * in the document, which all threads share.
 */
#ifndef VML_HOST_ELEMENT_H
#define VML_HOST_ELEMENT_H

#include "arena.h"

#include <libxml/tree.h>

#include <stdbool.h>
#include <stdint.h>

/* Return true if the element has this name and no namespace. */
bool vml_element_is(const xmlNode *node, const char *name);

/* Return the first child element named `name`, or with any name if it is NULL; NULL if none. */
const xmlNode *vml_element_child(const xmlNode *node, const char *name);

/* Return the next sibling element named `name`, or with any name if it is NULL; NULL if none. */
const xmlNode *vml_element_next(const xmlNode *node, const char *name);

/* Return the element at a path of child names ("os/loader"); NULL if there is none. */
const xmlNode *vml_element_find(const xmlNode *node, const char *path);

/* Return the value of an attribute; "" if node is NULL or does not have the attribute. */
const char *vml_element_attr(const xmlNode *node, const char *name);

/* Return the text of an element without surrounding whitespace, in the arena; "" if none. */
const char *vml_element_text(vml_arena *arena, const xmlNode *node);

/* Return true if the text of the element, without surrounding whitespace, equals `text`. */
bool vml_element_text_is(const xmlNode *node, const char *text);

/* Parse a number, decimal or hexadecimal after "0x". Returns false if it is not one. */
bool vml_element_number(const char *text, uint64_t *ret);

/*
 * Return an amount of memory in bytes, from an element's text and @unit (default KiB); 0 if
 * invalid.
 */
uint64_t vml_element_memory(vml_arena *arena, const xmlNode *node);

/* Return a number of units in bytes. unit: "" is KiB. 0 if invalid or too large. */
uint64_t vml_element_amount(const char *number, const char *unit);

/* Loop over the child elements of a name; NULL: all of them. */
#define VML_EACH_ELEMENT(it, parent, name)                            \
	for (const xmlNode *it = vml_element_child(parent, name); it; \
		it = vml_element_next(it, name))

#endif
