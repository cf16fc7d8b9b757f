/* Drivers that guest operating systems include, but osinfo-db does not list. */
#ifndef VML_GUEST_DRIVERS_H
#define VML_GUEST_DRIVERS_H

#include "arena.h"
#include "osinfo.h"

#include <vmlint/rule.h>

/* A date (yyyymmdd) after all others. */
enum { VML_DATE_NEVER = 99999999 };

/*
 * Return the latest possible date (yyyymmdd) of the kernel in a release of an operating system: the
 * release date in osinfo-db or, if the distribution keeps one kernel version for all releases of a
 * major version (series[]), the end of the year of the first of these releases. If osinfo-db has no
 * date, returns VML_DATE_NEVER - 1, which is after all real dates.
 *
 * arena: for temporary strings
 */
unsigned int vml_kernel_date(vml_arena *arena, const vml_os *os);

/*
 * Return whether a system includes a driver that osinfo-db does not list for this system.
 *
 * family: libosinfo's family of the system
 * date: date of the system's kernel, see vml_kernel_date()
 * newer: the system is newer than all versions of it in osinfo-db
 *
 * Returns VML_UNKNOWN if not all systems of this family and date agree, or if nothing is known.
 */
vml_tristate vml_driver_unlisted(
	const char *family, vml_driver driver, unsigned int date, bool newer);

/* Return whether a version of Windows includes a driver. nt: major * 10 + minor; 0 if unknown */
vml_tristate vml_driver_in_windows(vml_driver driver, unsigned int nt);

#endif
