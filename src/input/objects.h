/* Contents of git objects, all through one process. */
#ifndef VML_OBJECTS_H
#define VML_OBJECTS_H

#include "buffer.h"

typedef struct vml_objects vml_objects;

/* What vml_objects_get() came to. */
typedef enum vml_object_status {
	VML_OBJECT_CONTENT, /* *ret holds it */
	VML_OBJECT_NONE,    /* the repository lacks it, or it is beyond 256 MiB */
	VML_OBJECT_LOST	    /* git is gone, and every further call says so */
} vml_object_status;

/*
 * Start a git that hands out objects.
 *
 * set: variables of its environment, "NAME=value"; ends with NULL
 */
vml_objects *vml_objects_open(const char *const *set);

/*
 * The content of an object.
 *
 * hash: its name in hexadecimal digits; whatever follows them is not looked at
 * ret: an empty buffer; filled in for VML_OBJECT_CONTENT and then the caller's to release
 */
vml_object_status vml_objects_get(vml_objects *objects, const char *hash, vml_buffer *ret);

/* Release the handle and wait for git's end; NULL is allowed. */
void vml_objects_close(vml_objects *objects);

#endif
