/* Audit of libvirt connections. */
#ifndef VML_CONNECTIONS_H
#define VML_CONNECTIONS_H

#include "session.h"

/*
 * Audit the domains of all connections of the settings that match the operands, or all if there
 * are no operands. The connections are read at the same time, and reported in their order. Errors
 * are reported as those of an input.
 */
void vml_audit_connections(vml_session *session);

#endif
