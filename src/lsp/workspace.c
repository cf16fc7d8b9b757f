/* Workspace of the client: its root directories, and its settings for all documents. */
#include "workspace.h"

#include "arena.h"
#include "file_uri.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* Append a path to a list, which then owns it. */
static void append(char ***list, size_t *n, char *path)
{
	*list = vml_realloc(*list, (*n + 1) * sizeof(**list));
	(*list)[(*n)++] = path;
}

static void free_list(char ***list, size_t *n)
{
	for (size_t i = 0; i < *n; i++)
		free((*list)[i]);
	free(*list);
	*list = NULL;
	*n = 0;
}

/*
 * Return the path of a file URI, without trailing slashes; the caller frees it. NULL for other
 * URIs.
 */
static char *folder_path(const json_t *uri)
{
	char *path = json_is_string(uri) ? vml_uri_path(json_string_value(uri)) : NULL;
	size_t len = path ? strlen(path) : 0;

	while (len > 1 && path[len - 1] == '/')
		path[--len] = '\0';
	return path;
}

static void add_folder(vml_workspace *workspace, const json_t *uri)
{
	char *path = folder_path(uri);

	if (path)
		append(&workspace->folders, &workspace->n_folders, path);
}

static void remove_folder(vml_workspace *workspace, const json_t *uri)
{
	char *path = folder_path(uri);
	size_t kept = 0;

	for (size_t i = 0; path && i < workspace->n_folders; i++) {
		if (strcmp(workspace->folders[i], path))
			workspace->folders[kept++] = workspace->folders[i];
		else
			free(workspace->folders[i]);
	}
	workspace->n_folders = path ? kept : workspace->n_folders;
	free(path);
}

void vml_workspace_open(vml_workspace *workspace, const json_t *params)
{
	const json_t *folder;
	size_t i;

	json_array_foreach (json_object_get(params, "workspaceFolders"), i, folder)
		add_folder(workspace, json_object_get(folder, "uri"));
	if (!workspace->n_folders)
		add_folder(workspace, json_object_get(params, "rootUri"));
}

void vml_workspace_change(vml_workspace *workspace, const json_t *event)
{
	const json_t *folder;
	size_t i;

	json_array_foreach (json_object_get(event, "removed"), i, folder)
		remove_folder(workspace, json_object_get(folder, "uri"));
	json_array_foreach (json_object_get(event, "added"), i, folder)
		add_folder(workspace, json_object_get(folder, "uri"));
}

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

/*
 * Store the host profiles in the client's settings. value: a path, or an array of paths; NULL: the
 * profiles stored before are kept
 */
static void take_hosts(vml_workspace *workspace, const json_t *value)
{
	const json_t *path;
	size_t i;

	if (!value)
		return;
	free_list(&workspace->hosts, &workspace->n_hosts);
	if (json_is_string(value) && *json_string_value(value))
		append(&workspace->hosts, &workspace->n_hosts,
			vml_strdup(json_string_value(value)));
	json_array_foreach (value, i, path)
		if (json_is_string(path))
			append(&workspace->hosts, &workspace->n_hosts,
				vml_strdup(json_string_value(path)));
}

void vml_workspace_take(vml_workspace *workspace, const json_t *settings)
{
	const json_t *own = json_object_get(settings, "vmlint");

	settings = own ? own : settings;
	take(&workspace->config, settings, "config");
	take(&workspace->target, settings, "target");
	take(&workspace->guest, settings, "guest");
	take(&workspace->least, settings, "min-severity");
	take_hosts(workspace, json_object_get(settings, "host"));
}

const char *vml_workspace_folder(const vml_workspace *workspace, const char *path)
{
	const char *best = NULL;
	size_t best_len = 0;

	for (size_t i = 0; i < workspace->n_folders; i++) {
		const char *folder = workspace->folders[i];
		size_t len = strlen(folder);
		bool inside = !strncmp(path, folder, len) && (path[len] == '/' || len == 1);

		if (inside && len > best_len) {
			best = folder;
			best_len = len;
		}
	}
	return best;
}

char *vml_workspace_path(const vml_workspace *workspace, const char *path)
{
	if (*path == '/' || !workspace->n_folders)
		return vml_strdup(path);
	return vml_asprintf("%s/%s", workspace->folders[0], path);
}

void vml_workspace_free(vml_workspace *workspace)
{
	free(workspace->config);
	free(workspace->target);
	free(workspace->guest);
	free(workspace->least);
	free_list(&workspace->hosts, &workspace->n_hosts);
	free_list(&workspace->folders, &workspace->n_folders);
}
