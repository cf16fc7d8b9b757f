/* Secrets in a document's bytes: passwords of displays, cookies of network disks. */
#ifndef VML_SECRETS_H
#define VML_SECRETS_H

#include "doc.h"

/* Stands for each byte of a secret; XML itself cannot hold it. Reports print a run as ***. */
#define VML_SECRET '\1'

/*
 * Blot secrets out of a text in place, byte for byte, so that places stay as they are:
 * the values of passwd, password, passphrase, secret and token, be they attributes, parts of
 * an argument ("password=...", "data=" behind "secret,"), of JSON, or the value of a variable
 * of that name; and what is within <cookie>. Well-formed or not.
 */
void vml_mask_secrets(char *bytes, size_t len);

/*
 * The bytes of the document's slice as reports may show them, as long as the document
 * lives. The slice itself where it has no secrets.
 */
const char *vml_doc_shown(vml_doc *doc);

#endif
