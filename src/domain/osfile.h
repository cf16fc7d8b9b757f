/* Files of osinfo-db: description of one operating system, without inherited values. */
#ifndef VML_OSFILE_H
#define VML_OSFILE_H

#include "arena.h"
#include "buffer.h"

#include <vmlint/rule.h>

/*
 * List of related systems: ids that this one clones, upgrades or derives from. In reverse file
 * order, as in libosinfo.
 */
typedef struct vml_oslink {
	struct vml_oslink *next;
	const char *id; /* full libosinfo id */
} vml_oslink;

/* Number of devices in osinfo-db that imply a driver. */
enum { VML_OSFILE_DEVICES = 25 };

/* Content of the files of one system, without inherited values. Strings are in the arena. */
typedef struct vml_osfile {
	struct vml_osfile *next;
	const char *id;
	const char *name, *family, *distro, *version, *released; /* NULL if not set */
	vml_oslink *derives, *clones;
	/* VML_YES: listed; VML_NO: listed as unsupported; VML_UNKNOWN: not listed */
	vml_tristate devices[VML_OSFILE_DEVICES];
	bool there;	   /* at least one file of the system was read */
	unsigned int walk; /* number of the last walk (vml_osinfo.walk) that visited this system */
} vml_osfile;

/*
 * Return the drivers that a device implies: a set of 1 << VML_DRIVER_*. device: index in
 * vml_osfile.devices
 */
unsigned int vml_osfile_drivers(size_t device);

/*
 * Read a file into `ret`, which is emptied first; the caller frees the buffer, also after an error.
 * A NUL follows the content; ret->len does not include it.
 *
 * Returns false if the file cannot be read, is empty, is not a regular file, or is larger than 4
 * MiB.
 */
bool vml_osfile_bytes(const char *path, vml_buffer *ret);

/*
 * Add to *os what a file contains on the system with the id os->id. Values override those of files
 * that were read before; related systems and devices are added to those already in *os. Strings are
 * allocated in the arena.
 *
 * Returns false, with *os unchanged, if the file cannot be read, is not well-formed XML, or does
 * not describe that system.
 */
bool vml_osfile_read(vml_arena *arena, const char *path, vml_osfile *os);

#endif
