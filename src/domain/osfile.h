/* Files of osinfo-db: description of one operating system, without inherited values. */
#ifndef VML_OSFILE_H
#define VML_OSFILE_H

#include "arena.h"
#include "buffer.h"

#include <vmlint/rule.h>

/* List of related systems, in reverse file order, as in libosinfo. */
typedef struct vml_oslink {
	struct vml_oslink *next;
	const char *id; /* full libosinfo id */
} vml_oslink;

/* Number of osinfo-db devices that imply a driver. */
enum { VML_OSFILE_DEVICES = 25 };

/* Contents of one system's files. Strings are in the arena. */
typedef struct vml_osfile {
	struct vml_osfile *next;
	const char *id;
	const char *name, *family, *distro, *version, *released; /* NULL if not set */
	vml_oslink *derives, *clones;
	/* VML_YES: listed; VML_NO: listed as unsupported; VML_UNKNOWN: not listed */
	vml_tristate devices[VML_OSFILE_DEVICES];
	bool there;	   /* at least one file of the OS was read */
	unsigned int walk; /* number of the last walk along the relations that visited it */
} vml_osfile;

/* Return the drivers that devices[device] implies, as a set of 1 << VML_DRIVER_*. */
unsigned int vml_osfile_drivers(size_t device);

/*
 * Replace the content of `ret` by that of a file, with a NUL after it; the caller frees it.
 *
 * Returns false if the file cannot be read, is empty, not regular, or larger than 4 MiB.
 */
bool vml_osfile_bytes(const char *path, vml_buffer *ret);

/*
 * Add to *os a file's description of the system with the id os->id. Values replace those of a
 * file read before; links and devices are added. Strings are allocated in the arena.
 *
 * Returns false, with *os unchanged, if the file cannot be read, is not well-formed XML, or
 * does not describe that system.
 */
bool vml_osfile_read(vml_arena *arena, const char *path, vml_osfile *os);

#endif
