/* Tests of replacing files: preserved attributes, and reasons not to write. */
#define _GNU_SOURCE
#include "support.h"

#include "temporary.h"
#include "write.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

static char directory[] = "/tmp/vmlint-write-XXXXXX";
static char path[128];

static int set_up(void **state)
{
	(void)state;
	if (!mkdtemp(directory))
		return -1;
	snprintf(path, sizeof(path), "%s/vm.xml", directory);
	return 0;
}

static int tear_down(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", directory);
	return system(command);
}

static struct stat put(const char *text)
{
	vml_buffer bytes = { .bytes = (char *)(uintptr_t)text, .len = strlen(text) };
	struct stat st;

	write_file(path, &bytes);
	assert_int_equal(stat(path, &st), 0);
	return st;
}

static void assert_content(const char *text)
{
	vml_buffer bytes;

	assert_true(read_file(path, &bytes));
	assert_string_equal(bytes.bytes, text);
	vml_buffer_free(&bytes);
}

static unsigned int entries(void)
{
	char command[160];
	unsigned int n = 0;
	FILE *out;

	snprintf(command, sizeof(command), "ls -A %s | wc -l", directory);
	out = popen(command, "r");
	assert_int_equal(fscanf(out, "%u", &n), 1);
	pclose(out);
	return n;
}

static void mode_and_attributes_are_kept(void **state)
{
	struct stat st;
	char value[16] = "";
	bool xattrs;

	(void)state;
	put("old");
	assert_int_equal(chmod(path, 0604), 0);
	xattrs = !setxattr(path, "user.vmlint", "kept", 5, 0);
	assert_int_equal(stat(path, &st), 0);
	assert_null(vml_replace_file(path, &st, "new", 3));
	assert_content("new");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0604);
	if (xattrs) {
		assert_int_equal(getxattr(path, "user.vmlint", value, sizeof(value)), 5);
		assert_string_equal(value, "kept");
	}
	assert_int_equal(entries(), 1);
}

static void a_changed_file_is_not_replaced(void **state)
{
	struct stat known = put("old");
	const char *wrong;

	(void)state;
	put("somebody else's, and longer");
	wrong = vml_replace_file(path, &known, "new", 3);
	assert_non_null(wrong);
	assert_non_null(strstr(wrong, "has changed"));
	assert_content("somebody else's, and longer");
	assert_int_equal(entries(), 1);
}

static void a_deleted_file_is_not_created_again(void **state)
{
	struct stat known = put("old");

	(void)state;
	assert_int_equal(unlink(path), 0);
	assert_non_null(vml_replace_file(path, &known, "new", 3));
	assert_int_equal(entries(), 0);
}

static void write_protection_is_respected(void **state)
{
	struct stat known = put("old");

	(void)state;
	if (!geteuid())
		skip_because("as root: write protection");
	assert_int_equal(chmod(path, 0444), 0);
	assert_int_equal(stat(path, &known), 0);
	assert_non_null(vml_replace_file(path, &known, "new", 3));
	assert_content("old");
	assert_int_equal(chmod(path, 0644), 0);
}

static bool raise_after_create;

/* Replaces mkostemp() of libc: raises a signal as soon as the file is created. */
int mkostemp(char *template, int flags)
{
	int fd = mkstemp(template);

	(void)flags;
	if (raise_after_create)
		raise(SIGTERM);
	return fd;
}

static void on_signal(int number)
{
	vml_temporaries_remove();
	_exit(number);
}

static void a_signal_after_creation_leaves_no_file(void **state)
{
	struct sigaction action = { .sa_handler = on_signal };
	int fd, status;
	pid_t child;

	(void)state;
	put("old");
	child = fork();
	if (!child) {
		sigaction(SIGTERM, &action, NULL);
		raise_after_create = true;
		vml_temporary_new(path, &fd);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), SIGTERM);
	assert_int_equal(entries(), 1);
}

static void a_full_disk_is_an_error(void **state)
{
	struct stat known = put("old");
	char *large = malloc(1 << 20), *full = NULL;

	(void)state;
	memset(large, 'x', 1 << 20);
	/* mounting a file system of 64 KiB needs root and a kernel that allows it */
	if (asprintf(&full, "mount -t tmpfs -o size=64k none %s 2>/dev/null", directory) < 0 ||
		system(full)) {
		free(large);
		free(full);
		skip_because("no permission to mount a small file system: full disk");
	}
	known = put("old");
	assert_non_null(vml_replace_file(path, &known, large, 1 << 20));
	assert_content("old");
	assert_int_equal(entries(), 1);
	free(full);
	assert_true(asprintf(&full, "umount %s", directory) > 0);
	assert_int_equal(system(full), 0);
	free(full);
	free(large);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mode_and_attributes_are_kept),
		cmocka_unit_test(a_changed_file_is_not_replaced),
		cmocka_unit_test(a_deleted_file_is_not_created_again),
		cmocka_unit_test(write_protection_is_respected),
		cmocka_unit_test(a_signal_after_creation_leaves_no_file),
		cmocka_unit_test(a_full_disk_is_an_error),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
