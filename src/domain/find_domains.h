/* Search for the domain definitions of a document. */
#ifndef VML_FIND_DOMAINS_H
#define VML_FIND_DOMAINS_H

#include "doc.h"

/*
 * Find the domain definitions in a document: its root element, or elements in a wrapper
 * (domainsnapshot, domstatus or any other root), up to three levels deep.
 *
 * ret_n: set to the number of domains
 * ret_why: set to NULL; if there are no domains, to a message with the reason, in the arena
 *
 * Returns an array in the document's arena; NULL if there are none.
 */
xmlNode **vml_find_domains(vml_doc *doc, size_t *ret_n, const char **ret_why);

/*
 * Return true for files of libvirt itself (snapshot, status, checkpoint, backup). They are never
 * fixed, because other parts of the file depend on the domain: a snapshot has a list of disks that
 * refers to the targets of the domain's disks.
 */
bool vml_is_record(const vml_doc *doc);

#endif
