/* Comparison of a git revision with the working tree: finds unchanged files, reads old versions. */
#ifndef VML_GIT_H
#define VML_GIT_H

#include "buffer.h"

#include <stdbool.h>

/* A commit, its files, and which of them have changed. */
typedef struct vml_git vml_git;

/*
 * Compare a revision with the working tree of the repository that contains the working directory.
 * Runs git, so it works in a subdirectory, in a linked worktree, and in a git hook, where GIT_DIR
 * and GIT_INDEX_FILE are set. Nothing is fetched or written, except that git refreshes its index,
 * as "git status" does: otherwise a touched file would count as changed.
 *
 * revision: any name of a commit that git accepts; never interpreted as an option
 * ret: set to a handle, which the caller frees with vml_git_close(); NULL on failure
 * ret_error: set on failure to a message (git is not installed, no repository, unknown revision),
 * which may contain untrusted text; the caller frees it; NULL on success
 *
 * Returns 0, or -1.
 */
int vml_git_open(const char *revision, vml_git **ret, char **ret_error);

/*
 * Return true if a file is in the commit and unchanged in the working tree: both versions have the
 * same findings.
 *
 * path: absolute or relative to the working directory; symbolic links are followed
 */
bool vml_git_unchanged(const vml_git *git, const char *path);

/*
 * Make vml_git_next() also return this path if it has changed, although it does not end with .xml.
 * Must be called before the first vml_git_next().
 *
 * path: as for vml_git_unchanged()
 * even_unchanged: also return it if the working tree has the same content; needed if the new
 * version of the file is read from standard input
 */
void vml_git_include(vml_git *git, const char *path, bool even_unchanged);

/*
 * Read the next file of the commit that is changed or missing in the working tree, if its name ends
 * with .xml (ignoring case) or if it was passed to vml_git_include(). Files are sorted by path.
 * Skips symbolic links, submodules, files over 256 MiB, and objects that a partial clone lacks.
 *
 * ret_path: set to the path from the top of the repository, any bytes but NUL; valid until
 * vml_git_close()
 * ret: set to the content in the commit as git stores it, any bytes, which the caller frees; set to
 * an empty buffer if the function returns false
 *
 * Returns true. Returns false if there are no more files, or after an error (see
 * vml_git_trouble()).
 */
bool vml_git_next(vml_git *git, const char **ret_path, vml_buffer *ret);

/* Return the root of the working tree, an absolute path; valid until vml_git_close(). */
const char *vml_git_top(const vml_git *git);

/*
 * Return the error that ended vml_git_next() early, or NULL if there was none; valid until
 * vml_git_close().
 */
const char *vml_git_trouble(const vml_git *git);

/* Free the handle and end its git process; NULL is allowed. */
void vml_git_close(vml_git *git);

#endif
