/* Masking of secrets in a document's bytes: passwords of displays, cookies of network disks. */
#ifndef VML_SECRETS_H
#define VML_SECRETS_H

#include "doc.h"

/*
 * Replaces each byte of a secret. XML cannot contain this byte; reports print each sequence of it
 * as ***.
 */
#define VML_SECRET '\1'

/*
 * Replace secrets by VML_SECRET in place, byte by byte, so that offsets stay valid. The bytes need
 * not be well-formed XML. Secrets are the content of <cookie>, and each VALUE whose NAME ends with
 * passwd, password, passphrase, secret or token, or is "data" near the word "secret":
 * - NAME=VALUE, as an attribute or as a part of an argument
 * - "NAME": VALUE in JSON
 * - value='VALUE' in a tag with name='NAME'
 */
void vml_mask_secrets(char *bytes, size_t len);

/*
 * Return the bytes of the document's slice with secrets masked, for reports: the slice itself if it
 * contains no secrets, else a copy. Valid as long as the document.
 */
const char *vml_doc_shown(vml_doc *doc);

/* Same as vml_doc_shown(), for the bytes of the document's source (vml_doc_source()). */
const char *vml_source_shown(vml_doc *doc);

#endif
