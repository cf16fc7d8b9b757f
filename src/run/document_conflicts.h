/*
 * Finds conflicts between the domains of one document, for callers that audit documents one by one.
 */
#ifndef VML_DOCUMENT_CONFLICTS_H
#define VML_DOCUMENT_CONFLICTS_H

#include "document_origin.h"
#include "fleet.h"

/* Findings on the conflicts between the domains of a document. */
typedef struct vml_document_conflicts {
	vml_fleet *fleet;    /* owns the findings; NULL if there was nothing to compare */
	vml_result *results; /* one result per domain that has findings; the array is owned */
	size_t n;
} vml_document_conflicts;

/*
 * Find conflicts between the domains of a document.
 *
 * input: messages contain its name
 * selection: selection of the audit; with exactly one host, the domains are on that host
 * result: result of vml_audit() for the document
 * ret: set to the findings. Suppressed ones are in vml_result.hidden, not in vml_result.findings.
 * The findings contain no pointers into `doc`, which may be freed before them. The caller frees
 * *ret with vml_document_conflicts_free()
 */
void vml_document_conflicts_find(const vml_input *input, const vml_selection *selection,
	const vml_doc *doc, const vml_result *result, vml_document_conflicts *ret);

/*
 * Hide the findings that are not active, unless show_all is true. Call it after states of findings
 * have changed.
 */
void vml_document_conflicts_partition(vml_document_conflicts *conflicts, bool show_all);

/* Free the results and their findings, and reset *conflicts. */
void vml_document_conflicts_free(vml_document_conflicts *conflicts);

#endif
