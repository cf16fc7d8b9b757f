/* What a guest operating system drives, by osinfo-db. */
#ifndef VML_GUEST_H
#define VML_GUEST_H

#include <vmlint/rule.h>

/* What is known of one operating system; const once made. */
typedef struct vml_guest {
	const char *id;	    /* the libosinfo id as asked for, "" where there was none */
	const char *name;   /* "Debian 12"; "" where unknown */
	const char *family; /* libosinfo's: "linux", "winnt" ...; "" where unknown */
	bool known;	    /* osinfo-db has it, or what its id says suffices */
	bool windows_server;
	unsigned int windows_nt;	       /* major * 10 + minor; 0 where it is none */
	vml_tristate drives[VML_DRIVER_COUNT]; /* what it brings drivers for */
} vml_guest;

/*
 * What is known of an operating system.
 *
 * id: a libosinfo id ("http://debian.org/debian/12") or short id ("debian12"); "" allowed
 *
 * Reads the files of osinfo-db that it needs and no others, once a process; honours
 * OSINFO_SYSTEM_DIR, OSINFO_LOCAL_DIR and OSINFO_USER_DIR as libosinfo does. Safe to
 * call from several threads. Never fails: without osinfo-db what the id itself says
 * (its vendor, a Windows version) is all that is known.
 *
 * Returns a record that lives as long as the process; never NULL.
 */
const vml_guest *vml_guest_lookup(const char *id);

#endif
