/* Rule selections per input, from a configuration and the settings. */
#ifndef VML_POLICY_H
#define VML_POLICY_H

#include "config.h"
#include "settings.h"

/*
 * Set of selections, one for all inputs with equal rules. They are created when first requested.
 * Not thread-safe.
 */
typedef struct vml_policy vml_policy;

/*
 * Create a policy.
 *
 * settings: completed from the configuration (configure.h); borrowed
 * config: owned by the policy, and freed on error; NULL if there is none
 * ret: the caller frees it with vml_policy_free(); not set on error
 *
 * Returns 0, or -1 with *error set; the caller frees its text.
 */
int vml_policy_new(
	const vml_settings *settings, vml_config *config, vml_policy **ret, vml_error *error);

/* Free the policy, its selections and its configuration; NULL is allowed. */
void vml_policy_free(vml_policy *policy);

/*
 * Return the rule selection for an input; owned by the policy, never NULL. Only one thread at a
 * time may call this function, but several threads may audit with the selections, which do not
 * change.
 *
 * path: path of the file, which need not exist; NULL if the input is not a file
 */
const vml_selection *vml_policy_for(vml_policy *policy, const char *path);

/* Return true if the file of a host profile has changed since the policy read it. */
bool vml_policy_changed(const vml_policy *policy);

/* Same as vml_policy_for(), for a connection. uri: without password. */
const vml_selection *vml_policy_for_connection(vml_policy *policy, const char *uri);

#endif
