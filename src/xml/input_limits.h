/* Input limits: documents that are rejected before libxml2 parses them. */
#ifndef VML_INPUT_LIMITS_H
#define VML_INPUT_LIMITS_H

#include "doc.h"

/* Limit per element: libxml2 compares each attribute of an element with all others. */
enum { VML_ATTRIBUTES_MAX = 1000 };

/* Limit in scope: libxml2 searches all namespaces in scope for that of each element. */
enum { VML_NAMESPACES_MAX = 1000 };

/*
 * Find the first start tag with more than VML_ATTRIBUTES_MAX attributes.
 *
 * Returns true and the offset of its '<' in *ret_byte, or false.
 */
bool vml_crowded_tag(const vml_slice *slice, size_t *ret_byte);

/* Limit per comment: libxml2 copies the whole comment for each "--" in it. */
enum { VML_HYPHENS_MAX = 1000 };

/*
 * Find the first comment with more than VML_HYPHENS_MAX times "--" in it; slices that are
 * too small to be slow are not searched.
 *
 * Returns true and the offset of its first "--" in *ret_byte, or false.
 */
bool vml_hyphenated_comment(const vml_slice *slice, size_t *ret_byte);

/*
 * Find text after a NUL: libxml2 silently treats the NUL as the end of the document.
 *
 * Returns true and the offset of the first NUL in *ret_byte if anything but whitespace and
 * NULs follows it, or false.
 */
bool vml_hidden_text(const vml_slice *slice, size_t *ret_byte);

#endif
