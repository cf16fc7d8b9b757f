/* Reader of git objects: one git process for all of them. */
#ifndef VML_OBJECTS_H
#define VML_OBJECTS_H

#include "buffer.h"

/* A running git process that returns the content of objects. */
typedef struct vml_objects vml_objects;

/* Result of vml_objects_get(). */
typedef enum vml_object_status {
	VML_OBJECT_CONTENT, /* *ret is the content */
	VML_OBJECT_NONE,    /* the repository does not have the object, or it is over 256 MiB */
	VML_OBJECT_LOST	    /* the git process has failed; all further calls return this */
} vml_object_status;

/*
 * Start a git process in the working directory.
 *
 * set: additional environment variables, "NAME=value"; terminated by NULL
 *
 * Returns a handle, never NULL, which the caller frees with vml_objects_close(). If git cannot be
 * started, vml_objects_get() returns VML_OBJECT_LOST.
 */
vml_objects *vml_objects_open(const char *const *set);

/*
 * Read the content of an object.
 *
 * hash: name of the object, lowercase hexadecimal digits; text after the digits is ignored
 * ret: an empty buffer; for VML_OBJECT_CONTENT, set to the content, which the caller frees; else
 * left empty
 */
vml_object_status vml_objects_get(vml_objects *objects, const char *hash, vml_buffer *ret);

/* End the git process, wait for it and free the handle; NULL is allowed. */
void vml_objects_close(vml_objects *objects);

#endif
