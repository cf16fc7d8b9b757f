/* Search for the files to audit below a directory; detection of repeated files. */
#ifndef VML_FILES_H
#define VML_FILES_H

#include <stdbool.h>
#include <stddef.h>

struct stat;

/* A growing list of paths; { 0 } is an empty one. */
typedef struct vml_path_list {
	char **paths; /* owned strings */
	size_t n;
} vml_path_list;

/* Return true if `name` ends with .xml, ignoring case. Audits of a directory skip other files. */
bool vml_is_xml_name(const char *name);

/*
 * Called for a directory, file or symbolic link that cannot be read and is skipped.
 *
 * data: passed to vml_files_below()
 * why: reason, for users
 */
typedef void vml_files_trouble(void *data, const char *path, const char *why);

/*
 * Find all *.xml files below a directory. A file that symbolic links make available under several
 * names is listed once, under its real name if this is one of them. Each directory is entered once,
 * even if symbolic links form a loop.
 *
 * ret: set to the files, sorted by path; the caller frees it with vml_path_list_free()
 * trouble: called for each error, with `data`
 */
void vml_files_below(
	const char *directory, vml_path_list *ret, vml_files_trouble *trouble, void *data);

/* Set of the files that are audited, so that each is read only once. { 0 } is an empty set. */
typedef struct vml_files_seen {
	struct _xmlHashTable *table;
} vml_files_seen;

/*
 * Add a file to the set; returns true if it is new. Paths that differ only in symbolic links or
 * "./" are one file; hard links are different files. Anything but a regular file is always new.
 *
 * st: result of stat() for `path`
 */
bool vml_files_seen_add(vml_files_seen *seen, const char *path, const struct stat *st);

/* Free the set and make it empty. */
void vml_files_seen_free(vml_files_seen *seen);

/* Free the list and its paths, and make it empty. */
void vml_path_list_free(vml_path_list *paths);

#endif
