/* Guest operating systems: name, family and driver support, from osinfo-db. */
#ifndef VML_GUEST_H
#define VML_GUEST_H

#include <vmlint/rule.h>

/* One operating system. Strings are never freed. */
typedef struct vml_guest {
	const char *id; /* the libosinfo id passed to vml_guest_lookup() */
	/* "http://debian.org/debian/12", also if `id` is a short id; `id` itself if unknown */
	const char *full_id;
	const char *name;   /* such as "Debian 12"; "" if unknown */
	const char *family; /* libosinfo's: "linux", "winnt" ...; "" if unknown */
	bool known;	    /* osinfo-db or the built-in table has the system */
	bool windows_server;
	unsigned int windows_nt; /* NT version, major * 10 + minor; 0 if not Windows NT */
	vml_tristate drives[VML_DRIVER_COUNT]; /* whether the system includes each driver */
} vml_guest;

/*
 * Look up an operating system.
 *
 * id: a libosinfo id ("http://debian.org/debian/12") or short id ("debian12"), or ""
 *
 * Reads the files of osinfo-db that it needs once per process, from libosinfo's directories
 * (OSINFO_SYSTEM_DIR, OSINFO_LOCAL_DIR, OSINFO_USER_DIR). Thread-safe. Does not fail: without
 * osinfo-db, the result has only what the id implies (vendor, Windows version).
 *
 * Returns a record that is never freed; never NULL.
 */
const vml_guest *vml_guest_lookup(const char *id);

#endif
