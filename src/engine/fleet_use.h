/* Keys that the rules across domains collect from one document. */
#ifndef VML_FLEET_USE_H
#define VML_FLEET_USE_H

#include "context.h"
#include "stored.h"

#include <vmlint/fleet.h>

/* One key: its rule, location, severity and state are those of a finding without a message. */
typedef struct vml_use {
	vml_finding finding; /* first member; finding.next is the next key of the domain */
	vml_scope scope;
	unsigned int use; /* below VML_USES */
	const char *value;
	vml_stored stored;
} vml_use;

/* Keys of a document: all are borrowed from it. */
typedef struct vml_keys {
	const vml_use *const *first; /* of each domain, in the order of the rules' walk; or NULL */
	vml_severity shown;	     /* least severity that is shown */
} vml_keys;

/*
 * Complete the keys that the rules have collected, after suppressions were applied.
 *
 * contexts: of all domains of the document
 *
 * Returns NULL if there are none.
 */
const vml_keys *vml_keys_complete(
	vml_doc *doc, vml_context *contexts, size_t n_contexts, vml_severity shown);

/* Initialize a finding of the current rule on an element or its attribute (findings.c). */
void vml_finding_init(
	vml_context *ctx, vml_finding *finding, const xmlNode *node, const char *attr);

/* Set the range of a finding: the start tag, or an attribute's value (audit.c). */
void vml_finding_locate(vml_doc *doc, vml_finding *finding);

/* Sort findings by location, then rule, then message (audit.c). */
void vml_findings_sort(vml_finding **findings, size_t n);

/* Set result->findings and result->hidden, arrays in the arena (audit.c). */
void vml_findings_partition(vml_arena *arena, vml_result *result, bool show_all);

#endif
