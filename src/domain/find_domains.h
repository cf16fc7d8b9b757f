/* Which domains a document holds. */
#ifndef VML_FIND_DOMAINS_H
#define VML_FIND_DOMAINS_H

#include "doc.h"

/*
 * The definitions of domains in a document: its root, or what a wrapper holds
 * (domainsnapshot, domstatus, any other root with domains in it).
 *
 * ret_why: where there are none: the reason, for people
 * Returns an array in the document's arena.
 */
xmlNode **vml_find_domains(vml_doc *doc, size_t *ret_n, const char **ret_why);

/*
 * Whether it is what libvirt keeps for itself, and so is never changed: other parts of it
 * refer to the domain within, such as a snapshot's list of disks to their targets.
 */
bool vml_is_record(const vml_doc *doc);

#endif
