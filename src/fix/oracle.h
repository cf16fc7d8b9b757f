/* The check before every write: bytes and tree tell the same story. */
#ifndef VML_ORACLE_H
#define VML_ORACLE_H

#include "doc.h"

/*
 * Whether patched bytes are what the operations make of the document's tree: the
 * operations are done on a copy of the tree by libxml2, the bytes are parsed, and both
 * are compared; how much white space there is does not count.
 *
 * fixed: the findings whose fixes were applied, in the order in which they were chosen
 * parser: for the patched bytes
 */
bool vml_oracle_agrees(vml_doc *doc, const vml_finding *const *fixed, size_t n,
	const vml_slice *patched, vml_parser *parser);

#endif
