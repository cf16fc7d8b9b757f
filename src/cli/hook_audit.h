/* Audit for the hook, run in a child process because it may crash or hang. */
#ifndef VML_HOOK_AUDIT_H
#define VML_HOOK_AUDIT_H

#include <stddef.h>

enum {
	VML_HOOK_LINES = 10, /* most lines in a reply */
	VML_HOOK_LINE = 400  /* most bytes in a line, without its digit and newline */
};

/* Result of an audit: lines for a log, each with its severity as a digit before it. */
typedef struct vml_hook_reply {
	char text[VML_HOOK_LINES * (VML_HOOK_LINE + 2) + 1]; /* NUL-terminated */
	size_t len;					     /* bytes, without the NUL */
} vml_hook_reply;

/* Takes the place of the digit in a line that explains why nothing was audited. */
#define VML_HOOK_TROUBLE 'x'

/*
 * Audit XML and return the findings as at most VML_HOOK_LINES lines, highest severity first;
 * if there are more findings, the last line is their number. Ends the process if it runs out of
 * memory.
 *
 * guest: name of the guest, as libvirt passes it
 * config: path of a configuration file; NULL: /etc/vmlint.ini, if it exists
 * xml, len: the XML, NUL-terminated
 * ret: the findings, or a line that explains why nothing was audited
 */
void vml_hook_audit(
	const char *guest, const char *config, const char *xml, size_t len, vml_hook_reply *ret);

/* Set *ret to one line: the guest was not audited, for the reason `why`. */
void vml_hook_trouble(const char *guest, const char *why, vml_hook_reply *ret);

#endif
