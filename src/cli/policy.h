/* Rule selections for inputs, from the configuration and the command line. */
#ifndef VML_POLICY_H
#define VML_POLICY_H

#include "config.h"
#include "options.h"

/* Selections by input path, created when first requested. Not thread-safe. */
typedef struct vml_policy vml_policy;

/*
 * Find and read the configuration, and set what the command line leaves open.
 *
 * settings: from the command line; completed from the configuration with strings that are valid
 *           as long as the policy; borrowed by the policy
 * ret: the caller frees it with vml_policy_free(); not set on error
 *
 * Returns 0, or -1 after printing a message; the caller exits with 3.
 */
int vml_policy_open(vml_settings *settings, vml_policy **ret);

/* Free the policy and its selections; NULL is allowed. */
void vml_policy_free(vml_policy *policy);

/*
 * Return the rule selection for an input; owned by the policy.
 *
 * path: path of the file; it need not exist; NULL if the input is not a file
 */
const vml_selection *vml_policy_for(vml_policy *policy, const char *path);

#endif
