/* Which files a directory holds for an audit. */
#ifndef VML_FILES_H
#define VML_FILES_H

#include <stdbool.h>
#include <stddef.h>

struct stat;

/* A growing list of owned paths. */
typedef struct vml_path_list {
	char **paths;
	size_t n;
} vml_path_list;

/* Whether a directory's audit looks at a file of that name: "*.xml", in either case. */
bool vml_is_xml_name(const char *name);

/* Called for a directory that cannot be read, with errno's text; it is then passed over. */
typedef void vml_files_trouble(void *data, const char *path, const char *why);

/*
 * Every *.xml below a directory, sorted by path; of several names of one file (symbolic
 * links) the real one, once; directories that loop are entered once.
 */
void vml_files_below(
	const char *directory, vml_path_list *ret, vml_files_trouble *trouble, void *data);

/* Files that are read once, however often they are named. To begin with all zero. */
typedef struct vml_files_seen {
	struct _xmlHashTable *table;
} vml_files_seen;

/*
 * Whether a path, of which stat() says "st", leads to a file that was not asked for before:
 * another name of it (a link, "./") is no other file, but a hard link is. What is no plain
 * file is always new.
 */
bool vml_files_seen_add(vml_files_seen *seen, const char *path, const struct stat *st);

/* Release it. */
void vml_files_seen_free(vml_files_seen *seen);

/* Release the list. */
void vml_path_list_free(vml_path_list *paths);

#endif
