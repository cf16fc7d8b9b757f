/* Keys of findings: distinction of a domain that is on several hosts. */
#ifndef VML_KEY_H
#define VML_KEY_H

#include "doc.h"

#include <vmlint/audit.h>

/*
 * Make the keys and fingerprints of all findings of a document include a host, because the same
 * domain is on another host of the run, too. Call it before keys are computed.
 */
void vml_key_add_host(vml_doc *doc, const vml_result *result, const char *host);

#endif
