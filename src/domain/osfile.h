/* One operating system of osinfo-db as its own files describe it. */
#ifndef VML_OSFILE_H
#define VML_OSFILE_H

#include "arena.h"
#include "buffer.h"

#include <vmlint/rule.h>

/* A relation to another system; the last one in the file comes first, as in libosinfo. */
typedef struct vml_oslink {
	struct vml_oslink *next;
	const char *id;
} vml_oslink;

/* How many devices of osinfo-db tell of a driver. */
enum { VML_OSFILE_DEVICES = 25 };

/* What the files of one system say, without what it inherits. */
typedef struct vml_osfile {
	struct vml_osfile *next;
	const char *id;
	const char *name, *family, *distro, *version, *released; /* NULL where not said */
	vml_oslink *derives, *clones;
	/* VML_YES: listed; VML_NO: listed as unsupported; VML_UNKNOWN: not spoken of */
	vml_tristate devices[VML_OSFILE_DEVICES];
	bool there;	   /* a file was read */
	unsigned int walk; /* mark of whoever walks along the relations */
} vml_osfile;

/* The drivers, as a set of 1 << VML_DRIVER_*, that support for a device means. */
unsigned int vml_osfile_drivers(size_t device);

/* Replace the content of `ret` by that of a regular file of a sensible size. */
bool vml_osfile_bytes(const char *path, vml_buffer *ret);

/*
 * Add to *os what a file says of the system with the id os->id. Texts replace those of a
 * file read before. Strings go to the arena.
 *
 * Returns false where the file is absent, no well-formed XML, or speaks of another
 * system; *os is then untouched.
 */
bool vml_osfile_read(vml_arena *arena, const char *path, vml_osfile *os);

#endif
