/* Path patterns, as in .gitignore. */
#ifndef VML_PATH_PATTERN_H
#define VML_PATH_PATTERN_H

#include <stdbool.h>

/*
 * Return true if a path matches. '*', '?' and [...] match within one name, "**" matches any
 * number of directories. A pattern without a slash is matched against the last name.
 */
bool vml_path_matches(const char *pattern, const char *path);

/* Return true if a '[' of a pattern is not closed by ']', so that it matches no name. */
bool vml_pattern_is_open(const char *pattern);

#endif
