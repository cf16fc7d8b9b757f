/* Path patterns, as in .gitignore: compares one name (path component) after the other. */
#include "path_pattern.h"

#include "arena.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

static bool is_deep(const char *pattern)
{
	return pattern[0] == '*' && pattern[1] == '*' && (!pattern[2] || pattern[2] == '/');
}

/* Return the part of a path after its first name and slash; NULL if it has only one name. */
static const char *after_name(const char *path)
{
	const char *slash = strchr(path, '/');

	return slash ? slash + 1 : NULL;
}

static bool name_matches(const char *pattern, const char *path)
{
	char *p = vml_strdup(pattern), *s = vml_strdup(path);
	bool match;

	p[strcspn(p, "/")] = '\0';
	s[strcspn(s, "/")] = '\0';
	match = !fnmatch(p, s, 0);
	free(p);
	free(s);
	return match;
}

bool vml_path_matches(const char *pattern, const char *path)
{
	/*
	 * deep: pattern after the last "**"; retry: rest of the path with which `deep` was last
	 * compared. After a mismatch, "**" matches one more name of `retry`.
	 */
	const char *deep = NULL, *retry = NULL;

	if (!strchr(pattern, '/') && !is_deep(pattern)) {
		const char *slash = strrchr(path, '/');

		return !fnmatch(pattern, slash ? slash + 1 : path, 0);
	}
	pattern += *pattern == '/';
	while (path) {
		if (pattern && is_deep(pattern)) {
			deep = after_name(pattern);
			if (!deep || !*deep)
				return true;
			retry = path;
			pattern = deep;
		} else if (pattern && name_matches(pattern, path)) {
			pattern = after_name(pattern);
			path = after_name(path);
			if (pattern && !*pattern)
				return path; /* "lab/" matches everything below lab */
		} else if (deep) {
			retry = after_name(retry);
			path = retry;
			pattern = deep;
		} else {
			return false;
		}
	}
	return !pattern || (is_deep(pattern) && !pattern[2]);
}

bool vml_pattern_is_open(const char *pattern)
{
	const char *end;

	for (; *pattern; pattern++) {
		if (*pattern == '\\' && pattern[1]) {
			pattern++;
		} else if (*pattern == '[') {
			/* ']' right after the '[' or its negation is a member of the set */
			end = pattern + 1 + (pattern[1] == '!' || pattern[1] == '^');
			end = *end ? strchr(end + 1, ']') : NULL;
			if (!end)
				return true;
			pattern = end;
		}
	}
	return false;
}
