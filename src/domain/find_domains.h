/* Search for the domain definitions of a document. */
#ifndef VML_FIND_DOMAINS_H
#define VML_FIND_DOMAINS_H

#include "doc.h"

/*
 * Find the domain definitions in a document: its root element, or elements inside a wrapper
 * (domainsnapshot, domstatus or any other root), up to three levels deep.
 *
 * ret_n: the number of domains
 * ret_why: if there are none, a message with the reason, in the arena; else NULL
 * Returns an array in the document's arena; NULL if there are none.
 */
xmlNode **vml_find_domains(vml_doc *doc, size_t *ret_n, const char **ret_why);

/*
 * Return true for files of libvirt's own (snapshot, status, checkpoint, backup). They are never
 * fixed: other parts refer to the domain, as a snapshot's list of disks does to its targets.
 */
bool vml_is_record(const vml_doc *doc);

#endif
