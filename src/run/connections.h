/* Audit of libvirt connections. */
#ifndef VML_CONNECTIONS_H
#define VML_CONNECTIONS_H

#include "session.h"

/*
 * Audit the domains of all connections in the settings: those that match an operand; without
 * operands, all. The connections are read at the same time, but reported in their order. Errors are
 * reported as errors of an input.
 */
void vml_audit_connections(vml_session *session);

#endif
