/* The audit that a hook asks for: in a process of its own, for whatever may befall it there. */
#ifndef VML_HOOK_AUDIT_H
#define VML_HOOK_AUDIT_H

#include <stddef.h>

enum { VML_HOOK_LINES = 10, VML_HOOK_LINE = 400 };

/* What an audit came to: lines for logs, each with its severity as a digit before it. */
typedef struct vml_hook_reply {
	char text[VML_HOOK_LINES * (VML_HOOK_LINE + 2) + 1];
	size_t len;
} vml_hook_reply;

/* The digit of a line that says why nothing was audited. */
#define VML_HOOK_TROUBLE 'x'

/*
 * Audit XML and give the findings as at most VML_HOOK_LINES lines, the severest first; the
 * last one counts those that have none. May end the process instead.
 *
 * guest: its name, as libvirt has it
 * config: a configuration's file; NULL: the system's, if there is one
 */
void vml_hook_audit(
	const char *guest, const char *config, const char *xml, size_t len, vml_hook_reply *ret);

/* Make a reply of one line of trouble. */
void vml_hook_trouble(const char *guest, const char *why, vml_hook_reply *ret);

#endif
