/* Suppressions: what a document says of its own findings. */
#ifndef VML_SUPPRESS_H
#define VML_SUPPRESS_H

#include "select.h"

/*
 * Take the suppressions of a document into account: in comments and, since libvirt drops
 * those, in the metadata of its domains. Findings that one allows become suppressed;
 * suppressions that are malformed, unused or the like become findings.
 *
 * runs: of all its domains, after their rules
 */
void vml_suppress(const vml_selection *selection, vml_context *contexts, size_t n_runs);

#endif
