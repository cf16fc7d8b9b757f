/* Host profiles of a run: files of --host and "host =", each read once. */
#ifndef VML_HOST_PROFILES_H
#define VML_HOST_PROFILES_H

#include "settings.h"

#include <vmlint/audit.h>

/* The profiles read so far. */
typedef struct vml_host_profiles vml_host_profiles;

/* Create an empty set; the caller frees it with vml_host_profiles_free(). */
vml_host_profiles *vml_host_profiles_new(void);

/* Free all hosts, after the selections that refer to them; NULL is allowed. */
void vml_host_profiles_free(vml_host_profiles *profiles);

/*
 * Add the hosts of the settings (--host, --capabilities, --domcaps) to a selection; `any` is set
 * to whether there are some.
 *
 * Returns 0, or -1 with *error set.
 */
int vml_host_profiles_given(vml_host_profiles *profiles, const vml_settings *settings,
	vml_selection *selection, bool *any, vml_error *error);

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
