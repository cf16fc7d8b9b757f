/* Suppressions: directives in a document that accept its findings. */
#ifndef VML_SUPPRESS_H
#define VML_SUPPRESS_H

#include "select.h"

/*
 * Apply the suppressions of a document: those in comments, and those in the metadata of its domains
 * (libvirt drops comments). Marks matching findings as suppressed. Reports suppressions that are
 * malformed, expired, unused, or lack a reason.
 *
 * contexts: those of all domains, at least one; their rules must have run
 */
void vml_suppress(const vml_selection *selection, vml_context *contexts, size_t n_contexts);

#endif
