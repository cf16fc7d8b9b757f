/*
 * Rules that need facts of hosts (include/vmlint/host.h): which of them apply, and one check per
 * host.
 */
#ifndef VML_HOSTS_H
#define VML_HOSTS_H

#include "context.h"
#include "select.h"

/* The hosts for which the domains of a document are audited; borrowed. */
typedef struct vml_hosts {
	const vml_host *const *list;
	size_t n;
} vml_hosts;

/* Return the hosts for a document: the host of its connection, else those of the selection. */
vml_hosts vml_hosts_for(const vml_doc *doc, const vml_selection *selection);

/*
 * Return the target of the host with the oldest libvirt; NULL if the versions of all hosts are
 * unknown.
 */
const vml_target *vml_hosts_target(const vml_hosts *hosts);

/*
 * Return why a rule cannot be checked for one of the hosts, such as "needs the networks of the
 * host"; NULL if each host has the facts that the rule needs. The string belongs to `arena`.
 *
 * ret_any: set to whether the rule can be checked for at least one host
 */
const char *vml_hosts_lack(
	const vml_hosts *hosts, const vml_rule *rule, vml_arena *arena, bool *ret_any);

/*
 * Check a node with the current rule, once per host that has the facts that the rule needs. Equal
 * findings of several hosts are merged. If there are several hosts, each message ends with the
 * names of the hosts that it applies to.
 */
void vml_hosts_check(const vml_hosts *hosts, vml_context *ctx, xmlNode *node);

#endif
