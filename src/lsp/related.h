/* Related locations of findings: the other devices and domains that their messages name. */
#ifndef VML_RELATED_H
#define VML_RELATED_H

#include "document.h"

enum { VML_RELATIONS_MAX = 64 };

/*
 * Names of the devices and domains in a document. If there are more than VML_RELATIONS_MAX names,
 * messages are not searched for them.
 */
typedef struct vml_relations {
	const vml_document *document;
	struct vml_relation {
		char *name; /* as messages write it: "disk 'vda'"; for a domain "'web1'"; owned */
		const xmlNode *node;
		const vml_facts *facts; /* facts of the domain that contains `node` */
	} list[VML_RELATIONS_MAX];
	size_t n;
} vml_relations;

/*
 * Collect the names of the devices and domains in an audited document; the caller frees them with
 * vml_relations_end().
 *
 * document, result: the document and the result of its audit; must outlive *ret
 */
void vml_relations_begin(
	vml_relations *ret, const vml_document *document, const vml_result *result);

/*
 * Add "relatedInformation" to the diagnostic of a finding, if its message names other devices or
 * domains.
 *
 * units: unit of the characters in the locations that are added
 */
void vml_relations_add(const vml_relations *relations, const vml_finding *finding, vml_units units,
	json_t *diagnostic);

/* Free the names that vml_relations_begin() has collected. */
void vml_relations_end(vml_relations *relations);

#endif
