/* Drivers that guest operating systems include, but osinfo-db does not list. */
#include "guest_drivers.h"

#include <stdlib.h>
#include <string.h>

#define BIT(driver) (1U << VML_DRIVER_##driver)
#define N(table) (sizeof(table) / sizeof(*(table)))

#define VIRTIO_OLD                                                                  \
	(BIT(VIRTIO_NET) | BIT(VIRTIO_BLOCK) | BIT(VIRTIO_SCSI) | BIT(VIRTIO_RNG) | \
		BIT(VIRTIO_CONSOLE))

enum { ALWAYS = 0, NEVER = VML_DATE_NEVER };

/*
 * First NT version that includes each driver, as major * 10 + minor. The rows for E1000, E1000E and
 * XHCI agree with osinfo-db; msahci (AHCI) was added in Vista, USB tablets in Windows 2000. No
 * version includes virtio drivers.
 */
static const struct {
	vml_driver driver;
	unsigned int nt;
} windows_drivers[] = {
	{ VML_DRIVER_E1000, 51 },
	{ VML_DRIVER_E1000E, 61 },
	{ VML_DRIVER_AHCI, 60 },
	{ VML_DRIVER_XHCI, 62 },
	{ VML_DRIVER_USB_TABLET, 50 },
};

/*
 * Support for drivers that osinfo-db does not list. For systems other than Windows it lists few
 * emulated devices. Some releases with a virtio driver lack it in osinfo-db (Ubuntu has SCSI from
 * 17.04 on), and for FreeBSD only network and disk are listed.
 *
 * Releases of `family` before the date `since` lack the drivers; releases from `sure` on have them;
 * for releases in between, it is unknown. `sure` is NEVER: unknown for all releases from `since`
 * on. A virtio driver without a row is missing in all releases.
 *
 * Linux: `since` is the release date of the first kernel with the driver (2.6.24, 2.6.26, 3.4, 4.0,
 * 4.2, 5.4, 2.6.31 for xHCI) plus the time that distributions need to adopt it; `sure`, set for
 * emulated devices only, is years later. BSDs: HISTORY in virtio(4), virtio_scsi(4), viornd(4),
 * viocon(4), em(4), wm(4), ahci(4), ahcisata(4) and xhci(4), and whether the stock kernel includes
 * or loads the driver.
 */
static const struct {
	const char *family;
	unsigned int drivers;
	unsigned int since, sure; /* yyyymmdd */
} unlisted[] = {
	{ "linux", BIT(VIRTIO_NET) | BIT(VIRTIO_BLOCK), 20080124, NEVER },
	{ "linux", BIT(VIRTIO_RNG) | BIT(VIRTIO_CONSOLE), 20080713, NEVER },
	{ "linux", BIT(VIRTIO_SCSI), 20120520, NEVER },
	{ "linux", BIT(VIRTIO_1_0), 20151001, NEVER },
	{ "linux", BIT(VIRTIO_GPU), 20160301, NEVER },
	{ "linux", BIT(VIRTIO_FS), 20191124, NEVER },
	{ "linux", BIT(E1000), 20000101, 20040101 },
	{ "linux", BIT(E1000E), 20050101, 20120101 },
	{ "linux", BIT(AHCI), 20030101, 20070101 },
	{ "linux", BIT(XHCI), 20090909, 20120101 },
	{ "linux", BIT(USB_TABLET), 20000101, 20060101 },
	{ "freebsd", BIT(VIRTIO_SCSI), 20140101, 20140101 },
	{ "freebsd", BIT(VIRTIO_RNG), 20140101, 20210401 },
	{ "freebsd", BIT(VIRTIO_CONSOLE), 20140101, NEVER },
	{ "freebsd", BIT(VIRTIO_1_0), 20210101, NEVER },
	{ "freebsd", BIT(VIRTIO_GPU), 20230101, NEVER },
	{ "freebsd", BIT(E1000), ALWAYS, 20050101 },
	{ "freebsd", BIT(E1000E) | BIT(AHCI), ALWAYS, 20120101 },
	{ "freebsd", BIT(XHCI), 20100901, 20130101 },
	{ "openbsd", BIT(VIRTIO_SCSI) | BIT(VIRTIO_RNG), 20130501, 20150101 },
	{ "openbsd", BIT(VIRTIO_CONSOLE), 20160301, NEVER },
	{ "openbsd", BIT(VIRTIO_1_0), 20180101, NEVER },
	{ "openbsd", BIT(VIRTIO_GPU), 20230101, NEVER },
	{ "openbsd", BIT(E1000), ALWAYS, 20050101 },
	{ "openbsd", BIT(AHCI), ALWAYS, 20100101 },
	{ "openbsd", BIT(XHCI), 20140101, 20170101 },
	{ "netbsd", VIRTIO_OLD, 20121001, NEVER },
	{ "netbsd", BIT(VIRTIO_1_0), 20200101, NEVER },
	{ "netbsd", BIT(E1000), ALWAYS, 20050101 },
	{ "netbsd", BIT(AHCI), ALWAYS, 20120101 },
	{ "netbsd", BIT(XHCI), 20140101, 20200101 },
	{ "dragonflybsd", VIRTIO_OLD, 20121001, NEVER },
	{ "haiku", VIRTIO_OLD, 20180901, NEVER },
	{ "solaris", VIRTIO_OLD, 20180801, NEVER },
	{ "darwin", VIRTIO_OLD | BIT(VIRTIO_1_0) | BIT(VIRTIO_GPU), 20180901, NEVER },
	{ "hurd", VIRTIO_OLD | BIT(VIRTIO_1_0), ALWAYS, NEVER },
};

/*
 * Distributions that keep one kernel version for all releases of a major version. year: year of the
 * first of these releases
 */
static const struct {
	const char *distros;
	unsigned int major, year;
} series[] = {
	{ "|rhel|centos|ol|oel|scientificlinux|", 3, 2003 },
	{ "|rhel|centos|ol|oel|scientificlinux|", 4, 2005 },
	{ "|rhel|centos|ol|oel|scientificlinux|asianux|", 5, 2007 },
	{ "|rhel|centos|ol|oel|scientificlinux|", 6, 2010 },
	{ "|rhel|centos|ol|oel|scientificlinux|asianux|", 7, 2014 },
	{ "|asianux|", 3, 2007 },
	{ "|asianux|", 4, 2010 },
	{ "|sles|sled|", 10, 2006 },
	{ "|sles|sled|", 11, 2009 },
	{ "|sles|sled|", 12, 2014 },
};

unsigned int vml_kernel_date(vml_arena *arena, const vml_os *os)
{
	unsigned long major = strtoul(os->version, NULL, 10);
	const char *distro = vml_arena_printf(arena, "|%s|", os->distro);

	for (size_t i = 0; i < N(series); i++)
		if (series[i].major == major && strstr(series[i].distros, distro))
			return series[i].year * 10000 + 1231;
	return os->released ? os->released : NEVER - 1;
}

vml_tristate vml_driver_unlisted(
	const char *family, vml_driver driver, unsigned int date, bool newer)
{
	bool virtio = driver <= VML_DRIVER_VIRTIO_1_0;
	bool dos = !strcmp(family, "msdos") || !strcmp(family, "win16") || !strcmp(family, "win9x");

	for (size_t i = 0; i < N(unlisted); i++)
		if (!strcmp(unlisted[i].family, family) && unlisted[i].drivers & 1U << driver) {
			if (date >= unlisted[i].sure)
				return VML_YES;
			return date >= unlisted[i].since ? VML_UNKNOWN : VML_NO;
		}
	if (dos)
		return driver == VML_DRIVER_USB_TABLET && !strcmp(family, "win9x") ? VML_UNKNOWN
										   : VML_NO;
	return virtio && !newer && *family ? VML_NO : VML_UNKNOWN;
}

vml_tristate vml_driver_in_windows(vml_driver driver, unsigned int nt)
{
	for (size_t i = 0; nt && i < N(windows_drivers); i++)
		if (windows_drivers[i].driver == driver)
			return nt >= windows_drivers[i].nt ? VML_YES : VML_NO;
	return driver <= VML_DRIVER_VIRTIO_1_0 ? VML_NO : VML_UNKNOWN;
}
