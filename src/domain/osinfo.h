/* Reads operating systems out of osinfo-db, as libosinfo would, a few files at a time. */
#ifndef VML_OSINFO_H
#define VML_OSINFO_H

#include <vmlint/rule.h>

/* The database: where its files are and what was read of them so far. One thread at a time. */
typedef struct vml_osinfo vml_osinfo;

/* An operating system with all that it inherits. Strings live as long as the database. */
typedef struct vml_os {
	const char *id;	    /* the full id, also where a short one was asked for */
	const char *name;   /* untranslated; this and the next three: "" where there is none */
	const char *family; /* its own, else that of what it derives from */
	const char *distro;
	const char *version;
	unsigned int released; /* yyyymmdd: its own, else of what it derives from; 0: none */
	/* VML_YES: listed; VML_NO: listed as unsupported; VML_UNKNOWN: not spoken of */
	vml_tristate lists[VML_DRIVER_COUNT];
} vml_os;

/*
 * Open the database. Reads no file yet. The folders are those of libosinfo:
 * OSINFO_SYSTEM_DIR (/usr/share/osinfo), OSINFO_LOCAL_DIR (/etc/osinfo) and
 * OSINFO_USER_DIR ($XDG_CONFIG_HOME/osinfo).
 *
 * Returns a database, be it empty; the caller gives it to vml_osinfo_close().
 */
vml_osinfo *vml_osinfo_open(void);

/* Release the database with all strings that came out of it. */
void vml_osinfo_close(vml_osinfo *db);

/*
 * Find an operating system by its id, or by its short id where `id` has no "://".
 *
 * Returns false where there is none, or where its file is no well-formed XML; *ret is
 * then untouched.
 */
bool vml_osinfo_find(vml_osinfo *db, const char *id, vml_os *ret);

/*
 * Find the newest version of the same product that is older than `id`, which the
 * database need not have: 11 for "http://debian.org/debian/12", 2k22 for ".../win/2k25".
 *
 * ret_newest: whether the database has no version beyond `id`, either
 *
 * Returns false where there is none, or where `id` does not end in a plain number; *ret
 * is then untouched.
 */
bool vml_osinfo_find_older(vml_osinfo *db, const char *id, vml_os *ret, bool *ret_newest);

/*
 * The number that an id ends in: "12" of "http://debian.org/debian/12", "25" of
 * ".../win/2k25", "9.1" of "rhel9.1".
 *
 * Returns a pointer into `id`; at its end where there is none
 */
const char *vml_osinfo_number(const char *id);

#endif
