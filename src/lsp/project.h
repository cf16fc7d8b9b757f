/* Projects: the configurations of open documents, read again when they have changed. */
#ifndef VML_PROJECT_H
#define VML_PROJECT_H

#include "configure.h"
#include "file_state.h"
#include "workspace.h"

/* A configuration, and the policy that is made from it. */
typedef struct vml_project {
	struct vml_project *next;
	char *path;	      /* path of the configuration; NULL: none */
	vml_file_state known; /* state of that file when it was read */
	char **hosts;	      /* paths of host profiles, from options and client; owned */
	size_t n_hosts;
	vml_settings settings;
	vml_policy *policy; /* made without a configuration if `error` is set */
	char *error;	    /* error in the configuration or a host profile, owned; NULL: none */
} vml_project;

typedef struct vml_projects {
	vml_workspace workspace;
	vml_project *list;
	vml_messages messages; /* receives the errors */
	/* called before a project is freed: frees the audits of documents that use the project */
	void (*forget)(void *data, const vml_project *project);
	void *data;
} vml_projects;

/*
 * Return the project of a document. Its configuration is the one that an option or the client
 * names; otherwise the nearest .vmlint.ini, from the document's directory up to its workspace
 * directory or the root of its repository; otherwise the user's. The project is read at the first
 * call, and again if its files have changed. Each error is passed to projects->messages once.
 *
 * path: path of the document. NULL if it is not a file: the search then starts in the first
 * directory of the workspace; if there is none, in the working directory
 *
 * The result is never NULL and owned by `projects`. It is valid until projects->forget is called
 * for it. The next call of this function may do that, even for another document.
 */
vml_project *vml_projects_for(vml_projects *projects, const char *path);

/*
 * Store the settings of the client, and free all projects, so that they are read again. An invalid
 * setting is reported and counts as not set.
 *
 * settings: see vml_workspace_take()
 */
void vml_projects_take(vml_projects *projects, const json_t *settings);

/* Free all projects, so that they are read again. */
void vml_projects_clear(vml_projects *projects);

/* Free all projects and the workspace. */
void vml_projects_free(vml_projects *projects);

#endif
