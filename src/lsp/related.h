/* Related locations of findings: other devices and domains that their messages name. */
#ifndef VML_RELATED_H
#define VML_RELATED_H

#include "document.h"

enum { VML_RELATIONS_MAX = 64 };

/* The names in a document; with more than VML_RELATIONS_MAX of them, none are searched. */
typedef struct vml_relations {
	const vml_document *document;
	struct vml_relation {
		char *name; /* as in messages: "disk 'vda'", or "'web1'" of a domain; owned */
		const xmlNode *node;
		const vml_facts *facts; /* the domain */
	} list[VML_RELATIONS_MAX];
	size_t n;
} vml_relations;

/* Collect the names; the caller frees them with vml_relations_end(). */
void vml_relations_begin(
	vml_relations *ret, const vml_document *document, const vml_result *result);

/* Add "relatedInformation" to the diagnostic of a finding whose message names others. */
void vml_relations_add(const vml_relations *relations, const vml_finding *finding, vml_units units,
	json_t *diagnostic);

/* Free the names. */
void vml_relations_end(vml_relations *relations);

#endif
