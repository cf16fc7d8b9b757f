/* Suppressions that a code action writes into the document. */
#ifndef VML_ALLOW_H
#define VML_ALLOW_H

#include <vmlint/audit.h>

#include <stdbool.h>

/* Replacement of [at, end) of the document's source; if at == end, an insertion. */
typedef struct vml_insertion {
	size_t at, end;
	char *text; /* freed by the caller */
} vml_insertion;

/*
 * Create the text of a suppression of a finding, with "REASON" as placeholder: an <allow> entry in
 * <metadata>, or a comment before the device of the finding (before the element of the finding if
 * it is not in a device). The document is not changed.
 *
 * metadata: true: create an entry in the metadata, because libvirt will read the document and
 * remove comments; false: create a comment
 *
 * Returns false, with *ret unchanged, if the finding cannot be suppressed or has no location.
 */
bool vml_allow_here(const vml_finding *finding, bool metadata, vml_insertion *ret);

#endif
