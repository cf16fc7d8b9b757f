/* Files that the build puts into the program. */
#ifndef VML_EMBEDDED_H
#define VML_EMBEDDED_H

#include <stddef.h>

typedef struct vml_embedded {
	const char *id; /* NULL ends a table */
	const char *bytes;
	size_t len;
} vml_embedded;

/* src/cli/completion.*: the id is the name of the shell. Made by src/cli/embed.cmake. */
extern const vml_embedded vml_shells[];

#endif
