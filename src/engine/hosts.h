/* Rules that need facts of hosts: which apply, and one check per host. */
#ifndef VML_HOSTS_H
#define VML_HOSTS_H

#include "context.h"
#include "select.h"

/* The hosts that shall run the domains of a document; borrowed. */
typedef struct vml_hosts {
	const vml_host *const *list;
	size_t n;
} vml_hosts;

/* Return the host of the document's connection, else those of the selection. */
vml_hosts vml_hosts_for(const vml_doc *doc, const vml_selection *selection);

/*
 * Return the target of the hosts: of the one with the oldest libvirt. NULL if no host has known
 * versions.
 */
const vml_target *vml_hosts_target(const vml_hosts *hosts);

/*
 * Return why a rule does not run on all hosts, for a domain to which it applies: "needs the
 * networks of the host"; NULL if each host has the facts of its gates.
 *
 * ret_any: set to whether it runs on some host
 */
const char *vml_hosts_lack(
	const vml_hosts *hosts, const vml_rule *rule, vml_arena *arena, bool *ret_any);

/*
 * Check a node by the current rule, once per host that has the facts of its gates. Findings that
 * several hosts have in common are merged; with several hosts, each message ends with the names
 * of its hosts.
 */
void vml_hosts_check(const vml_hosts *hosts, vml_context *ctx, xmlNode *node);

#endif
