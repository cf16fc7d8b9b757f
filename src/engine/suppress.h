/*
 * Suppressions: comments (directives) and metadata in a document. A suppression accepts the
 * findings of some rules within its scope: an element or the document.
 */
#ifndef VML_SUPPRESS_H
#define VML_SUPPRESS_H

#include "select.h"

/*
 * Apply the suppressions of a document: those in comments, and those in the metadata of its domains
 * (libvirt drops comments). Marks matching findings as suppressed. Reports suppressions that are
 * malformed, expired or unused, name an unknown rule, or lack a reason.
 *
 * contexts: contexts of all domains, at least one; all rules must have run on the domains
 */
void vml_suppress(const vml_selection *selection, vml_context *contexts, size_t n_contexts);

#endif
