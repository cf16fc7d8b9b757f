/* Kinds of values: what libvirt and its schema accept, and descriptions for messages. */
#ifndef VML_VALUES_H
#define VML_VALUES_H

#include "grammar.h"

#include <stdbool.h>

/* Result of checking a value. */
typedef enum vml_value_fate {
	VML_VALUE_VALID,
	VML_VALUE_BEYOND,    /* the value has the right form, but is out of range */
	VML_VALUE_READABLE,  /* the schema rejects the value, but libvirt's parser reads it */
	VML_VALUE_UNREADABLE /* libvirt's parser does not read it either */
} vml_value_fate;

/*
 * Check a value against the kind, range and keywords of an attribute or string. A value of a kind
 * that libvirt's parser does not check, such as a name, is at worst VML_VALUE_READABLE.
 */
vml_value_fate vml_value_check(const vml_grammar_item *item, const char *value);

/*
 * Return a description of the values of a kind, without range and keywords: "a UUID", "a path"; a
 * constant; "" if there is none.
 */
const char *vml_value_form(unsigned int kind);

/*
 * Return true if values of the kind are paths: surrounding whitespace is part of the file's name.
 */
bool vml_value_is_path(unsigned int kind);

/* Return true if the kind is a number, which a range may narrow. */
bool vml_value_is_number(unsigned int kind);

#endif
