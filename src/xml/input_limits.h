/* Input limits: documents that are rejected before libxml2 parses them. */
#ifndef VML_INPUT_LIMITS_H
#define VML_INPUT_LIMITS_H

#include "doc.h"

/* Limit on the attributes of an element: libxml2 compares each attribute with all others. */
enum { VML_ATTRIBUTES_MAX = 1000 };

/* Limit on the namespaces in scope: libxml2 searches all of them for each element. */
enum { VML_NAMESPACES_MAX = 1000 };

/*
 * Find the first start tag with more than VML_ATTRIBUTES_MAX attributes.
 *
 * Returns true with the offset of its '<' in *ret_byte; false, with *ret_byte undefined, if there
 * is none.
 */
bool vml_crowded_tag(const vml_slice *slice, size_t *ret_byte);

/* Limit on "--" in a comment: for each "--", libxml2 copies the whole comment. */
enum { VML_HYPHENS_MAX = 1000 };

/*
 * Find the first comment that contains "--" more than VML_HYPHENS_MAX times. Slices under 32 KiB
 * are not searched: libxml2 is fast enough on them.
 *
 * Returns true with the offset of the comment's first "--" in *ret_byte; false, with *ret_byte
 * undefined, if there is none.
 */
bool vml_hyphenated_comment(const vml_slice *slice, size_t *ret_byte);

/*
 * Find text after a NUL: libxml2 takes the NUL for the end of the document, without an error.
 *
 * Returns true with the offset of the first NUL in *ret_byte if anything but whitespace and NULs
 * follows it; else false, with *ret_byte undefined.
 */
bool vml_hidden_text(const vml_slice *slice, size_t *ret_byte);

#endif
