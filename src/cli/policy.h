/* Which rules hold for which input: the configuration, then the command line. */
#ifndef VML_POLICY_H
#define VML_POLICY_H

#include "config.h"
#include "options.h"

/* Selections by the path of the input; made when first asked for. Not for several threads. */
typedef struct vml_policy vml_policy;

/*
 * Find and read the configuration, and let it say what the command line leaves open.
 *
 * settings: what the command line says; afterwards with what the configuration says, whose
 *           strings live as long as the policy
 *
 * Returns 0, or -1 after a message: exit status 3.
 */
int vml_policy_open(vml_settings *settings, vml_policy **ret);

/* Release it; NULL is allowed. */
void vml_policy_free(vml_policy *policy);

/* The rules for a file, or for an input that is none (NULL). Owned by the policy. */
const vml_selection *vml_policy_for(vml_policy *policy, const char *path);

#endif
