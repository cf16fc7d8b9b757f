/* Workspace of the client: its root directories, and its settings for all documents. */
#ifndef VML_WORKSPACE_H
#define VML_WORKSPACE_H

#include "lsp.h"

#include <jansson.h>

typedef struct vml_workspace {
	const vml_lsp_options *options;
	/* settings of the client; least: "min-severity"; owned; NULL: not set */
	char *config, *target, *guest, *least;
	char **hosts; /* paths of host profiles in the client's settings; owned */
	size_t n_hosts;
	char **folders; /* absolute paths of the root directories; owned */
	size_t n_folders;
} vml_workspace;

/* Set the root directories from the parameters of "initialize", which are not kept. */
void vml_workspace_open(vml_workspace *workspace, const json_t *params);

/* Add and remove root directories. event: WorkspaceFoldersChangeEvent of the protocol; not kept. */
void vml_workspace_change(vml_workspace *workspace, const json_t *event);

/*
 * Store the settings of the client: "config", "target", "guest", "min-severity", "host". Settings
 * that are absent keep their values; "" and values of another type unset them.
 *
 * settings: an object with these members, or with a member "vmlint" that contains them; not kept
 */
void vml_workspace_take(vml_workspace *workspace, const json_t *settings);

/*
 * Return the innermost root directory that contains a path, owned by the workspace and valid until
 * its root directories change; NULL if none does.
 *
 * path: absolute
 */
const char *vml_workspace_folder(const vml_workspace *workspace, const char *path);

/*
 * Resolve a path in the client's settings: a relative path is relative to the first root directory,
 * or without root directories to the working directory. The caller frees the result.
 */
char *vml_workspace_path(const vml_workspace *workspace, const char *path);

/* Free the root directories and settings; the workspace itself is the caller's. */
void vml_workspace_free(vml_workspace *workspace);

#endif
