/*
 * Host profiles (XML with the facts of a host): from files that --host or "host =" of the
 * configuration names, each of which is read once, or from memory.
 */
#ifndef VML_HOST_PROFILES_H
#define VML_HOST_PROFILES_H

#include "settings.h"

#include <vmlint/audit.h>

/* Return an empty set of host profiles; the caller frees it with vml_host_profiles_free(). */
vml_host_profiles *vml_host_profiles_new(void);

/* Free the set and its hosts, to which no selection may refer. NULL is allowed. */
void vml_host_profiles_free(vml_host_profiles *profiles);

/*
 * Add a host profile in memory.
 *
 * path: for messages; copied. Its file name without ".xml" is the name of the host if the profile
 * has none. If another host in the set has the same name, the path is the name.
 * text, len: borrowed during the call
 *
 * Returns 0, or -1 with *ret_error set, which the caller frees.
 */
int vml_host_profiles_add(vml_host_profiles *profiles, const char *path, const char *text,
	size_t len, char **ret_error);

/*
 * For hosts that are added after this call: if the host is the machine on which this process runs,
 * rules may examine its files directly.
 */
void vml_host_profiles_examine(vml_host_profiles *profiles);

/* Remove the profile that was added last. There must be one, and no selection may refer to it. */
void vml_host_profiles_drop_last(vml_host_profiles *profiles);

/* Return true if the file of a profile has changed since it was read. */
bool vml_host_profiles_changed(const vml_host_profiles *profiles);

/*
 * Return true if the settings contain hosts (--host, --capabilities, --domcaps, host_profiles). If
 * they do, the hosts of the configuration are not used.
 */
bool vml_host_profiles_are_given(const vml_settings *settings);

/*
 * Add the hosts of the settings to a selection.
 *
 * profiles: hosts that are read are added to it
 *
 * Returns 0, or -1 with error->text set, which the caller frees.
 */
int vml_host_profiles_given(vml_host_profiles *profiles, const vml_settings *settings,
	vml_selection *selection, vml_error *error);

/*
 * Read files with host profiles, and add their hosts to a selection.
 *
 * list: files and shell patterns, separated by commas or whitespace, relative to `directory`
 * selection: NULL: only read the files, to report errors
 *
 * Returns 0, or -1 with *ret_error set, which the caller frees.
 */
int vml_host_profiles_select(vml_host_profiles *profiles, const char *list, const char *directory,
	vml_selection *selection, char **ret_error);

/*
 * Write a host profile to the file of --save-host, from the host of --connect or from the documents
 * of --capabilities and --domcaps.
 *
 * Returns the exit status; if it is not VML_EXIT_CLEAN, a message was printed.
 */
int vml_save_host(vml_settings *settings);

#endif
