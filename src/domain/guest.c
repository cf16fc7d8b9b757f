/* What a guest operating system drives, as far as its libosinfo id tells. */
#include "guest.h"

#include "arena.h"

#include <libxml/hash.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Windows by the last part of its id: NT version (major * 10 + minor), and whether a server. */
static const struct {
	const char *id;
	unsigned int nt;
	bool server;
} windows[] = {
	{ "2k", 50, false },
	{ "xp", 51, false },
	{ "2k3", 52, true },
	{ "2k3r2", 52, true },
	{ "vista", 60, false },
	{ "2k8", 60, true },
	{ "7", 61, false },
	{ "2k8r2", 61, true },
	{ "8", 62, false },
	{ "2k12", 62, true },
	{ "8.1", 63, false },
	{ "2k12r2", 63, true },
	{ "10", 100, false },
	{ "11", 100, false },
	{ "2k16", 100, true },
	{ "2k19", 100, true },
	{ "2k22", 100, true },
	{ "2k25", 100, true },
};

/*
 * The first release that drives each class; what has no number here is not known.
 * From osinfo-db, which rules.md's table 0.5 sums up; a release is major * 100 + minor.
 */
enum { NEVER = 0, ALWAYS = 1 };

static const struct {
	const char *product; /* the id without "http://" and version */
	const char *family;
	unsigned int net, block, scsi, rng, gpu, modern;
} products[] = {
	{ "debian.org/debian", "linux", 500, 500, 700, 700, 1100, 900 },
	{ "ubuntu.com/ubuntu", "linux", 804, 904, 1204, 1204, 1804, 1704 },
	{ "fedoraproject.org/fedora", "linux", 900, 1000, 1700, 1600, 2400, 2300 },
	{ "redhat.com/rhel", "linux", 506, 506, 603, 606, 800, 702 },
	{ "centos.org/centos", "linux", 506, 506, 603, 606, 800, 700 },
	{ "centos.org/centos-stream", "linux", ALWAYS, ALWAYS, ALWAYS, ALWAYS, ALWAYS, ALWAYS },
	{ "oracle.com/ol", "linux", 506, 506, 603, 606, 800, 702 },
	{ "almalinux.org/almalinux", "linux", ALWAYS, ALWAYS, ALWAYS, ALWAYS, ALWAYS, ALWAYS },
	{ "rockylinux.org/rocky", "linux", ALWAYS, ALWAYS, ALWAYS, ALWAYS, ALWAYS, ALWAYS },
	{ "archlinux.org/archlinux", "linux", ALWAYS, ALWAYS, ALWAYS, ALWAYS, ALWAYS, ALWAYS },
	{ "gentoo.org/gentoo", "linux", ALWAYS, ALWAYS, ALWAYS, ALWAYS, ALWAYS, ALWAYS },
	{ "opensuse.org/opensuse", "linux", 1203, 1203, 1203, 1203, 1500, 1500 },
	{ "suse.com/sles", "linux", 1103, 1103, 1103, 1200, 1202, 1202 },
	{ "alpinelinux.org/alpinelinux", "linux", 300, 300, 300, 300, 311, 311 },
	{ "libosinfo.org/linux", "linux", ALWAYS, ALWAYS, ALWAYS, ALWAYS, 2020, 2018 },
	{ "freebsd.org/freebsd", "freebsd", 1000, 1000, 1000, 1000, NEVER, 1400 },
	{ "openbsd.org/openbsd", "openbsd", 504, 504, 504, 504, NEVER, 700 },
};

static bool is_after(unsigned int version, unsigned int first)
{
	return first == ALWAYS || (first != NEVER && version >= first);
}

static void set(vml_guest *guest, vml_driver driver, bool yes)
{
	guest->drives[driver] = yes ? VML_YES : VML_NO;
}

/* "8.1" -> 801; no number (rolling, testing) is newer than all. */
static unsigned int version_of(const char *text)
{
	char *end;
	unsigned long major = strtoul(text, &end, 10), minor = 0;

	if (end == text)
		return 99999;
	if (*end == '.')
		minor = strtoul(end + 1, NULL, 10);
	return major > 9999 || minor > 99 ? 99999 : (unsigned int)(major * 100 + minor);
}

static void know_windows(vml_guest *guest, const char *version)
{
	guest->family = "winnt";
	for (vml_driver d = VML_DRIVER_VIRTIO_NET; d <= VML_DRIVER_VIRTIO_1_0; d++)
		guest->drives[d] = VML_NO;
	for (size_t i = 0; i < sizeof(windows) / sizeof(*windows); i++) {
		if (strcmp(windows[i].id, version))
			continue;
		guest->known = true;
		guest->windows_nt = windows[i].nt;
		guest->windows_server = windows[i].server;
		set(guest, VML_DRIVER_E1000, guest->windows_nt >= 51);
		set(guest, VML_DRIVER_E1000E, guest->windows_nt >= 61);
		set(guest, VML_DRIVER_AHCI, guest->windows_nt >= 60);
		set(guest, VML_DRIVER_XHCI, guest->windows_nt >= 62);
		set(guest, VML_DRIVER_USB_TABLET, true);
	}
}

static void know_product(vml_guest *guest, const char *id)
{
	const char *slash = strrchr(id, '/');
	size_t n = slash ? (size_t)(slash - id) : 0;

	for (size_t i = 0; i < sizeof(products) / sizeof(*products); i++) {
		unsigned int version;

		if (strlen(products[i].product) != n || strncmp(products[i].product, id, n))
			continue;
		version = version_of(slash + 1);
		guest->known = true;
		guest->family = products[i].family;
		set(guest, VML_DRIVER_VIRTIO_NET, is_after(version, products[i].net));
		set(guest, VML_DRIVER_VIRTIO_BLOCK, is_after(version, products[i].block));
		set(guest, VML_DRIVER_VIRTIO_SCSI, is_after(version, products[i].scsi));
		set(guest, VML_DRIVER_VIRTIO_RNG, is_after(version, products[i].rng));
		set(guest, VML_DRIVER_VIRTIO_CONSOLE, is_after(version, products[i].rng));
		set(guest, VML_DRIVER_VIRTIO_GPU, is_after(version, products[i].gpu));
		set(guest, VML_DRIVER_VIRTIO_1_0, is_after(version, products[i].modern));
		set(guest, VML_DRIVER_E1000, true);
		set(guest, VML_DRIVER_E1000E, is_after(version, products[i].scsi));
		set(guest, VML_DRIVER_AHCI, is_after(version, products[i].net));
		set(guest, VML_DRIVER_XHCI, is_after(version, products[i].scsi));
		set(guest, VML_DRIVER_USB_TABLET, true);
	}
}

/* Systems that never had a virtio driver. */
static void know_old(vml_guest *guest, const char *id)
{
	static const char *const old[][2] = { { "apple.com/", "darwin" },
		{ "microsoft.com/msdos/", "msdos" }, { "freedos.org/", "msdos" },
		{ "sun.com/", "solaris" }, { "novell.com/netware", "netware" },
		{ "haiku-os.org/", "haiku" } };

	for (size_t i = 0; i < sizeof(old) / sizeof(*old); i++) {
		if (strncmp(id, old[i][0], strlen(old[i][0])))
			continue;
		guest->known = true;
		guest->family = old[i][1];
		for (vml_driver d = VML_DRIVER_VIRTIO_NET; d <= VML_DRIVER_VIRTIO_1_0; d++)
			guest->drives[d] = VML_NO;
	}
}

static vml_guest *make(const char *id)
{
	vml_guest *guest = vml_realloc(NULL, sizeof(*guest));
	const char *plain = strncmp(id, "http://", 7) ? id : id + 7;

	*guest = (vml_guest){ .id = vml_strdup(id), .name = "", .family = "" };
	if (!strncmp(plain, "microsoft.com/win/", 18))
		know_windows(guest, plain + 18);
	else
		know_product(guest, plain);
	know_old(guest, plain);
	return guest;
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static xmlHashTable *cache;

static void release(void *guest, const xmlChar *id)
{
	(void)id;
	free((char *)(uintptr_t)((vml_guest *)guest)->id);
	free(guest);
}

static void release_all(void)
{
	xmlHashFree(cache, release);
}

const vml_guest *vml_guest_lookup(const char *id)
{
	vml_guest *guest;

	pthread_mutex_lock(&lock);
	if (!cache) {
		cache = xmlHashCreate(16);
		if (!cache)
			vml_out_of_memory();
		atexit(release_all);
	}
	guest = xmlHashLookup(cache, BAD_CAST id);
	if (!guest) {
		guest = make(id);
		if (xmlHashAddEntry(cache, BAD_CAST id, guest))
			vml_out_of_memory();
	}
	pthread_mutex_unlock(&lock);
	return guest;
}
