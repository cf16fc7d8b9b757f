/* Host profiles: from files, from memory, and joined from documents printed by virsh. */
#include "host_profiles.h"

#include "arena.h"
#include "buffer.h"
#include "file_state.h"
#include "host.h"
#include "host_documents.h"
#include "text.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

/* A profile that was read, and its host. */
struct profile {
	char *path; /* NULL: joined from the documents in the settings */
	vml_parser *parser;
	vml_host *host;
	bool is_file;	      /* read from a file, `path` */
	vml_file_state state; /* state of the file when it was read */
};

struct vml_host_profiles {
	struct profile *list;
	size_t n;
	bool examine; /* see vml_host_profiles_examine() */
};

vml_host_profiles *vml_host_profiles_new(void)
{
	vml_host_profiles *profiles = vml_realloc(NULL, sizeof(*profiles));

	*profiles = (vml_host_profiles){ 0 };
	return profiles;
}

void vml_host_profiles_examine(vml_host_profiles *profiles)
{
	profiles->examine = true;
}

static void free_profile(struct profile *profile)
{
	free(profile->path);
	vml_host_free(profile->host);
	vml_parser_free(profile->parser);
}

void vml_host_profiles_drop_last(vml_host_profiles *profiles)
{
	free_profile(&profiles->list[--profiles->n]);
}

void vml_host_profiles_free(vml_host_profiles *profiles)
{
	if (!profiles)
		return;
	while (profiles->n)
		vml_host_profiles_drop_last(profiles);
	free(profiles->list);
	free(profiles);
}

/*
 * Add a profile, and return its host. If the host of an earlier profile has the same name, such as
 * "localhost", the new host is named after the file of its profile.
 */
static const vml_host *keep(vml_host_profiles *profiles, const struct profile *profile)
{
	for (size_t i = 0; i < profiles->n && profile->path; i++)
		if (!strcmp(vml_host_name(profiles->list[i].host), vml_host_name(profile->host)))
			vml_host_set_name(profile->host, profile->path);
	if (profiles->examine && vml_host_is_this_machine(profile->host))
		vml_host_set_local(profile->host);
	profiles->list = vml_realloc(profiles->list, (profiles->n + 1) * sizeof(*profiles->list));
	profiles->list[profiles->n++] = *profile;
	return profile->host;
}

/*
 * Parse a host profile and add its host.
 *
 * path: NULL if the profile was joined from the documents in the settings
 *
 * Returns the host, or NULL with *ret_error set on failure.
 */
static const vml_host *parse(
	vml_host_profiles *profiles, const char *path, const vml_buffer *bytes, char **ret_error)
{
	struct profile profile = { .parser = vml_parser_new() };

	profile.host = vml_host_document_read(
		profile.parser, path ? path : "host profile", bytes, ret_error);
	if (!profile.host) {
		vml_parser_free(profile.parser);
		return NULL;
	}
	profile.path = path ? vml_strdup(path) : NULL;
	return keep(profiles, &profile);
}

int vml_host_profiles_add(vml_host_profiles *profiles, const char *path, const char *text,
	size_t len, char **ret_error)
{
	vml_buffer bytes = { 0 };
	const vml_host *host;

	vml_buffer_add(&bytes, text, len);
	host = parse(profiles, path, &bytes, ret_error);
	vml_buffer_free(&bytes);
	return host ? 0 : -1;
}

/*
 * Return the host of a file, or NULL with *ret_error set on failure. The file is read by the first
 * call.
 */
static const vml_host *load(vml_host_profiles *profiles, const char *path, char **ret_error)
{
	vml_file_state state;
	vml_buffer bytes;
	const vml_host *host;

	for (size_t i = 0; i < profiles->n; i++)
		if (profiles->list[i].path && !strcmp(profiles->list[i].path, path))
			return profiles->list[i].host;
	state = vml_file_state_of(path);
	*ret_error = vml_host_file_read(path, &bytes);
	if (*ret_error)
		return NULL;
	host = parse(profiles, path, &bytes, ret_error);
	vml_buffer_free(&bytes);
	if (host) {
		profiles->list[profiles->n - 1].is_file = true;
		profiles->list[profiles->n - 1].state = state;
	}
	return host;
}

/*
 * Return the host that is joined from the documents in the settings; NULL with *ret_error set on
 * failure.
 */
static const vml_host *load_documents(
	vml_host_profiles *profiles, const vml_settings *settings, char **ret_error)
{
	vml_buffer bytes;
	const vml_host *host;

	for (size_t i = 0; i < profiles->n; i++)
		if (!profiles->list[i].path)
			return profiles->list[i].host;
	*ret_error = vml_host_documents_join(settings, &bytes);
	if (*ret_error)
		return NULL;
	host = parse(profiles, NULL, &bytes, ret_error);
	vml_buffer_free(&bytes);
	return host;
}

bool vml_host_profiles_changed(const vml_host_profiles *profiles)
{
	for (size_t i = 0; i < profiles->n; i++)
		if (profiles->list[i].is_file &&
			vml_file_state_changed(profiles->list[i].path, &profiles->list[i].state))
			return true;
	return false;
}

bool vml_host_profiles_are_given(const vml_settings *settings)
{
	return settings->n_hosts || settings->n_host_documents ||
		(settings->host_profiles && settings->host_profiles->n);
}

int vml_host_profiles_given(vml_host_profiles *profiles, const vml_settings *settings,
	vml_selection *selection, vml_error *error)
{
	for (size_t i = 0; settings->host_profiles && i < settings->host_profiles->n; i++)
		vml_select_host(selection, settings->host_profiles->list[i].host);
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

/* Add the hosts of all files that match a shell pattern. */
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
