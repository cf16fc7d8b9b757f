/* Origin of a document: the input and the host it comes from. */
#ifndef VML_ORIGIN_H
#define VML_ORIGIN_H

#include <stdbool.h>

typedef enum vml_input_kind { VML_INPUT_FILE, VML_INPUT_STDIN, VML_INPUT_LIVE } vml_input_kind;

/* Origin of a document; all strings are borrowed. */
typedef struct vml_origin {
	const char *name; /* name of the file or connection */
	vml_input_kind kind;
	const char *host;  /* identifies the host; NULL if unknown */
	const char *label; /* name of the host in reports; NULL for files */
	bool idle; /* libvirt reports that the domains neither run nor start with the host */
} vml_origin;

#endif
