/* Findings across the domains of one document, for callers that audit documents one by one. */
#ifndef VML_JOINED_H
#define VML_JOINED_H

#include "document_origin.h"
#include "fleet.h"

/* Findings across domains. */
typedef struct vml_joined {
	vml_fleet *fleet;    /* NULL if there are none */
	vml_result *results; /* one per domain that has some; owned */
	size_t n;
} vml_joined;

/*
 * Find conflicts between the domains of a document.
 *
 * input: its name is in messages
 * result: that of the audit, with the final states of its findings
 * ret: all findings are shown; the caller frees it with vml_joined_free(). It does not refer to the
 *	document
 */
void vml_joined_find(const vml_input *input, const vml_selection *selection, const vml_doc *doc,
	const vml_result *result, vml_joined *ret);

/* Hide the findings that are not active, unless show_all is set; after changes of their states. */
void vml_joined_partition(vml_joined *joined, bool show_all);

/* Free the results and their findings. */
void vml_joined_free(vml_joined *joined);

#endif
