/*
 * Comparison of a git revision with the working tree: runs git rev-parse, ls-tree and diff; reads
 * contents with objects.h.
 */
#include "git.h"

#include "arena.h"
#include "files.h"
#include "objects.h"
#include "process.h"
#include "text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A file of the commit. */
struct entry {
	const char *path;
	const char *object; /* hash of the object, followed by a tab */
	bool plain;	    /* the entry is a regular file */
	bool changed;	    /* the file differs in the working tree, or does not exist there */
	bool wanted;	    /* vml_git_next() returns it */
};

struct vml_git {
	char *top;	       /* root of the working tree, a real path */
	char *commit;	       /* hash of the commit */
	vml_buffer tree;       /* output of git ls-tree, to which the entries point */
	struct entry *entries; /* files of the commit, sorted by path */
	size_t n, next;
	vml_objects *objects; /* NULL until a file is read */
	char *trouble;	      /* error message for vml_git_trouble(), or NULL */
};

/*
 * Environment of git: English messages, because vmlint quotes them; no optional locks, which could
 * disturb the user's own commands; no fetching of missing objects; no prompts.
 */
static const char *const settings[] = { "LC_ALL=C", "LANGUAGE=C", "GIT_OPTIONAL_LOCKS=0",
	"GIT_NO_LAZY_FETCH=1", "GIT_TERMINAL_PROMPT=0", NULL };

/*
 * Return the first line of git's fatal error, which the caller frees; skips warnings before it.
 * said: git's standard error
 */
static char *first_line(const vml_buffer *said)
{
	const char *text = said->len ? said->bytes : "no reason given";
	const char *fatal = strstr(text, "fatal: ");

	if (fatal)
		text = fatal + strlen("fatal: ");
	return vml_strndup(text, strcspn(text, "\n"));
}

/*
 * Run git. Returns NULL and sets *ret to the output, or returns an error message; the caller frees
 * both.
 */
static char *ask(const char *const *argv, vml_buffer *ret)
{
	vml_buffer said = { 0 };
	char *line, *error = NULL;
	int status, wrong;

	*ret = (vml_buffer){ 0 };
	wrong = vml_process_run(argv, settings, ret, &said, &status);
	if (wrong == ENOENT) {
		error = vml_asprintf("git is not installed: no 'git' in PATH");
	} else if (wrong) {
		error = vml_asprintf("cannot run git: %s", strerror(wrong));
	} else if (status) {
		line = first_line(&said);
		error = vml_asprintf("git: %s", line);
		free(line);
	}
	vml_buffer_free(&said);
	if (error)
		vml_buffer_free(ret);
	return error;
}

/*
 * Run git and return its output of one line, which the caller frees. Returns NULL with *ret_error
 * set if git fails.
 */
static char *ask_line(const char *const *argv, char **ret_error)
{
	vml_buffer out;
	char *line;

	*ret_error = ask(argv, &out);
	if (*ret_error)
		return NULL;
	/* remove one newline only: the path before it may end with newlines */
	if (out.len && out.bytes[out.len - 1] == '\n')
		out.len--;
	line = vml_strndup(out.len ? out.bytes : "", out.len);
	vml_buffer_free(&out);
	return line;
}

static bool is_hash(const char *text)
{
	size_t n = strspn(text, "0123456789abcdef");

	return n >= 40 && !text[n];
}

static char *find_commit(vml_git *git, const char *revision)
{
	char *name = vml_asprintf("%s^{commit}", revision), *error;
	const char *const argv[] = { "git", "rev-parse", "--verify", "--end-of-options", name,
		NULL };

	git->commit = ask_line(argv, &error);
	free(name);
	/* rejects "^HEAD", for which git prints a caret and a hash */
	if (git->commit && is_hash(git->commit))
		return NULL;
	free(error);
	return vml_asprintf(
		"unknown git revision '%s' (a shallow clone must fetch it first)", revision);
}

/*
 * Parse git's list of files, "mode type hash TAB path NUL ...", which is already sorted by the
 * bytes of the paths.
 */
static void read_entries(vml_git *git)
{
	const char *end = git->tree.bytes + git->tree.len;
	size_t room = 0;

	for (const char *at = git->tree.bytes; at < end; at += strlen(at) + 1) {
		const char *tab = strchr(at, '\t'), *hash = tab;

		if (!tab)
			continue;
		while (hash > at && hash[-1] != ' ')
			hash--;
		if (git->n == room) {
			room = room ? room * 2 : 64;
			git->entries = vml_realloc(git->entries, room * sizeof(*git->entries));
		}
		git->entries[git->n++] = (struct entry){
			.path = tab + 1, .object = hash, .plain = !strncmp(at, "100", 3)
		};
	}
}

static int by_path(const void *key, const void *entry)
{
	return strcmp(key, ((const struct entry *)entry)->path);
}

static struct entry *find(const vml_git *git, const char *path)
{
	return git->n ? bsearch(path, git->entries, git->n, sizeof(*git->entries), by_path) : NULL;
}

/*
 * Mark the changed files. git prints their paths from the top of the working tree, because
 * diff.relative is off. Returns NULL or an error message, owned by the caller.
 */
static char *find_changes(vml_git *git)
{
	const char *const argv[] = { "git", "-c", "diff.relative=false", "diff", "--no-renames",
		"--no-ext-diff", "--ignore-submodules=all", "--name-only", "-z", git->commit, "--",
		NULL };
	vml_buffer out;
	char *error = ask(argv, &out);

	if (error)
		return error;
	for (const char *at = out.bytes; at < out.bytes + out.len; at += strlen(at) + 1) {
		struct entry *entry = find(git, at);

		if (entry) {
			entry->changed = true;
			entry->wanted = vml_is_xml_name(at);
		}
	}
	vml_buffer_free(&out);
	return NULL;
}

/*
 * Find the commit of a revision, list its files, and mark those that differ from the working tree.
 * Returns NULL or an error message, owned by the caller.
 */
static char *look(vml_git *git, const char *revision)
{
	const char *const top[] = { "git", "rev-parse", "--show-toplevel", NULL };
	char *error;
	const char *tree[] = { "git", "ls-tree", "-r", "-z", "--full-tree", NULL, NULL };

	git->top = ask_line(top, &error);
	if (error)
		return error;
	error = find_commit(git, revision);
	if (error)
		return error;
	tree[5] = git->commit;
	error = ask(tree, &git->tree);
	if (error)
		return error;
	read_entries(git);
	return find_changes(git);
}

int vml_git_open(const char *revision, vml_git **ret, char **ret_error)
{
	vml_git *git = vml_realloc(NULL, sizeof(*git));

	*git = (vml_git){ 0 };
	*ret = NULL;
	*ret_error = look(git, revision);
	if (*ret_error) {
		vml_git_close(git);
		return -1;
	}
	*ret = git;
	return 0;
}

/*
 * Return the path with symbolic links resolved, owned by the caller. If the file does not exist,
 * only those in the path of its directory are resolved. NULL if that fails.
 */
static char *resolve(const char *path)
{
	char *real = realpath(path, NULL), *parent, *full;
	const char *slash;

	if (real || errno != ENOENT)
		return real;
	slash = strrchr(path, '/');
	if (slash && !slash[1])
		return NULL;
	parent = !slash ? vml_strdup(".") : vml_strndup(path, (size_t)(slash - path) + 1);
	if (slash) /* remove the slashes before the name, except for that of the root directory */
		for (size_t n = strlen(parent); n > 1 && parent[n - 1] == '/'; n--)
			parent[n - 1] = '\0';
	real = resolve(parent);
	free(parent);
	if (!real)
		return NULL;
	full = vml_asprintf("%s/%s", strcmp(real, "/") ? real : "", slash ? slash + 1 : path);
	free(real);
	return full;
}

/* Return the entry of a regular file in the commit; NULL if there is none. path: any form. */
static struct entry *locate(const vml_git *git, const char *path)
{
	char *real = resolve(path);
	size_t n = strlen(git->top);
	struct entry *entry = NULL;

	if (n && git->top[n - 1] == '/')
		n--;
	if (real && !strncmp(real, git->top, n) && real[n] == '/')
		entry = find(git, real + n + 1);
	free(real);
	return entry && entry->plain ? entry : NULL;
}

bool vml_git_unchanged(const vml_git *git, const char *path)
{
	const struct entry *entry = locate(git, path);

	return entry && !entry->changed;
}

void vml_git_include(vml_git *git, const char *path, bool even_unchanged)
{
	struct entry *entry = locate(git, path);

	if (entry && (entry->changed || even_unchanged))
		entry->wanted = true;
}

/* End the iteration with an error: some changed files were not read. */
static bool lose(vml_git *git)
{
	git->trouble = vml_asprintf("git cat-file ended before it had returned all files");
	git->next = git->n;
	return false;
}

bool vml_git_next(vml_git *git, const char **ret_path, vml_buffer *ret)
{
	*ret = (vml_buffer){ 0 };
	while (git->next < git->n) {
		const struct entry *entry = &git->entries[git->next++];
		vml_object_status status;

		if (!entry->wanted || !entry->plain)
			continue;
		if (!git->objects)
			git->objects = vml_objects_open(settings);
		status = vml_objects_get(git->objects, entry->object, ret);
		if (status == VML_OBJECT_LOST)
			return lose(git);
		if (status == VML_OBJECT_CONTENT) {
			*ret_path = entry->path;
			return true;
		}
	}
	return false;
}

const char *vml_git_top(const vml_git *git)
{
	return git->top;
}

const char *vml_git_trouble(const vml_git *git)
{
	return git->trouble;
}

void vml_git_close(vml_git *git)
{
	if (!git)
		return;
	vml_objects_close(git->objects);
	free(git->top);
	free(git->commit);
	free(git->entries);
	free(git->trouble);
	vml_buffer_free(&git->tree);
	free(git);
}
