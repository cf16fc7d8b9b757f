/* Configuration of the server, read again when it has changed. */
#include "project.h"

#include "arena.h"

#include <stdlib.h>
#include <string.h>

static void take(char **to, const json_t *settings, const char *name)
{
	const json_t *value = json_object_get(settings, name);

	if (!value)
		return;
	free(*to);
	*to = json_is_string(value) && *json_string_value(value)
		? vml_strdup(json_string_value(value))
		: NULL;
}

void vml_project_take(vml_project *project, const json_t *settings)
{
	const json_t *own = json_object_get(settings, "vmlint");

	settings = own ? own : settings;
	take(&project->config, settings, "config");
	take(&project->target, settings, "target");
	take(&project->guest, settings, "guest");
	take(&project->least, settings, "min-severity");
}

static void complain(const vml_project *project, char *text)
{
	vml_error error = { .text = text };

	vml_messages_error(&project->messages, &error);
}

/* Set a setting of the client, or of the command line if the client has none. */
static void give(vml_project *project, const char *name, const char *value)
{
	char *wrong = value ? vml_settings_set(&project->settings, name, value) : NULL;

	if (wrong)
		complain(project, wrong);
	else if (value)
		vml_settings_give(&project->settings, name);
}

static void prepare(vml_project *project, bool no_config)
{
	const vml_lsp_options *options = project->options;
	vml_settings *settings = &project->settings;

	vml_settings_init(settings);
	settings->rules_only = true; /* a baseline need not exist */
	settings->messages = project->messages;
	settings->config_file = no_config ? NULL
		: project->config	  ? project->config
					  : options->config;
	for (size_t i = 0; !no_config && i < options->n_hosts; i++) {
		settings->hosts = vml_realloc(
			settings->hosts, (settings->n_hosts + 1) * sizeof(*settings->hosts));
		settings->hosts[settings->n_hosts++] = options->hosts[i];
	}
	settings->no_config = no_config || (options->no_config && !project->config);
	give(project, "target", project->target ? project->target : options->target);
	give(project, "guest", project->guest ? project->guest : options->guest);
	give(project, "min-severity", project->least);
}

/* Return the path of the configuration and its state; NULL if there is none. */
static char *find(const vml_project *project, struct stat *ret)
{
	vml_settings settings = { .config_file = project->config ? project->config
								 : project->options->config,
		.no_config = project->options->no_config && !project->config };
	char *path = vml_configuration_path(&settings);

	*ret = (struct stat){ 0 };
	if (path && stat(path, ret))
		*ret = (struct stat){ 0 };
	return path;
}

bool vml_project_changed(const vml_project *project)
{
	struct stat now;
	char *path = find(project, &now);
	bool changed = !project->policy || !path != !project->path ||
		(path && strcmp(path, project->path)) || now.st_ino != project->known.st_ino ||
		now.st_size != project->known.st_size ||
		now.st_mtim.tv_sec != project->known.st_mtim.tv_sec ||
		now.st_mtim.tv_nsec != project->known.st_mtim.tv_nsec;

	free(path);
	return changed;
}

void vml_project_load(vml_project *project)
{
	vml_policy *policy = NULL;
	vml_error error;

	free(project->path);
	project->path = find(project, &project->known);
	vml_policy_free(project->policy);
	if (project->policy)
		vml_settings_free(&project->settings);
	prepare(project, false);
	if (vml_configure(&project->settings, &policy, &error)) {
		complain(project, error.text);
		vml_settings_free(&project->settings);
		prepare(project, true);
		if (vml_configure(&project->settings, &policy, &error))
			vml_out_of_memory(); /* not reached: there is nothing to read */
	}
	project->policy = policy;
}

void vml_project_free(vml_project *project)
{
	vml_policy_free(project->policy);
	if (project->policy)
		vml_settings_free(&project->settings);
	free(project->path);
	free(project->config);
	free(project->target);
	free(project->guest);
	free(project->least);
}
