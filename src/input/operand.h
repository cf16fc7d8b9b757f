/* Matching of operands with the domains of a connection. */
#ifndef VML_OPERAND_H
#define VML_OPERAND_H

#include <libvirt/libvirt.h>

#include <stdbool.h>

/* Ways to interpret an operand, the most specific one first. */
typedef enum vml_way { VML_BY_ID, VML_BY_UUID, VML_BY_NAME, VML_BY_PATTERN, VML_N_WAYS } vml_way;

/* Name, UUID and ID of a domain. */
typedef struct vml_identity {
	char *name; /* owned */
	unsigned char uuid[VIR_UUID_BUFLEN];
	unsigned int id; /* result of virDomainGetID(); (unsigned int)-1 if not running */
} vml_identity;

/* Return true if `operand`, interpreted in the given way, matches the domain. */
bool vml_operand_names(const char *operand, vml_way way, const vml_identity *domain);

#endif
