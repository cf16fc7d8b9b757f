/* Oracle: verifies patched bytes by performing the operations on the tree. */
#ifndef VML_ORACLE_H
#define VML_ORACLE_H

#include "doc.h"

/*
 * Return true if patched bytes are equivalent to the result of the operations: libxml2 performs
 * them on a copy of the tree, which is then compared with the tree of the patched bytes. The
 * comparison normalizes whitespace.
 *
 * fixed: the findings whose fixes were applied, in the order in which they were selected
 * patched: the bytes after the edits
 * parser: used for the patched bytes; must not be the parser of `doc`
 */
bool vml_oracle_agrees(vml_doc *doc, const vml_finding *const *fixed, size_t n,
	const vml_slice *patched, vml_parser *parser);

#endif
