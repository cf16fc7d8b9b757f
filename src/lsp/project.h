/* Configuration of the server: .vmlint.ini, options of the command line, settings of the client. */
#ifndef VML_PROJECT_H
#define VML_PROJECT_H

#include "configure.h"
#include "lsp.h"

#include <jansson.h>
#include <stdbool.h>
#include <sys/stat.h>

typedef struct vml_project {
	const vml_lsp_options *options;
	char *config, *target, *guest, *least; /* settings of the client; owned; NULL: not set */
	vml_settings settings;
	vml_policy *policy; /* NULL before the first load */
	char *path;	    /* the configuration that was read; NULL: none */
	struct stat known;  /* of it, when it was read */
	/* receiver of messages about the configuration */
	vml_messages messages;
} vml_project;

/* Take over settings of the client: { "config", "target", "guest", "min-severity" }. */
void vml_project_take(vml_project *project, const json_t *settings);

/* Return true if vml_project_load() would read something else than the last time. */
bool vml_project_changed(const vml_project *project);

/*
 * Read the configuration. After an error, which is passed to the receiver of messages, the
 * policy is one without a configuration.
 *
 * Results that were made with the former policy must have been freed.
 */
void vml_project_load(vml_project *project);

/* Free what the project owns. */
void vml_project_free(vml_project *project);

#endif
