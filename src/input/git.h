/* What a git revision holds, and which of its files the working tree has changed. */
#ifndef VML_GIT_H
#define VML_GIT_H

#include "buffer.h"

#include <stdbool.h>

typedef struct vml_git vml_git;

/*
 * Compare a revision with the working tree of the repository that the working directory is in,
 * as git sees both: from a subdirectory, in a linked worktree, in a hook of git with GIT_DIR
 * and GIT_INDEX_FILE set. Runs git; nothing is fetched and nothing is written, but
 * for git's own index: it notes there which files it found to be the same, as "git status"
 * does. Without that a file that was only touched would count as changed.
 *
 * revision: whatever git takes for a commit; it is never taken for an option
 * ret: a handle for vml_git_close()
 * ret_error: where it fails, one sentence that says why (git is not installed, there is no
 *	repository, it has no such revision), owned by the caller; raw text may be in it
 *
 * Returns 0, or -1.
 */
int vml_git_open(const char *revision, vml_git **ret, char **ret_error);

/*
 * Whether a file is in the commit and the same in the working tree, so that an audit of the
 * commit would say what an audit of the file says.
 *
 * path: absolute or relative to the working directory; symbolic links are followed
 */
bool vml_git_unchanged(const vml_git *git, const char *path);

/*
 * Have vml_git_next() yield this path, too, where it is changed and does not end in .xml. To
 * be called before the first vml_git_next().
 *
 * even_unchanged: for one whose content does not come from the working tree
 */
void vml_git_include(vml_git *git, const char *path, bool even_unchanged);

/*
 * The next file of the commit that the working tree has changed or lacks and that ends in
 * .xml, in either case of letters, or that was added; in the order of their paths. Symbolic
 * links, submodules, files beyond 256 MiB and objects that a partial clone lacks are passed
 * over.
 *
 * ret_path: from the top of the repository, any bytes but NUL; lives until vml_git_close()
 * ret: its content in the commit, any bytes, as git stores it; to be released by the caller
 *
 * Returns whether there is one.
 */
bool vml_git_next(vml_git *git, const char **ret_path, vml_buffer *ret);

/* The top of the working tree, an absolute path. */
const char *vml_git_top(const vml_git *git);

/* What ended vml_git_next() before its time, or NULL: a sentence that the handle owns. */
const char *vml_git_trouble(const vml_git *git);

/* Release the handle; NULL is allowed. */
void vml_git_close(vml_git *git);

#endif
