/* Kinds of values: which of them libvirt and its schema accept, and how to describe them. */
#ifndef VML_VALUES_H
#define VML_VALUES_H

#include "grammar.h"

#include <stdbool.h>

/* Who accepts a value. */
typedef enum vml_value_fate {
	VML_VALUE_VALID,
	VML_VALUE_BEYOND,    /* value has the right form, but is out of the range */
	VML_VALUE_READABLE,  /* the schema rejects the value, but libvirt's parser reads it */
	VML_VALUE_UNREADABLE /* libvirt's parser does not read it either */
} vml_value_fate;

/*
 * Compare a value with the kind, range and keywords of an attribute or string. A kind for which
 * libvirt has no reader of its own, such as a name, is readable if it is not valid.
 */
vml_value_fate vml_value_check(const vml_grammar_item *item, const char *value);

/* Describe the form of a kind: "a UUID", "a path"; without range and keywords. */
const char *vml_value_form(unsigned int kind);

/* Return true if the kind is a path, of which surrounding whitespace would be a part. */
bool vml_value_is_path(unsigned int kind);

/* Return true if the kind is a number, which a range may narrow. */
bool vml_value_is_number(unsigned int kind);

#endif
