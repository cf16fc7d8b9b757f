/* Host profiles: files of --host and "host =", each read once, and profiles in memory. */
#ifndef VML_HOST_PROFILES_H
#define VML_HOST_PROFILES_H

#include "settings.h"

#include <vmlint/audit.h>

/* Create an empty set; the caller frees it with vml_host_profiles_free(). */
vml_host_profiles *vml_host_profiles_new(void);

/* Free all hosts, after the selections that refer to them; NULL is allowed. */
void vml_host_profiles_free(vml_host_profiles *profiles);

/*
 * Add a host profile in memory.
 *
 * path: for messages, and the name of a host that has none or the name of another host; copied
 * text, len: borrowed during the call
 *
 * Returns 0, or -1 with *ret_error set, which the caller frees.
 */
int vml_host_profiles_add(vml_host_profiles *profiles, const char *path, const char *text,
	size_t len, char **ret_error);

/* Remove the last profile, which no selection may refer to. There must be one. */
void vml_host_profiles_drop_last(vml_host_profiles *profiles);

/* Return true if a file has changed since it was read. */
bool vml_host_profiles_changed(const vml_host_profiles *profiles);

/*
 * Return true if the settings have hosts (--host, --capabilities, --domcaps, host_profiles), which
 * replace those of the configuration.
 */
bool vml_host_profiles_are_given(const vml_settings *settings);

/*
 * Add the hosts of the settings to a selection. profiles: gets those that must be read.
 *
 * Returns 0, or -1 with *error set.
 */
int vml_host_profiles_given(vml_host_profiles *profiles, const vml_settings *settings,
	vml_selection *selection, vml_error *error);

/*
 * Add the hosts of a list of files and shell patterns to a selection.
 *
 * list: separated by commas or whitespace, relative to `directory`
 * selection: NULL: only read them
 *
 * Returns 0, or -1 with *ret_error set, which the caller frees.
 */
int vml_host_profiles_select(vml_host_profiles *profiles, const char *list, const char *directory,
	vml_selection *selection, char **ret_error);

/*
 * Write the profile of --save-host: the facts of the host of --connect, or the documents of
 * --capabilities and --domcaps.
 *
 * Returns the exit status, after a message if it is not VML_EXIT_CLEAN.
 */
int vml_save_host(const vml_settings *settings);

#endif
