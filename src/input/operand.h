/* How an operand names a domain of a connection. */
#ifndef VML_OPERAND_H
#define VML_OPERAND_H

#include <libvirt/libvirt.h>

#include <stdbool.h>

/* The ways, the most exact first. */
typedef enum vml_way { VML_BY_ID, VML_BY_UUID, VML_BY_NAME, VML_BY_PATTERN, VML_N_WAYS } vml_way;

/* What libvirt calls a domain. */
typedef struct vml_identity {
	char *name;
	unsigned char uuid[VIR_UUID_BUFLEN];
	unsigned int id; /* as virDomainGetID() says: while it runs, else (unsigned int)-1 */
} vml_identity;

/* Whether the operand names the domain in that way. */
bool vml_operand_names(const char *operand, vml_way way, const vml_identity *domain);

#endif
