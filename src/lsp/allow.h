/* Suppressions that an action writes into the document. */
#ifndef VML_ALLOW_H
#define VML_ALLOW_H

#include <vmlint/audit.h>

#include <stdbool.h>

/* Replacement of [at, end) of the document's source; at == end: an insertion. */
typedef struct vml_insertion {
	size_t at, end;
	char *text; /* freed by the caller */
} vml_insertion;

/*
 * Make the suppression of a finding, with the placeholder "REASON": a comment before the device
 * or element, or an entry in the metadata.
 *
 * metadata: libvirt will read the document and remove its comments
 *
 * Returns false if the finding cannot be suppressed or located.
 */
bool vml_allow_here(const vml_finding *finding, bool metadata, vml_insertion *ret);

#endif
