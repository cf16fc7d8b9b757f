/* Oracle: verifies patched bytes against the operations on the tree. */
#ifndef VML_ORACLE_H
#define VML_ORACLE_H

#include "doc.h"

/*
 * Return true if patched bytes are equivalent to the result of the operations. libxml2 performs
 * the operations on a copy of the tree, and the result is compared with the tree of the parsed
 * bytes. The amount of whitespace is ignored.
 *
 * fixed: the findings whose fixes were applied, in the order of choice
 * patched: the bytes after the edits
 * parser: for the patched bytes; not the one that `doc` was parsed with
 */
bool vml_oracle_agrees(vml_doc *doc, const vml_finding *const *fixed, size_t n,
	const vml_slice *patched, vml_parser *parser);

#endif
