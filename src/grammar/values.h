/* Kinds of values: which of them libvirt and its schema accept, and how to describe them. */
#ifndef VML_VALUES_H
#define VML_VALUES_H

#include "grammar.h"

#include <stdbool.h>

/* Who accepts a value. */
typedef enum vml_value_fate {
	VML_VALUE_VALID,
	VML_VALUE_BEYOND,    /* of the right form, but out of the range */
	VML_VALUE_READABLE,  /* not valid by the schema, but libvirt's parser reads it */
	VML_VALUE_UNREADABLE /* not even the parser */
} vml_value_fate;

/*
 * Compare a value with the kind, range and keywords of an attribute or string. A kind for which
 * libvirt has no reader of its own, such as a name, is readable if it is not valid.
 */
vml_value_fate vml_value_check(const vml_grammar_item *item, const char *value);

/* What a value of the kind looks like: "a UUID", "a path"; without range and keywords. */
const char *vml_value_form(unsigned int kind);

/* Return true if the kind is a path, of which surrounding whitespace would be a part. */
bool vml_value_is_path(unsigned int kind);

/* Return true if the kind is a number, which a range may narrow. */
bool vml_value_is_number(unsigned int kind);

#endif
