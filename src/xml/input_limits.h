/* What libxml2 takes too long for: refused before it is asked. */
#ifndef VML_INPUT_LIMITS_H
#define VML_INPUT_LIMITS_H

#include "doc.h"

/* libxml2 compares each attribute of an element with all others of it. */
enum { VML_ATTRIBUTES_MAX = 1000 };

/* libxml2 looks through all namespaces in scope for the one of each element. */
enum { VML_NAMESPACES_MAX = 1000 };

/*
 * The first start tag with more than VML_ATTRIBUTES_MAX attributes.
 *
 * Returns whether there is one, and where it begins
 */
bool vml_crowded_tag(const vml_slice *slice, size_t *ret_byte);

/* libxml2 copies all of a comment for each "--" in it that XML forbids. */
enum { VML_HYPHENS_MAX = 1000 };

/*
 * The first comment with more than VML_HYPHENS_MAX times "--" in it.
 *
 * Returns whether there is one, and where the first "--" is
 */
bool vml_hyphenated_comment(const vml_slice *slice, size_t *ret_byte);

/*
 * What lies behind a NUL: libxml2 takes it for the end of the document and is silent.
 *
 * Returns whether there is anything, and where the NUL is
 */
bool vml_hidden_text(const vml_slice *slice, size_t *ret_byte);

#endif
