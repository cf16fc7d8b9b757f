/* Suppressions: directives in a document that accept its findings. */
#ifndef VML_SUPPRESS_H
#define VML_SUPPRESS_H

#include "select.h"

/*
 * Apply the suppressions of a document: those in comments and, since libvirt drops comments,
 * those in the metadata of its domains. Mark matching findings as suppressed; report findings
 * on suppressions that are malformed, expired, unused, or lack a reason.
 *
 * contexts: of all its domains, at least one, after their rules have run
 */
void vml_suppress(const vml_selection *selection, vml_context *contexts, size_t n_contexts);

#endif
