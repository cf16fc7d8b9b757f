/* Audit for libvirt's qemu hook, run in a child process because it may crash or hang. */
#ifndef VML_HOOK_AUDIT_H
#define VML_HOOK_AUDIT_H

#include <stddef.h>

enum {
	VML_HOOK_LINES = 10, /* limit on the lines of a reply */
	VML_HOOK_LINE = 400  /* limit on the bytes of a line, without its digit and newline */
};

/* Result of an audit: lines for syslog. Each begins with a digit, the vml_severity of a finding. */
typedef struct vml_hook_reply {
	char text[VML_HOOK_LINES * (VML_HOOK_LINE + 2) + 1]; /* NUL-terminated */
	size_t len;					     /* bytes, without the NUL */
} vml_hook_reply;

/* First character, instead of the digit, of a line that reports why nothing was audited. */
#define VML_HOOK_TROUBLE 'x'

/* Request for an audit; all pointers are borrowed. */
typedef struct vml_hook_request {
	const char *guest;  /* name of the guest, as libvirt passes it */
	const char *config; /* path of a configuration file; NULL: /etc/vmlint.ini, if it exists */
	const char *host;   /* path of a host profile; NULL: those of the configuration */
	const char *xml;    /* NUL-terminated */
	size_t len;
} vml_hook_request;

/*
 * Audit XML. Ends the process if memory runs out.
 *
 * ret: set to the findings, highest severity first, as at most VML_HOOK_LINES lines; the last line
 * may be the number of further findings. If nothing could be audited: one line with the reason
 */
void vml_hook_audit(const vml_hook_request *request, vml_hook_reply *ret);

/* Set *ret to a line which reports that the guest was not audited. why: the reason. */
void vml_hook_trouble(const char *guest, const char *why, vml_hook_reply *ret);

#endif
