/* Driver support of guest operating systems, from osinfo-db and from built-in tables. */
#include "guest.h"

#include "arena.h"
#include "osinfo.h"

#include <libxml/hash.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define BIT(driver) (1U << VML_DRIVER_##driver)
#define N(table) (sizeof(table) / sizeof(*(table)))

#define VIRTIO_OLD                                                                  \
	(BIT(VIRTIO_NET) | BIT(VIRTIO_BLOCK) | BIT(VIRTIO_SCSI) | BIT(VIRTIO_RNG) | \
		BIT(VIRTIO_CONSOLE))

enum { ALWAYS = 0, NEVER = 99999999 };

/*
 * Windows versions by short id. osinfo-db's numbers are wrong for two: it has 6.3 for 2k12 (NT 6.2)
 * and 11.0 for 11 (NT 10.0). Windows 2000, both a client and a server, is listed as a client.
 */
static const struct {
	const char *id, *name;
	unsigned int nt;
	bool server;
	const char *family;
} windows[] = {
	{ "msdos6.22", "MS-DOS 6.22", 0, false, "msdos" },
	{ "win1.0", "Windows 1.0", 0, false, "win16" },
	{ "win2.0", "Windows 2.0", 0, false, "win16" },
	{ "win2.1", "Windows 2.1", 0, false, "win16" },
	{ "win3.1", "Windows 3.1", 0, false, "win16" },
	{ "win95", "Windows 95", 0, false, "win9x" },
	{ "win98", "Windows 98", 0, false, "win9x" },
	{ "winme", "Windows Millennium Edition", 0, false, "win9x" },
	{ "winnt3.1", "Windows NT Server 3.1", 31, true, "winnt" },
	{ "winnt3.5", "Windows NT Server 3.5", 35, true, "winnt" },
	{ "winnt3.51", "Windows NT Server 3.51", 35, true, "winnt" },
	{ "winnt4.0", "Windows NT Server 4.0", 40, true, "winnt" },
	{ "win2k", "Windows 2000", 50, false, "winnt" },
	{ "winxp", "Windows XP", 51, false, "winnt" },
	{ "win2k3", "Windows Server 2003", 52, true, "winnt" },
	{ "win2k3r2", "Windows Server 2003 R2", 52, true, "winnt" },
	{ "winvista", "Windows Vista", 60, false, "winnt" },
	{ "win2k8", "Windows Server 2008", 60, true, "winnt" },
	{ "win7", "Windows 7", 61, false, "winnt" },
	{ "win2k8r2", "Windows Server 2008 R2", 61, true, "winnt" },
	{ "win8", "Windows 8", 62, false, "winnt" },
	{ "win2k12", "Windows Server 2012", 62, true, "winnt" },
	{ "win8.1", "Windows 8.1", 63, false, "winnt" },
	{ "win2k12r2", "Windows Server 2012 R2", 63, true, "winnt" },
	{ "win10", "Windows 10", 100, false, "winnt" },
	{ "win11", "Windows 11", 100, false, "winnt" },
	{ "win2k16", "Windows Server 2016", 100, true, "winnt" },
	{ "win2k19", "Windows Server 2019", 100, true, "winnt" },
	{ "win2k22", "Windows Server 2022", 100, true, "winnt" },
	{ "win2k25", "Windows Server 2025", 100, true, "winnt" },
};

/*
 * First NT version that includes each driver. The rows for E1000, E1000E and XHCI agree with
 * osinfo-db; msahci (AHCI) was added in Vista, USB tablets in Windows 2000. No version includes
 * virtio drivers.
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
 * Support for drivers that osinfo-db does not list: it lists few emulated devices outside Windows,
 * and virtio late (Ubuntu's SCSI from 17.04) or in part (FreeBSD's network and disk).
 *
 * Releases of `family` before `since` lack the drivers, those from `sure` on have them; in between
 * it is unknown. A virtio driver without a row is missing in all releases.
 *
 * Linux: `since` is the release date of the first kernel with the driver (2.6.24, 2.6.26, 3.4, 4.0,
 * 4.2, 5.4, 2.6.31 for xHCI) plus the time that distributions need to adopt it; `sure` is years
 * later. BSDs: HISTORY in virtio(4), virtio_scsi(4), viornd(4), viocon(4), em(4), wm(4), ahci(4),
 * ahcisata(4) and xhci(4), and whether the stock kernel includes or loads the driver.
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
 * Distributions that keep one kernel version for all releases of a major version. year: of the
 * first of them.
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

/* Families by prefix of the id; used if osinfo-db does not have the system. */
static const struct {
	const char *ids, *family;
} vendors[] = {
	{ "http://microsoft.com/msdos/", "msdos" },
	{ "http://microsoft.com/winnt/", "winnt" },
	{ "http://microsoft.com/win/", "winnt" },
	{ "http://freedos.org/", "msdos" },
	{ "http://freebsd.org/", "freebsd" },
	{ "http://openbsd.org/", "openbsd" },
	{ "http://netbsd.org/", "netbsd" },
	{ "http://dragonflybsd.org/", "dragonflybsd" },
	{ "http://apple.com/", "darwin" },
	{ "http://haiku-os.org/", "haiku" },
	{ "http://oracle.com/solaris/", "solaris" },
	{ "http://oracle.com/o", "linux" },
	{ "http://sun.com/", "solaris" },
	{ "http://novell.com/netware/", "netware" },
	{ "http://libosinfo.org/linux/", "linux" },
};

/* Vendors (hosts of ids) whose operating systems are all Linux, each between slashes. */
static const char linux_vendors[] =
	"/almalinux.org/alpinelinux.org/altlinux.org/android-x86.org/archlinux.org/centos.org"
	"/cirros-cloud.net/debian.org/elementary.io/endlessos.com/fedoraproject.org/gentoo.org"
	"/mageia.org/manjaro.org/nixos.org/opensuse.org/redhat.com/rockylinux.org"
	"/scientificlinux.org/slackware.com/suse.com/system76.com/ubuntu.com/voidlinux.org/";

/*
 * Cache of all guests looked up so far, by id; never freed. `lock` protects db, arena and guests.
 */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static vml_osinfo *db;
static vml_arena *arena;
static xmlHashTable *guests;

static bool starts_with(const char *text, const char *prefix)
{
	return !strncmp(text, prefix, strlen(prefix));
}

/* Return the index of the row with a short id; N(windows) if there is none. */
static size_t row_of(const char *short_id)
{
	size_t row = 0;

	while (row < N(windows) && strcmp(windows[row].id, short_id))
		row++;
	return row;
}

/*
 * Return the index of the row of a Windows version, by id or short id. A version newer than all
 * rows gets the row of the newest client or server, and *ret_newer is set to true.
 *
 * Returns N(windows) if there is none.
 */
static size_t windows_row(const char *id, bool *ret_newer)
{
	static const char host[] = "http://microsoft.com/";
	const char *key = starts_with(id, host) ? id + sizeof(host) - 1 : id;
	const char *slash = strchr(key, '/'), *number;
	unsigned long n;

	if (slash) /* convert "win/xp" to "winxp" */
		key = vml_arena_printf(arena, "%.*s%s", (int)(slash - key), key, slash + 1);
	*ret_newer = false;
	if (row_of(key) < N(windows))
		return row_of(key);
	*ret_newer = true;
	number = vml_osinfo_number(key);
	n = strtoul(number, NULL, 10);
	if (starts_with(key, "win") && number == key + 3 && n > 11 && n < 95)
		return row_of("win11");
	if (starts_with(key, "win2k") && number == key + 5 && n > 25)
		return row_of("win2k25");
	return N(windows);
}

/*
 * Return the name of a version that is newer than a known one: "Debian 12". name, known: name and
 * id of the known version, "Debian 11" and ".../11"; id: of the newer one, ".../12".
 */
static const char *name_of_newer(const char *name, const char *known, const char *id)
{
	const char *old = vml_osinfo_number(known), *number = vml_osinfo_number(id);
	const char *at = NULL;

	for (const char *p = *old ? strstr(name, old) : NULL; p; p = strstr(p + 1, old))
		at = p;
	if (!*name || !at)
		return *name ? vml_arena_printf(arena, "%s or later", name) : "";
	return vml_arena_printf(arena, "%.*s%s", (int)(at - name), name, number);
}

/*
 * Return the date (yyyymmdd) of the kernel of a release. A release without a date counts as recent.
 */
static unsigned int kernel_date(const vml_os *os)
{
	unsigned long major = strtoul(os->version, NULL, 10);
	const char *distro = vml_arena_printf(arena, "|%s|", os->distro);

	for (size_t i = 0; i < N(series); i++)
		if (series[i].major == major && strstr(series[i].distros, distro))
			return series[i].year * 10000 + 1231;
	return os->released ? os->released : NEVER - 1;
}

/*
 * Return whether a system has a driver that osinfo-db does not list. date: that of its kernel;
 * newer: it is newer than all that osinfo-db has.
 */
static vml_tristate if_unlisted(
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

static vml_tristate windows_supports(vml_driver driver, unsigned int nt)
{
	for (size_t i = 0; nt && i < N(windows_drivers); i++)
		if (windows_drivers[i].driver == driver)
			return nt >= windows_drivers[i].nt ? VML_YES : VML_NO;
	return driver <= VML_DRIVER_VIRTIO_1_0 ? VML_NO : VML_UNKNOWN;
}

/* Fill in what the id alone implies, if osinfo-db does not have the system. */
static void fill_from_id(vml_guest *guest)
{
	const char *id = guest->id;
	const char *host = starts_with(id, "http://") ? id + 6 : "",
		   *end = strchr(host + !!*host, '/');

	for (size_t i = 0; i < N(vendors) && !*guest->family; i++)
		if (starts_with(id, vendors[i].ids))
			guest->family = vendors[i].family;
	/* with both slashes, so that only whole names match */
	if (end &&
		strstr(linux_vendors, vml_arena_printf(arena, "%.*s", (int)(end - host) + 1, host)))
		guest->family = "linux";
	/* no version of DOS includes any of these drivers */
	for (unsigned int i = 0; i < VML_DRIVER_COUNT && !strcmp(guest->family, "msdos"); i++)
		guest->drives[i] = if_unlisted("msdos", (vml_driver)i, NEVER, false);
}

/*
 * Fill in what osinfo-db has. os: the guest's entry, or if `older` is true, that of an earlier
 * version; newest: osinfo-db has no later version than the guest.
 */
static void fill_from_os(vml_guest *guest, const vml_os *os, bool older, bool newest)
{
	/* "version-unknown" is an entry for any release, old or new */
	bool any = !os->released && strstr(os->version, "unknown");
	bool newer = older && newest;

	if (!older)
		guest->full_id = vml_arena_strdup(arena, os->id);
	/* osinfo-db has family linux for FreeDOS */
	guest->family = starts_with(os->id, "http://freedos.org/") ? "msdos" : os->family;
	/* osinfo-db's entry for unknown systems has no family */
	guest->known = *guest->family;
	if (guest->known)
		guest->name = older ? name_of_newer(os->name, os->id, guest->id) : os->name;
	if (starts_with(guest->name, "Microsoft "))
		guest->name += 10;
	for (unsigned int i = 0; i < VML_DRIVER_COUNT; i++) {
		guest->drives[i] = os->lists[i];
		if (os->lists[i] == VML_NO && newer)
			guest->drives[i] = VML_UNKNOWN;
		else if (os->lists[i] == VML_UNKNOWN && !any)
			guest->drives[i] = if_unlisted(guest->family, (vml_driver)i,
				newer ? NEVER - 1 : kernel_date(os), newer);
	}
}

/* Return the full id of a Windows version without osinfo-db: ".../win/xp" for "winxp". */
static const char *microsoft_id(const char *short_id)
{
	static const char *const products[] = { "winnt", "win", "msdos" };

	for (size_t i = 0; i < N(products); i++) {
		size_t len = strlen(products[i]);

		if (starts_with(short_id, products[i]))
			return vml_arena_printf(
				arena, "http://microsoft.com/%s/%s", products[i], short_id + len);
	}
	return short_id;
}

/*
 * Fill in what the built-in table has for Windows and DOS. os: the guest's entry of osinfo-db, or
 * NULL.
 */
static void fill_from_windows_row(vml_guest *guest, const vml_os *os)
{
	bool newer;
	size_t row = windows_row(guest->id, &newer);

	if (row < N(windows)) {
		guest->known = true;
		if (!strchr(guest->full_id, ':'))
			guest->full_id = microsoft_id(guest->id);
		guest->family = windows[row].family;
		guest->windows_nt = windows[row].nt;
		guest->windows_server = windows[row].server;
		if (!newer)
			guest->name = windows[row].name;
		else if (!*guest->name)
			guest->name = name_of_newer(windows[row].name, windows[row].id, guest->id);
	} else if (os && !strcmp(guest->family, "winnt")) {
		unsigned long major = strtoul(os->version, NULL, 10);
		const char *minor = strchr(os->version, '.');

		guest->windows_nt = major < 10 ? (unsigned int)major * 10 : 100;
		if (major < 10 && minor && minor[1] >= '0' && minor[1] <= '9')
			guest->windows_nt += (unsigned int)(minor[1] - '0');
	}
	for (unsigned int i = 0; i < VML_DRIVER_COUNT && *guest->family; i++) {
		if (guest->drives[i] != VML_UNKNOWN)
			continue;
		if (!strcmp(guest->family, "winnt"))
			guest->drives[i] = windows_supports((vml_driver)i, guest->windows_nt);
		else if (row < N(windows))
			guest->drives[i] = if_unlisted(guest->family, (vml_driver)i, NEVER, false);
	}
}

static const vml_guest *look_up(const char *id)
{
	vml_guest *guest = vml_arena_alloc(arena, sizeof(*guest));
	bool found, older = false, newest = false, beyond;
	vml_os os;

	*guest = (vml_guest){ .name = "", .family = "", .id = vml_arena_strdup(arena, id) };
	guest->full_id = guest->id;
	if (xmlHashAddEntry(guests, BAD_CAST id, guest))
		vml_out_of_memory();
	found = vml_osinfo_find(db, id, &os);
	/* not for known Windows versions: 98 is a higher number than 11, but older */
	if (!found && (windows_row(id, &beyond) == N(windows) || beyond))
		found = older = vml_osinfo_find_older(db, id, &os, &newest);
	if (found)
		fill_from_os(guest, &os, older, newest);
	else
		fill_from_id(guest);
	fill_from_windows_row(guest, found ? &os : NULL);
	return guest;
}

const vml_guest *vml_guest_lookup(const char *id)
{
	static const vml_guest unknown = { .name = "", .family = "", .id = "", .full_id = "" };
	const vml_guest *guest;

	/* most domains have no id: do not lock or search */
	if (!*id)
		return &unknown;
	pthread_mutex_lock(&lock);
	if (!db) {
		db = vml_osinfo_open();
		arena = vml_arena_new();
		guests = xmlHashCreate(16);
		if (!guests)
			vml_out_of_memory();
	}
	guest = xmlHashLookup(guests, BAD_CAST id);
	if (!guest)
		guest = look_up(id);
	pthread_mutex_unlock(&lock);
	return guest;
}
