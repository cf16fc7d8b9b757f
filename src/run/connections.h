/* Audit of libvirt connections. */
#ifndef VML_CONNECTIONS_H
#define VML_CONNECTIONS_H

#include "session.h"

/*
 * Audit the domains of all connections in the settings: if there are operands, the domains that
 * match one of them; else all domains. The connections are read at the same time, but reported in
 * the order of the settings. Errors are reported as errors of the input, which is the connection.
 */
void vml_audit_connections(vml_session *session);

#endif
