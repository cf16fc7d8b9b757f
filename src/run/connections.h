/* Audit of libvirt connections. */
#ifndef VML_CONNECTIONS_H
#define VML_CONNECTIONS_H

#include "session.h"

/*
 * Audit the domains of a connection that match the operands, or all if there are no operands,
 * and report on them. Errors are reported as those of an input.
 *
 * uri: libvirt URI; "" selects libvirt's default
 */
void vml_audit_connection(vml_session *session, const char *uri);

#endif
