/* Projects: the configurations of open documents, read again when they have changed. */
#ifndef VML_PROJECT_H
#define VML_PROJECT_H

#include "configure.h"
#include "file_state.h"
#include "workspace.h"

/* A configuration, and the policy that it results in. */
typedef struct vml_project {
	struct vml_project *next;
	char *path;	      /* the configuration; NULL: none */
	vml_file_state known; /* of it, before it was read */
	char **hosts;	      /* host profiles of the options and the client; owned */
	size_t n_hosts;
	vml_settings settings;
	vml_policy *policy; /* after an error, one without a configuration */
	char *error;	    /* message about the configuration or a host profile; owned; NULL */
} vml_project;

typedef struct vml_projects {
	vml_workspace workspace;
	vml_project *list;
	vml_messages messages; /* receiver of errors */
	/* called before a project is freed, so that its users free what they made with it */
	void (*forget)(void *data, const vml_project *project);
	void *data;
} vml_projects;

/*
 * Return the project of a document: that of the nearest .vmlint.ini from its directory up to its
 * workspace directory or the root of its repository, else of the user's configuration; or of the
 * only configuration that an option or the client names. It is read if this is the first request,
 * or if its files have changed. Errors are passed to the receiver of messages once.
 *
 * path: NULL: the document is not a file; its project is that of the first directory of the workspace, or
 *	of the working directory
 */
vml_project *vml_projects_for(vml_projects *projects, const char *path);

/* Take over settings of the client; an invalid one is reported and ignored. */
void vml_projects_take(vml_projects *projects, const json_t *settings);

/* Free all projects, so that they are read again. */
void vml_projects_clear(vml_projects *projects);

/* Free all projects and the workspace. */
void vml_projects_free(vml_projects *projects);

#endif
