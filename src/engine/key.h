/* Keys of findings (vml_key): addition of the host, if several hosts have a domain with one id. */
#ifndef VML_KEY_H
#define VML_KEY_H

#include "doc.h"

#include <vmlint/audit.h>

/*
 * Append "@HOST" to the ids of the domains of a document, because another host of the run has a
 * domain with the same id. Keys and fingerprints of findings contain the id: call this before they
 * are computed.
 */
void vml_key_add_host(vml_doc *doc, const vml_result *result, const char *host);

#endif
