/* Guest operating systems: lookup in osinfo-db, and built-in data on Windows and DOS. */
#include "guest.h"

#include "arena.h"
#include "guest_drivers.h"

#include <libxml/hash.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define N(table) (sizeof(table) / sizeof(*(table)))

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
 * id of the known version, "Debian 11" and ".../11"; id: id of the newer version, ".../12".
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
		guest->drives[i] =
			vml_driver_unlisted("msdos", (vml_driver)i, VML_DATE_NEVER, false);
}

/*
 * Fill in what osinfo-db has. os: the guest's entry; if `older` is true, the guest's version has no
 * entry, and `os` is that of an earlier version. newest, with `older`: osinfo-db has no entry of a
 * later version either.
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
			guest->drives[i] = vml_driver_unlisted(guest->family, (vml_driver)i,
				newer ? VML_DATE_NEVER - 1 : vml_kernel_date(arena, os), newer);
	}
}

/* Return the full id of a version of Windows or DOS without osinfo-db: ".../win/xp" for "winxp" */
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
			guest->drives[i] = vml_driver_in_windows((vml_driver)i, guest->windows_nt);
		else if (row < N(windows))
			guest->drives[i] = vml_driver_unlisted(
				guest->family, (vml_driver)i, VML_DATE_NEVER, false);
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
	/*
	 * Search for an older version of the system, but not of a Windows version in the built-in
	 * table: Windows 98 has a higher number than 11, but is older. beyond: newer than the table
	 */
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
