/* Projects: the configurations of open documents, read again when they have changed. */
#include "project.h"

#include "arena.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* How the configuration of a document is found. */
struct search {
	char *directory; /* start directory of the search; owned; NULL: the working directory */
	/* directory at which the search ends, as vml_settings.top; borrowed from the workspace */
	const char *top;
	/* configuration that the client names, used instead of a search; owned; NULL: none */
	char *config;
};

/*
 * Return how the configuration of a document is found. path: path of the document; NULL: it is not
 * a file
 */
static struct search search_for(const vml_workspace *workspace, const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;
	struct search search = { 0 };

	if (workspace->config)
		search.config = vml_workspace_path(workspace, workspace->config);
	if (slash) {
		search.directory = vml_strndup(path, slash == path ? 1 : (size_t)(slash - path));
		search.top = vml_workspace_folder(workspace, path);
	} else if (workspace->n_folders) {
		search.directory = vml_strdup(workspace->folders[0]);
	}
	return search;
}

/* Set the fields of the settings that specify how the configuration is found. */
static void set_search(
	const vml_workspace *workspace, const struct search *search, vml_settings *settings)
{
	const vml_lsp_options *options = workspace->options;

	settings->config_file = search->config ? search->config : options->config;
	settings->no_config = options->no_config && !search->config;
	settings->directory = search->directory;
	settings->top = search->top;
}

/* Set a setting, unless `value` is NULL. */
static void give(vml_project *project, const char *name, const char *value)
{
	/* vml_settings_set() cannot fail: the values have been checked */
	free(value ? vml_settings_set(&project->settings, name, value) : NULL);
	if (value)
		vml_settings_give(&project->settings, name);
}

static void add_host(vml_project *project, char *path)
{
	vml_settings *settings = &project->settings;

	project->hosts =
		vml_realloc(project->hosts, (project->n_hosts + 1) * sizeof(*project->hosts));
	project->hosts[project->n_hosts++] = path;
	settings->hosts =
		vml_realloc(settings->hosts, (settings->n_hosts + 1) * sizeof(*settings->hosts));
	settings->hosts[settings->n_hosts++] = path;
}

/* Add the host profiles that the client names; if it names none, those of the command line. */
static void add_hosts(const vml_workspace *workspace, vml_project *project)
{
	for (size_t i = 0; i < workspace->n_hosts; i++)
		add_host(project, vml_workspace_path(workspace, workspace->hosts[i]));
	for (size_t i = 0; !workspace->n_hosts && i < workspace->options->n_hosts; i++)
		add_host(project, vml_strdup(workspace->options->hosts[i]));
}

/* Set all settings of a project except its configuration and hosts. */
static void prepare(const vml_projects *projects, vml_project *project)
{
	const vml_workspace *workspace = &projects->workspace;
	const vml_lsp_options *options = workspace->options;

	vml_settings_init(&project->settings);
	project->settings.baseline_optional = true;
	project->settings.messages = projects->messages;
	give(project, "target", workspace->target ? workspace->target : options->target);
	give(project, "guest", workspace->guest ? workspace->guest : options->guest);
	give(project, "min-severity", workspace->least);
}

/*
 * Create a project; reads its configuration and host profiles. path: path of the configuration;
 * copied; NULL: none
 */
static vml_project *load(
	const vml_projects *projects, const struct search *search, const char *path)
{
	vml_project *project = vml_realloc(NULL, sizeof(*project));
	vml_settings *settings = &project->settings;
	vml_error error;

	*project = (vml_project){ .path = path ? vml_strdup(path) : NULL,
		.known = vml_file_state_of(path) };
	prepare(projects, project);
	set_search(&projects->workspace, search, settings);
	add_hosts(&projects->workspace, project);
	if (vml_configure(settings, &project->policy, &error)) {
		project->error = error.text;
		vml_settings_free(settings);
		prepare(projects, project);
		settings->no_config = true;
		if (vml_configure(settings, &project->policy, &error))
			/* not reached: without a configuration, nothing can be invalid */
			vml_out_of_memory();
	}
	settings->config_file = settings->directory = settings->top = NULL;
	return project;
}

static void free_project(vml_project *project)
{
	vml_policy_free(project->policy);
	vml_settings_free(&project->settings);
	for (size_t i = 0; i < project->n_hosts; i++)
		free(project->hosts[i]);
	free(project->hosts);
	free(project->path);
	free(project->error);
	free(project);
}

static bool is_equal(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/*
 * Find the project with this configuration. Returns the address of the pointer to it in the list;
 * if there is none, the address of the NULL pointer at the end of the list.
 *
 * path: path of the configuration; NULL: find the project without one
 */
static vml_project **find(vml_projects *projects, const char *path)
{
	vml_project **at = &projects->list;

	while (*at && !is_equal((*at)->path, path))
		at = &(*at)->next;
	return at;
}

static void complain(const vml_projects *projects, char *text)
{
	vml_messages_put(
		&projects->messages, &(vml_message){ .kind = VML_MESSAGE_ERROR, .text = text });
	free(text);
}

/* Replace the project *link, which is in the list or NULL, by another one. */
static void replace(vml_projects *projects, vml_project **link, vml_project *by)
{
	vml_project *old = *link;

	by->next = old ? old->next : NULL;
	*link = by;
	if (!old)
		return;
	projects->forget(projects->data, old);
	free_project(old);
}

/* Return true if the project exists, and neither it nor its files have to be read again. */
static bool is_current(const vml_project *project)
{
	/* after an error, all files are read again: a missing file has no state to compare */
	return project && !project->error && !vml_policy_changed(project->policy) &&
		!vml_file_state_changed(project->path, &project->known);
}

/*
 * Read the files of the project *link again; if it is NULL, create the project. An error is
 * reported, unless it is the one that the old project has: the old project is then kept.
 */
static void reload(
	vml_projects *projects, vml_project **link, const struct search *search, const char *path)
{
	vml_project *fresh = load(projects, search, path);

	if (*link && fresh->error && is_equal((*link)->error, fresh->error)) {
		free_project(fresh);
		return;
	}
	if (fresh->error)
		complain(projects,
			vml_asprintf("%s\nDocuments are checked without configuration and host "
				     "profiles until this is corrected.",
				fresh->error));
	replace(projects, link, fresh);
}

vml_project *vml_projects_for(vml_projects *projects, const char *path)
{
	struct search search = search_for(&projects->workspace, path);
	vml_settings settings = { 0 };
	vml_project **link;
	char *config;

	set_search(&projects->workspace, &search, &settings);
	config = vml_configuration_path(&settings);
	link = find(projects, config);
	if (!is_current(*link))
		reload(projects, link, &search, config);
	free(search.directory);
	free(search.config);
	free(config);
	return *link;
}

/* Remove an invalid setting of the client, after reporting it. */
static void check(const vml_projects *projects, const char *name, char **value)
{
	vml_settings settings;
	char *wrong;

	vml_settings_init(&settings);
	wrong = *value ? vml_settings_set(&settings, name, *value) : NULL;
	vml_settings_free(&settings);
	if (!wrong)
		return;
	complain(projects, vml_asprintf("setting vmlint.%s: %s", name, wrong));
	free(wrong);
	free(*value);
	*value = NULL;
}

void vml_projects_take(vml_projects *projects, const json_t *settings)
{
	vml_workspace *workspace = &projects->workspace;

	vml_workspace_take(workspace, settings);
	check(projects, "target", &workspace->target);
	check(projects, "min-severity", &workspace->least);
	vml_projects_clear(projects);
}

void vml_projects_clear(vml_projects *projects)
{
	while (projects->list) {
		vml_project *next = projects->list->next;

		projects->forget(projects->data, projects->list);
		free_project(projects->list);
		projects->list = next;
	}
}

void vml_projects_free(vml_projects *projects)
{
	vml_projects_clear(projects);
	vml_workspace_free(&projects->workspace);
}
