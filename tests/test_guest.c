/* Tests of guest lookup: with the small osinfo-db of the fixtures, and without a database. */
#include "support.h"

#include "guest.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define BASE "http://example.org/"

/* Return a string with one letter per driver, in the order of vml_driver: "y", "n" or "?". */
static const char *drives(const vml_guest *guest)
{
	static char text[VML_DRIVER_COUNT + 1];

	for (unsigned int i = 0; i < VML_DRIVER_COUNT; i++)
		text[i] = "?ny"[guest->drives[i]];
	return text;
}

static void assert_guest(const char *id, const char *name, const char *family, const char *expected)
{
	const vml_guest *guest = vml_guest_lookup(id);

	assert_string_equal(guest->id, id);
	assert_string_equal(guest->name, name);
	assert_string_equal(guest->family, family);
	assert_string_equal(drives(guest), expected);
}

static void assert_windows(const char *id, unsigned int nt, bool server)
{
	const vml_guest *guest = vml_guest_lookup(id);

	assert_true(guest->known);
	assert_string_equal(guest->family, "winnt");
	assert_int_equal(guest->windows_nt, nt);
	assert_int_equal(guest->windows_server, server);
	for (unsigned int i = 0; i <= VML_DRIVER_VIRTIO_1_0; i++)
		assert_int_equal(guest->drives[i], VML_NO);
}

static void devices_are_inherited(void **state)
{
	(void)state;
	/*
	 * columns: net, block, SCSI, RNG, GPU, console, fs, virtio 1.0, e1000, e1000e, AHCI, xHCI,
	 * tablet
	 */
	/*                                            NBSRGCF1eEAXT */
	assert_guest(BASE "base/1", "Base 1", "linux", "yyn?y?nyy?yny");
	assert_guest(BASE "base/2", "Base 2", "linux", "yy??n?nyyyyyy");
	assert_guest(BASE "base/2.1", "Base 2.1", "linux", "yy??y?nyyyyyy");
	assert_guest(BASE "base/10", "Base 10 Final", "linux", "??y????yyyyyy");
	assert_guest(BASE "copy/2", "Copy 2", "linux", "yy??n?nyyyyyy");
	assert_guest(BASE "mixed/1", "Mixed 1", "linux", "yy??n?nyyyyyy");
}

static void derivation_loops_end(void **state)
{
	(void)state;
	assert_guest(BASE "loop/1", "Loop 1", "linux", "yynnnnnn?nnn?");
	assert_guest(BASE "loop/2", "Loop 2", "linux", "yynnnnnn?nnn?");
}

static void unreadable_ids_are_unknown(void **state)
{
	static const char *const ids[] = { BASE "entity/1", BASE "elsewhere/1", BASE "gone/1",
		"elsewhere1", "broken3", "http://example.org", "http://../etc/1", "/", "12",
		"http:///", "1..2", "http://example.org/base/", "http://example.org/base/.5" };

	(void)state;
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		assert_guest(ids[i], "", "", "?????????????");
		assert_false(vml_guest_lookup(ids[i])->known);
	}
	assert_guest("", "", "", "?????????????");
	assert_guest("http://libosinfo.org/unknown", "", "", "?????????????");
	assert_false(vml_guest_lookup("http://libosinfo.org/unknown")->known);
}

static void extensions_add_devices(void **state)
{
	(void)state;
	assert_guest(BASE "extended/1", "Extended 1", "linux", "ynnnnnnn?n?y?");
}

static void local_files_replace_system_files(void **state)
{
	(void)state;
	assert_guest(BASE "override/1", "Local 1", "linux", "nnnnnnnn?ynny");
}

static void short_ids_are_found(void **state)
{
	(void)state;
	assert_guest("base1", "Base 1", "linux", "yyn?y?nyy?yny");
	assert_guest("baseone", "Base 1", "linux", "yyn?y?nyy?yny");
	assert_guest("base11", "Base 11", "linux", "??y????yyyyyy");
	assert_guest("base2.0.5", "Base 2.0.5", "linux", "yy??n?nyyyyyy");
	assert_guest("bas", "", "", "?????????????");
}

static void newer_versions_inherit_drivers(void **state)
{
	(void)state;
	assert_guest(BASE "base/11", "Base 11", "linux", "??y????yyyyyy");
	/* a version between two known ones is treated as the earlier one */
	assert_guest(BASE "base/9", "Base 9", "linux", "yy??y?nyyyyyy");
	assert_guest(BASE "base/2.0.5", "Base 2.0.5", "linux", "yy??n?nyyyyyy");
	assert_guest(BASE "base/0.9", "", "", "?????????????");
	assert_guest(BASE "base/next", "", "", "?????????????");
	/* the file of version 3 is malformed */
	assert_guest(BASE "broken/4", "Broken 4", "linux", "y???????yyyyy");
	assert_guest(BASE "broken/3", "Broken 3", "linux", "y???????yyyyy");
	assert_guest("http://freebsd.org/freebsd/15.0", "FreeBSD 15.0", "freebsd", "yyyy????yyyy?");
	assert_true(vml_guest_lookup(BASE "base/11")->known);
}

static void unlisted_drivers_depend_on_the_date(void **state)
{
	(void)state;
	assert_guest(BASE "flow/rolling", "Flow", "linux", "y??????yyyyyy");
	assert_guest(BASE "flow/unknown", "Flow Unknown", "linux", "?????????????");
	assert_guest(BASE "old/5.5", "Old 5.5", "linux", "nnnnnnnny?yny");
	assert_guest("http://freebsd.org/freebsd/10.0", "FreeBSD 10.0", "freebsd", "yyy?n?nnyyyy?");
}

static void windows_is_identified_by_its_id(void **state)
{
	(void)state;
	assert_windows("http://microsoft.com/winnt/3.51", 35, true);
	assert_windows("http://microsoft.com/win/2k", 50, false);
	assert_windows("http://microsoft.com/win/xp", 51, false);
	assert_windows("winxp", 51, false);
	assert_windows("http://microsoft.com/win/2k3r2", 52, true);
	assert_windows("http://microsoft.com/win/vista", 60, false);
	assert_windows("http://microsoft.com/win/7", 61, false);
	assert_windows("http://microsoft.com/win/2k12", 62, true);
	assert_windows("http://microsoft.com/win/8.1", 63, false);
	assert_windows("http://microsoft.com/win/10", 100, false);
	assert_windows("http://microsoft.com/win/2k25", 100, true);
	assert_windows("http://microsoft.com/win/2k31", 100, true);
	assert_windows("http://microsoft.com/win/13", 100, false);
	assert_windows("win2k28", 100, true);
	assert_windows("http://microsoft.com/win/11", 100, false);
	assert_windows("http://microsoft.com/win/embedded", 61, false);
	assert_guest("http://microsoft.com/win/xp", "Windows XP", "winnt", "nnnnnnnnynnny");
	assert_guest("http://microsoft.com/win/11", "Windows 11", "winnt", "nnnnnnnnyyyyy");
	assert_guest("http://microsoft.com/win/13", "Windows 13", "winnt", "nnnnnnnnyyyyy");
	assert_guest("win2k28", "Windows Server 2028", "winnt", "nnnnnnnnyyyyy");
	assert_guest("http://microsoft.com/msdos/6.22", "MS-DOS 6.22", "msdos", "nnnnnnnnnnnnn");
	assert_guest("http://microsoft.com/win/98", "Windows 98", "win9x", "nnnnnnnnnnnn?");
	assert_guest("http://microsoft.com/win/foo", "", "winnt", "nnnnnnnn?????");
}

static void *look_up_many(void *data)
{
	const vml_guest **found = data;
	char id[64];

	for (unsigned int i = 0; i < 64; i++) {
		snprintf(id, sizeof(id), BASE "base/%u", i / 2);
		found[i] = vml_guest_lookup(id);
	}
	return NULL;
}

static void threads_get_the_same_records(void **state)
{
	enum { THREADS = 8 };
	static const vml_guest *found[THREADS][64];
	pthread_t threads[THREADS];

	(void)state;
	for (unsigned int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, look_up_many, found[i]), 0);
	for (unsigned int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	for (unsigned int i = 1; i < THREADS; i++)
		assert_memory_equal(found[0], found[i], sizeof(found[0]));
	assert_ptr_equal(found[0][2], vml_guest_lookup(BASE "base/1"));
}

/* Return true if the guest is as expected, else print it: in a child, cmocka cannot report. */
static bool matches(const char *id, const char *family, const char *expected)
{
	const vml_guest *guest = vml_guest_lookup(id);

	if (!strcmp(guest->family, family) && !strncmp(drives(guest), expected, strlen(expected)))
		return true;
	fprintf(stderr, "%s: %s, %s\n", id, guest->family, drives(guest));
	return false;
}

static bool check_without_database(void)
{
	setenv("OSINFO_SYSTEM_DIR", "/nonexistent", 1);
	return matches("http://debian.org/debian/12", "linux", "?????????????") &&
		matches("http://freebsd.org/freebsd/14.0", "freebsd", "?????????????") &&
		matches("http://microsoft.com/win/7", "winnt", "nnnnnnnnyyyny") &&
		matches("win10", "winnt", "nnnnnnnnyyyyy") &&
		matches("debian12", "", "?????????????");
}

static bool check_system_database(void)
{
	unsetenv("OSINFO_SYSTEM_DIR");
	return matches("http://debian.org/debian/12", "linux", "yyyy") &&
		matches("debian11", "linux", "yyyy") &&
		matches("http://debian.org/debian/3.1", "linux", "nnnnnnnn") &&
		matches("http://fedoraproject.org/fedora/999", "linux", "yyyy") &&
		matches("http://redhat.com/rhel/9.0", "linux", "yyyy") &&
		matches("http://archlinux.org/archlinux/rolling", "linux", "yyyy") &&
		matches("http://freebsd.org/freebsd/9.0", "freebsd", "nn") &&
		matches("http://microsoft.com/win/10", "winnt", "nnnnnnnnyyyyy") &&
		matches("http://microsoft.com/win/xp", "winnt", "nnnnnnnnynnny") &&
		matches("http://microsoft.com/win/2k25", "winnt", "nnnnnnnnyyyyy") &&
		matches("http://apple.com/macosx/10.7", "darwin", "nnnnnnnn");
}

static void run_in_child(bool (*check)(void))
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (!child) {
		setenv("OSINFO_LOCAL_DIR", "/nonexistent", 1);
		setenv("OSINFO_USER_DIR", "/nonexistent", 1);
		_exit(check() ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void ids_are_recognised_without_a_database(void **state)
{
	(void)state;
	run_in_child(check_without_database);
}

static void the_system_database_is_read(void **state)
{
	(void)state;
	if (!has_osinfo_db())
		skip_because("no osinfo-db: known guest systems");
	run_in_child(check_system_database);
}

static int use_fixture_database(void **state)
{
	(void)state;
	unsetenv("OSINFO_DATA_DIR");
	setenv("OSINFO_SYSTEM_DIR", FIXTURES "/_osinfo/system", 1);
	setenv("OSINFO_LOCAL_DIR", FIXTURES "/_osinfo/local", 1);
	setenv("OSINFO_USER_DIR", FIXTURES "/_osinfo/user", 1);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		/*
		 * these tests come first: they fork, and their children must not inherit cached
		 * lookups
		 */
		cmocka_unit_test(ids_are_recognised_without_a_database),
		cmocka_unit_test(the_system_database_is_read),
		cmocka_unit_test(threads_get_the_same_records),
		cmocka_unit_test(devices_are_inherited),
		cmocka_unit_test(derivation_loops_end),
		cmocka_unit_test(unreadable_ids_are_unknown),
		cmocka_unit_test(extensions_add_devices),
		cmocka_unit_test(local_files_replace_system_files),
		cmocka_unit_test(short_ids_are_found),
		cmocka_unit_test(newer_versions_inherit_drivers),
		cmocka_unit_test(unlisted_drivers_depend_on_the_date),
		cmocka_unit_test(windows_is_identified_by_its_id),
	};

	return cmocka_run_group_tests(tests, use_fixture_database, NULL);
}
