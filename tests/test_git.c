/* Tests of git revisions: their files, changes in the working tree, errors. */
#define _GNU_SOURCE
#include "support.h"

#include "git.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char directory[] = "/tmp/vmlint-git-XXXXXX";

/* A file name that git quotes and that is not UTF-8. */
#define ODD "o d\nd\"\\'\t\377.xml"

static void sh(const char *script)
{
	if (system(script))
		fail_msg("%s", script);
}

static void put(const char *path, const char *text)
{
	vml_buffer bytes = { .bytes = (char *)(uintptr_t)text, .len = strlen(text) };

	write_file(path, &bytes);
}

static void enter(const char *below)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", directory, below);
	assert_int_equal(chdir(path), 0);
}

static int set_up(void **state)
{
	(void)state;
	if (!mkdtemp(directory) || chdir(directory))
		return -1;
	/* ignore the configuration of the machine and of the user */
	setenv("HOME", directory, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_CEILING_DIRECTORIES", "/tmp", 1);
	sh("mkdir -p repo/sub/deep none && cd repo && git init -q -b main . &&"
	   "git config user.name t && git config user.email t@t &&"
	   "git config diff.relative true && git config diff.renames true");
	enter("repo");
	put("same.xml", "<same/>");
	put("changed.xml", "<old/>");
	put("UPPER.XML", "<upper/>");
	put("deleted.xml", "<deleted/>");
	put("renamed.xml", "<renamed/>");
	put("empty.xml", "");
	put("definition", "<definition/>");
	put(ODD, "<odd/>");
	put("sub/deep/in.xml", "<in/>\n");
	put("sub.xml", "<sub/>");
	sh("printf 'a\\0b\\377\\n\\n' >binary.xml; ln -s same.xml link.xml; touch gone-soon.txt");
	sh("git add -A && git commit -qm first && git tag -- first");
	put("changed.xml", "<new/>");
	put("UPPER.XML", "<up/>");
	put("binary.xml", "c");
	put("empty.xml", "no more");
	put(ODD, "<even/>");
	put("sub/deep/in.xml", "<in2/>\n");
	put("definition", "<changed/>");
	put("untracked.xml", "<untracked/>");
	put("added.xml", "<added/>");
	sh("rm deleted.xml link.xml; ln -s sub.xml link.xml; git mv renamed.xml moved.xml;"
	   "git add added.xml; touch same.xml; git rm -q --cached sub.xml");
	sh("git worktree add -q ../linked first && echo '<linked/>' >../linked/same.xml");
	return 0;
}

static int tear_down(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", directory);
	return chdir("/") || system(command);
}

static vml_git *open_at(const char *revision)
{
	char *error;
	vml_git *git;

	if (vml_git_open(revision, &git, &error))
		fail_msg("%s", error);
	assert_null(error);
	return git;
}

static void assert_next(vml_git *git, const char *path, const char *bytes, size_t len)
{
	const char *got;
	vml_buffer content;

	assert_true(vml_git_next(git, &got, &content));
	assert_string_equal(got, path);
	assert_int_equal(content.len, len);
	assert_memory_equal(content.bytes, bytes, len + 1);
	vml_buffer_free(&content);
}

static void assert_end(vml_git *git)
{
	const char *got;
	vml_buffer content;

	assert_false(vml_git_next(git, &got, &content));
	assert_null(vml_git_trouble(git));
	vml_git_close(git);
}

static void assert_all_changes(vml_git *git)
{
	assert_next(git, "UPPER.XML", "<upper/>", 8);
	assert_next(git, "binary.xml", "a\0b\377\n\n", 6);
	assert_next(git, "changed.xml", "<old/>", 6);
	assert_next(git, "deleted.xml", "<deleted/>", 10);
	assert_next(git, "empty.xml", "", 0);
	assert_next(git, ODD, "<odd/>", 6);
	assert_next(git, "renamed.xml", "<renamed/>", 10);
	assert_next(git, "sub.xml", "<sub/>", 6);
	assert_next(git, "sub/deep/in.xml", "<in/>\n", 6);
	assert_end(git);
}

static void test_changes(void **state)
{
	(void)state;
	enter("repo");
	assert_all_changes(open_at("HEAD"));
	assert_all_changes(open_at("first"));
	enter("repo/sub/deep");
	assert_all_changes(open_at("HEAD"));
}

static void test_unchanged(void **state)
{
	char absolute[128];
	vml_git *git;

	(void)state;
	enter("repo/sub");
	git = open_at("HEAD");
	snprintf(absolute, sizeof(absolute), "%s/repo/same.xml", directory);
	assert_true(vml_git_unchanged(git, "../same.xml"));
	assert_true(vml_git_unchanged(git, ".././sub//../same.xml"));
	assert_true(vml_git_unchanged(git, absolute));
	assert_false(vml_git_unchanged(git, "../changed.xml"));
	assert_false(vml_git_unchanged(git, "../" ODD));
	assert_false(vml_git_unchanged(git, "deep/in.xml"));
	assert_false(vml_git_unchanged(git, "../untracked.xml"));
	assert_false(vml_git_unchanged(git, "../added.xml"));
	assert_false(vml_git_unchanged(git, "../deleted.xml"));
	assert_false(vml_git_unchanged(git, "../moved.xml"));
	assert_false(vml_git_unchanged(git, "no/such/file.xml"));
	assert_false(vml_git_unchanged(git, ""));
	assert_false(vml_git_unchanged(git, "/"));
	assert_false(vml_git_unchanged(git, "/etc/passwd"));
	/*
	 * a symbolic link has the state of its target: sub.xml was removed from the index, same.xml
	 * was not
	 */
	assert_false(vml_git_unchanged(git, "../link.xml"));
	assert_int_equal(symlink("../same.xml", "way.xml"), 0);
	assert_true(vml_git_unchanged(git, "way.xml"));
	unlink("way.xml");
	vml_git_close(git);
}

static void test_include(void **state)
{
	vml_git *git;

	(void)state;
	enter("repo/sub");
	git = open_at("HEAD");
	vml_git_include(git, "../definition", true);
	vml_git_include(git, "../same.xml", true);
	vml_git_include(git, "../gone-soon.txt", true);
	vml_git_include(git, "../deleted.xml", true);
	vml_git_include(git, "../untracked.xml", true);
	vml_git_include(git, "../nowhere/x", true);
	vml_git_include(git, "../sub", true);
	assert_next(git, "UPPER.XML", "<upper/>", 8);
	assert_next(git, "binary.xml", "a\0b\377\n\n", 6);
	assert_next(git, "changed.xml", "<old/>", 6);
	assert_next(git, "definition", "<definition/>", 13);
	assert_next(git, "deleted.xml", "<deleted/>", 10);
	assert_next(git, "empty.xml", "", 0);
	assert_next(git, "gone-soon.txt", "", 0);
	assert_next(git, ODD, "<odd/>", 6);
	assert_next(git, "renamed.xml", "<renamed/>", 10);
	assert_next(git, "same.xml", "<same/>", 7);
	vml_git_close(git); /* before the last file is read: must also wait for the git process */
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void test_worktree(void **state)
{
	vml_git *git;

	(void)state;
	enter("linked/sub");
	git = open_at("first");
	assert_true(vml_git_unchanged(git, "../changed.xml"));
	assert_false(vml_git_unchanged(git, "../same.xml"));
	assert_false(vml_git_unchanged(git, "../../repo/same.xml"));
	assert_next(git, "same.xml", "<same/>", 7);
	assert_end(git);
}

/* Environment variables that git sets for hooks. */
static void test_hook(void **state)
{
	char path[128];

	(void)state;
	enter("repo");
	sh("cp .git/index .git/other && GIT_INDEX_FILE=.git/other git rm -q --cached same.xml");
	setenv("GIT_INDEX_FILE", ".git/other", 1);
	setenv("GIT_PREFIX", "sub/", 1);
	for (int i = 0; i < 2; i++) {
		vml_git *git = open_at("HEAD");

		/* the index that the hook uses does not contain the file */
		assert_false(vml_git_unchanged(git, "same.xml"));
		vml_git_close(git);
		setenv("GIT_DIR", ".git", 1);
	}
	unsetenv("GIT_INDEX_FILE");
	assert_all_changes(open_at("HEAD"));
	enter("repo/sub");
	setenv("GIT_DIR", "../.git", 1);
	setenv("GIT_WORK_TREE", "..", 1);
	assert_all_changes(open_at("HEAD"));
	enter("none");
	snprintf(path, sizeof(path), "%s/repo/.git", directory);
	setenv("GIT_DIR", path, 1);
	snprintf(path, sizeof(path), "%s/repo", directory);
	setenv("GIT_WORK_TREE", path, 1);
	assert_all_changes(open_at("HEAD"));
	unsetenv("GIT_DIR");
	unsetenv("GIT_WORK_TREE");
	unsetenv("GIT_PREFIX");
}

static void assert_refused(const char *revision, const char *expected)
{
	vml_git *git;
	char *error;

	assert_int_equal(vml_git_open(revision, &git, &error), -1);
	assert_null(git);
	if (!strstr(error, expected) || strchr(error, '\n'))
		fail_msg("'%s' does not contain '%s'", error, expected);
	free(error);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void test_refusals(void **state)
{
	static const char *const none[] = { "nonesuch", "", "-h", "--all", "--git-dir", "-x",
		"^HEAD", "HEAD..HEAD", "HEAD:same.xml", "HEAD^{tree}", "HEAD^9", "HEAD HEAD",
		"0000000000000000000000000000000000000000" };
	char *path = strdup(getenv("PATH"));

	(void)state;
	enter("repo");
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_refused(none[i], "unknown git revision '");
	enter("none");
	assert_refused("HEAD", "git: not a git repository");
	enter("repo/.git");
	assert_refused("HEAD", "git: this operation must be run in a work tree");
	enter("repo");
	setenv("PATH", directory, 1);
	assert_refused("HEAD", "git is not installed");
	setenv("PATH", path, 1);
	free(path);
	assert_int_equal(truncate(".git/index", 20), 0);
	assert_refused("HEAD", "git: ");
	sh("git read-tree HEAD");
}

static unsigned int open_descriptors(void)
{
	unsigned int n = 0;

	for (int fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static pid_t only_child(void)
{
	char path[64];
	int child = 0;
	FILE *list;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	list = fopen(path, "r");
	assert_non_null(list);
	assert_int_equal(fscanf(list, "%d", &child), 1);
	fclose(list);
	return child;
}

/* A branch whose name looks like an option, missing objects, a killed git process. */
static void test_odd_repositories(void **state)
{
	unsigned int before = open_descriptors();
	const char *path;
	vml_buffer content;
	vml_git *git;

	(void)state;
	enter("repo");
	sh("git update-ref refs/heads/-dash first");
	git = open_at("-dash");
	assert_false(vml_git_unchanged(git, "UPPER.XML"));
	vml_git_close(git);
	git = open_at("refs/heads/-dash");
	sh("o=$(git rev-parse HEAD:changed.xml) &&"
	   "rm -f .git/objects/$(printf %.2s $o)/${o#??}");
	assert_next(git, "UPPER.XML", "<upper/>", 8);
	assert_next(git, "binary.xml", "a\0b\377\n\n", 6);
	/* the object of changed.xml is missing: the next file is read nevertheless */
	assert_next(git, "deleted.xml", "<deleted/>", 10);
	assert_int_equal(kill(only_child(), SIGKILL), 0);
	assert_false(vml_git_next(git, &path, &content));
	assert_non_null(vml_git_trouble(git));
	assert_false(vml_git_next(git, &path, &content));
	vml_git_close(git);
	assert_int_equal(open_descriptors(), before);
}

/* A repository without a commit, then a commit of 3000 files and a 3 MB file. */
static void test_large(void **state)
{
	vml_git *git;

	(void)state;
	enter("none");
	sh("git init -q -b main . && git config user.name t && git config user.email t@t");
	assert_refused("HEAD", "unknown git revision");
	sh("for i in $(seq 3000); do echo \"<d>$i</d>\" >$i.xml; done;"
	   "head -c 3000000 /dev/zero >big.xml; truncate -s 269000000 huge.xml");
	sh("git add . && git -c core.bigFileThreshold=1m commit -qm large && rm ./*.xml");
	git = open_at("HEAD");
	for (int i = 0; i < 3001; i++) {
		const char *path;
		vml_buffer content;

		assert_true(vml_git_next(git, &path, &content));
		if (!strcmp(path, "big.xml"))
			assert_int_equal(content.len, 3000000);
		vml_buffer_free(&content);
	}
	assert_end(git);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_unchanged),
		cmocka_unit_test(test_include),
		cmocka_unit_test(test_worktree),
		cmocka_unit_test(test_hook),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_odd_repositories),
		cmocka_unit_test(test_large),
	};

	if (system("command -v git >/dev/null")) {
		puts("no git: skipped");
		return SKIPPED;
	}
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
