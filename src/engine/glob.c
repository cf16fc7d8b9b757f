/* Matching paths name by name. */
#include "glob.h"

#include "arena.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

static bool is_deep(const char *pattern)
{
	return pattern[0] == '*' && pattern[1] == '*' && (!pattern[2] || pattern[2] == '/');
}

/* Behind the first name of a path; NULL where it is the last one. */
static const char *behind_name(const char *path)
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
	/* where to go on from when a name does not fit: the last "**", and what it has eaten */
	const char *deep = NULL, *eaten = NULL;

	if (!strchr(pattern, '/') && !is_deep(pattern)) {
		const char *slash = strrchr(path, '/');

		return !fnmatch(pattern, slash ? slash + 1 : path, 0);
	}
	pattern += *pattern == '/';
	while (path) {
		if (pattern && is_deep(pattern)) {
			deep = behind_name(pattern);
			if (!deep || !*deep)
				return true;
			eaten = path;
			pattern = deep;
		} else if (pattern && name_matches(pattern, path)) {
			pattern = behind_name(pattern);
			path = behind_name(path);
			if (pattern && !*pattern)
				return path; /* "lab/" is all below lab */
		} else if (deep) {
			eaten = behind_name(eaten);
			path = eaten;
			pattern = deep;
		} else {
			return false;
		}
	}
	return !pattern || (is_deep(pattern) && !pattern[2]);
}
