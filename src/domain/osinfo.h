/* Lookup in osinfo-db: operating systems with inherited values. Reads only the needed files. */
#ifndef VML_OSINFO_H
#define VML_OSINFO_H

#include <vmlint/rule.h>

/* An open database, with a cache of the files read so far. Not thread-safe. */
typedef struct vml_osinfo vml_osinfo;

/* An operating system with inherited values. Strings are owned by the database. */
typedef struct vml_os {
	const char *id;	    /* full id, also if looked up by short id */
	const char *name;   /* without translation; this and the next three are "" if not set */
	const char *family; /* its own family, else the inherited one */
	const char *distro;
	const char *version;
	/* yyyymmdd: its own release date, else the inherited one; 0 if not set */
	unsigned int released;
	/* VML_YES: listed; VML_NO: listed as unsupported; VML_UNKNOWN: not listed */
	vml_tristate lists[VML_DRIVER_COUNT];
} vml_os;

/*
 * Open the database. No file is read yet. The directories are those of libosinfo, from the
 * environment or by default: OSINFO_USER_DIR ($XDG_CONFIG_HOME/osinfo), OSINFO_LOCAL_DIR
 * (/etc/osinfo) and OSINFO_SYSTEM_DIR (/usr/share/osinfo).
 *
 * Returns a database, which is empty if no directory exists; the caller frees it with
 * vml_osinfo_close().
 */
vml_osinfo *vml_osinfo_open(void);

/* Free the database and all strings that it returned. NULL is allowed. */
void vml_osinfo_close(vml_osinfo *db);

/*
 * Find an operating system by its id, or by its short id if `id` has no "://".
 *
 * Returns false, with *ret unchanged, if there is none or its file is not well-formed XML.
 */
bool vml_osinfo_find(vml_osinfo *db, const char *id, vml_os *ret);

/*
 * Find the newest version of the same product that is older than `id`: 11 for
 * "http://debian.org/debian/12", 2k22 for ".../win/2k25". `id` itself need not be in the database.
 *
 * ret_newest: set to whether the database has no version newer than `id`; unchanged if `id` does
 * not end in a number
 *
 * Returns false, with *ret unchanged, if there is no older version or `id` does not end in a
 * number.
 */
bool vml_osinfo_find_older(vml_osinfo *db, const char *id, vml_os *ret, bool *ret_newest);

/*
 * Return the number at the end of an id: "12" in "http://debian.org/debian/12", "25" in
 * ".../win/2k25", "9.1" in "rhel9.1".
 *
 * Returns a pointer into `id`; to its terminating NUL if there is no number.
 */
const char *vml_osinfo_number(const char *id);

#endif
