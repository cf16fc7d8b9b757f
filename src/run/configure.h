/*
 * Configuration of a run: search for the file, completion of the settings, and creation of the
 * policy, which has the rules for each input.
 */
#ifndef VML_CONFIGURE_H
#define VML_CONFIGURE_H

#include "policy.h"

/*
 * Find and read the configuration, complete the settings from it, and create the policy. Notes are
 * passed to settings->messages; with settings->verbose, also the source of each setting.
 *
 * settings: completed with strings that are valid as long as the policy; borrowed by the policy
 * ret: the caller frees it with vml_policy_free(); not set on error
 *
 * Returns 0, or -1 with *error set; the caller frees its text.
 */
int vml_configure(vml_settings *settings, vml_policy **ret, vml_error *error);

/*
 * Same as vml_configure(), with a configuration in memory instead of a file.
 *
 * name: used as the path of the configuration in error messages; relative paths in the
 * configuration start at the directory of this path
 * text, len: borrowed during the call
 */
int vml_configure_text(vml_settings *settings, const char *name, const char *text, size_t len,
	vml_policy **ret, vml_error *error);

/*
 * Return the path of the configuration that vml_configure() would read; freed by the caller. NULL
 * if there is none.
 */
char *vml_configuration_path(const vml_settings *settings);

#endif
