/* The domains of live connections. */
#ifndef VML_CONNECTIONS_H
#define VML_CONNECTIONS_H

#include "session.h"

/* Audit the domains of a connection that the operands name, all where there are none. */
void vml_audit_connection(vml_session *session, const char *uri);

#endif
