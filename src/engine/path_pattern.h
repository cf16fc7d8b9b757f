/* Path patterns, as in .gitignore. */
#ifndef VML_PATH_PATTERN_H
#define VML_PATH_PATTERN_H

#include <stdbool.h>

/*
 * Return true if a path matches a pattern. '*', '?' and [...] match within one name, "**" matches
 * any number of directories. A pattern that ends with a slash matches all files below the
 * directory. A pattern without a slash is compared with the last name of the path only.
 *
 * path: without a leading slash
 */
bool vml_path_matches(const char *pattern, const char *path);

/* Return true if a '[' of the pattern is not closed by ']': such a pattern matches nothing. */
bool vml_pattern_is_open(const char *pattern);

#endif
