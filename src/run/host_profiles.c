/* Host profiles of a run: reading files, and profiles made of single documents of virsh. */
#include "host_profiles.h"

#include "arena.h"
#include "buffer.h"
#include "host.h"
#include "host_documents.h"
#include "text.h"

#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

/* A profile that was read. */
struct profile {
	char *path; /* NULL: made of the documents of the settings */
	vml_parser *parser;
	vml_host *host;
};

struct vml_host_profiles {
	struct profile *list;
	size_t n;
};

vml_host_profiles *vml_host_profiles_new(void)
{
	vml_host_profiles *profiles = vml_realloc(NULL, sizeof(*profiles));

	*profiles = (vml_host_profiles){ 0 };
	return profiles;
}

void vml_host_profiles_free(vml_host_profiles *profiles)
{
	if (!profiles)
		return;
	for (size_t i = 0; i < profiles->n; i++) {
		free(profiles->list[i].path);
		vml_host_free(profiles->list[i].host);
		vml_parser_free(profiles->list[i].parser);
	}
	free(profiles->list);
	free(profiles);
}

/* Add a profile. A name that another host has, such as "localhost", is replaced by the path. */
static const vml_host *keep(vml_host_profiles *profiles, const struct profile *profile)
{
	for (size_t i = 0; i < profiles->n && profile->path; i++)
		if (!strcmp(vml_host_name(profiles->list[i].host), vml_host_name(profile->host)))
			vml_host_set_name(profile->host, profile->path);
	profiles->list = vml_realloc(profiles->list, (profiles->n + 1) * sizeof(*profiles->list));
	profiles->list[profiles->n++] = *profile;
	return profile->host;
}

/* Return the host of a file, read when first requested; NULL with *ret_error set. */
static const vml_host *load(vml_host_profiles *profiles, const char *path, char **ret_error)
{
	struct profile profile = { 0 };
	vml_buffer bytes;

	for (size_t i = 0; i < profiles->n; i++)
		if (profiles->list[i].path && !strcmp(profiles->list[i].path, path))
			return profiles->list[i].host;
	*ret_error = vml_host_file_read(path, &bytes);
	if (*ret_error)
		return NULL;
	profile.parser = vml_parser_new();
	profile.host = vml_host_document_read(profile.parser, path, &bytes, ret_error);
	vml_buffer_free(&bytes);
	if (!profile.host) {
		vml_parser_free(profile.parser);
		return NULL;
	}
	profile.path = vml_strdup(path);
	return keep(profiles, &profile);
}

/* Return the host that consists of the documents of the settings; NULL with *ret_error set. */
static const vml_host *load_documents(
	vml_host_profiles *profiles, const vml_settings *settings, char **ret_error)
{
	struct profile profile = { 0 };
	vml_buffer bytes;

	for (size_t i = 0; i < profiles->n; i++)
		if (!profiles->list[i].path)
			return profiles->list[i].host;
	*ret_error = vml_host_documents_join(settings, &bytes);
	if (*ret_error)
		return NULL;
	profile.parser = vml_parser_new();
	profile.host = vml_host_document_read(profile.parser, "host profile", &bytes, ret_error);
	vml_buffer_free(&bytes);
	if (profile.host)
		return keep(profiles, &profile);
	vml_parser_free(profile.parser);
	return NULL;
}

int vml_host_profiles_given(vml_host_profiles *profiles, const vml_settings *settings,
	vml_selection *selection, bool *any, vml_error *error)
{
	*any = settings->n_hosts || settings->n_host_documents;
	for (size_t i = 0; i < settings->n_hosts; i++) {
		const vml_host *host = load(profiles, settings->hosts[i], &error->text);

		if (!host)
			return -1;
		vml_select_host(selection, host);
	}
	if (settings->n_host_documents) {
		const vml_host *host = load_documents(profiles, settings, &error->text);

		if (!host)
			return -1;
		vml_select_host(selection, host);
	}
	return 0;
}

/* Add the hosts of all files that match the pattern. */
static int select_matches(vml_host_profiles *profiles, const char *pattern,
	vml_selection *selection, char **ret_error)
{
	glob_t found;
	int status = glob(pattern, 0, NULL, &found);

	if (status == GLOB_NOSPACE)
		vml_out_of_memory();
	if (status) {
		*ret_error = vml_asprintf("no host profile matches '%s'", pattern);
		return -1;
	}
	for (size_t i = 0; !status && i < found.gl_pathc; i++) {
		const vml_host *host = load(profiles, found.gl_pathv[i], ret_error);

		if (!host)
			status = -1;
		else if (selection)
			vml_select_host(selection, host);
	}
	globfree(&found);
	return status;
}

int vml_host_profiles_select(vml_host_profiles *profiles, const char *list, const char *directory,
	vml_selection *selection, char **ret_error)
{
	char *copy = vml_strdup(list), *rest = copy, *word;
	int status = 0;

	while (!status && (word = strtok_r(rest, ", \t\n", &rest))) {
		char *pattern =
			*word == '/' ? vml_strdup(word) : vml_asprintf("%s/%s", directory, word);

		status = select_matches(profiles, pattern, selection, ret_error);
		free(pattern);
	}
	free(copy);
	return status;
}
