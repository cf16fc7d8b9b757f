/*
 * Finds conflicts between the domains of one document, for callers that audit documents one by one.
 */
#ifndef VML_JOINED_H
#define VML_JOINED_H

#include "document_origin.h"
#include "fleet.h"

/* Findings on the conflicts between the domains of a document. */
typedef struct vml_joined {
	vml_fleet *fleet;    /* owns the findings; NULL if there are none */
	vml_result *results; /* one result per domain that has findings; the array is owned */
	size_t n;
} vml_joined;

/*
 * Find conflicts between the domains of a document.
 *
 * input: messages contain its name
 * result: result of vml_audit() for the document
 * ret: all of its findings are shown; the caller frees it with vml_joined_free(). It does not refer
 * to the document
 */
void vml_joined_find(const vml_input *input, const vml_selection *selection, const vml_doc *doc,
	const vml_result *result, vml_joined *ret);

/*
 * Hide the findings that are not active, unless show_all is true. Call it after their states have
 * changed.
 */
void vml_joined_partition(vml_joined *joined, bool show_all);

/* Free the results and their findings, and reset *joined. */
void vml_joined_free(vml_joined *joined);

#endif
