/*
 * Keys that the rules across domains collect from one document: values, such as a MAC address, that
 * no other domain may use (include/vmlint/fleet.h).
 */
#ifndef VML_FLEET_USE_H
#define VML_FLEET_USE_H

#include "context.h"
#include "stored.h"

#include <vmlint/fleet.h>

/*
 * One key: a value that the domain uses, such as a MAC address. The rule, location, severity and
 * state of the key are in `finding`, which has no message.
 */
typedef struct vml_use {
	/* must be the first member; finding.next is the next key of the domain */
	vml_finding finding;
	vml_scope scope;
	unsigned int use; /* how the domain uses the value, see vml_fleet_key() */
	const char *value;
	/* set by vml_keys_complete(), except the members `key` (a vml_key) and `fingerprint` */
	vml_stored stored;
} vml_use;

/* The keys of a document; all memory belongs to the document. */
typedef struct vml_keys {
	/*
	 * per domain: its first key, or NULL; keys are in the order in which the rules found them
	 */
	const vml_use *const *first;
	vml_severity shown; /* severity at or above which findings are shown */
} vml_keys;

/*
 * Complete the keys that the rules have collected: set location, source line, path and device name.
 * Call it after suppressions were applied.
 *
 * contexts: contexts of all domains of the document
 * shown: severity at or above which findings are shown
 *
 * Returns the keys, which belong to the document; NULL if there are none.
 */
const vml_keys *vml_keys_complete(
	vml_doc *doc, vml_context *contexts, size_t n_contexts, vml_severity shown);

/*
 * Initialize a finding of the current rule (findings.c).
 *
 * node: element of the finding; NULL: <domain>
 * attr: name of an attribute of `node`; NULL: the finding is on the element
 */
void vml_finding_init(
	vml_context *ctx, vml_finding *finding, const xmlNode *node, const char *attr);

/* Set the range of a finding: start tag, attribute value, or suppression comment (audit.c). */
void vml_finding_locate(vml_doc *doc, vml_finding *finding);

/* Sort findings by location, then rule, then message (audit.c). */
void vml_findings_sort(vml_finding **findings, size_t n);

/*
 * Set result->findings to the active findings of result->all, and result->hidden to those that are
 * suppressed or in the baseline; omit findings below result->shown (audit.c). Both arrays are in
 * the arena. show_all: put the suppressed and baselined findings in result->findings, too
 */
void vml_findings_partition(vml_arena *arena, vml_result *result, bool show_all);

#endif
