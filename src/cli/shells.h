/* Completion scripts for shells, embedded by the build. */
#ifndef VML_SHELLS_H
#define VML_SHELLS_H

#include "embedded.h"

/* Completion scripts (src/cli/completion.*), from embed.cmake. id: name of the shell. */
extern const vml_embedded vml_shells[];

/*
 * Return the completion script for a shell ("bash", "zsh", "fish"), a constant; NULL if there is
 * none.
 */
const vml_embedded *vml_shell_of(const char *name);

#endif
