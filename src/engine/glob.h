/* Patterns of paths, as .gitignore has them. */
#ifndef VML_GLOB_H
#define VML_GLOB_H

#include <stdbool.h>

/*
 * Whether a path matches. '*', '?' and [...] stay within a directory, "**" crosses them;
 * a pattern without a slash is held against the last name of the path.
 */
bool vml_path_matches(const char *pattern, const char *path);

#endif
