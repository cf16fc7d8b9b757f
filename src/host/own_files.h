/* Files of this machine, if it is the host: their existence, and the formats of disk images. */
#ifndef VML_OWN_FILES_H
#define VML_OWN_FILES_H

#include "arena.h"

#include <vmlint/rule.h>

/*
 * Files that were examined. Several rules ask for the same file, and several domains use it: the
 * last few hundred answers are kept, so a file that changes later may not be examined again.
 * Thread-safe.
 */
typedef struct vml_own_files vml_own_files;

/* Create an empty cache; the caller frees it with vml_own_files_free(). */
vml_own_files *vml_own_files_new(void);

/* Free the cache; NULL is allowed. */
void vml_own_files_free(vml_own_files *files);

/* Return whether a file exists; VML_UNKNOWN if the path cannot be accessed. */
vml_tristate vml_own_file_exists(vml_own_files *files, const char *path);

/* Same as vml_probe_image() (probe.h). */
const char *vml_own_file_format(
	vml_own_files *files, vml_arena *arena, const char *path, const char **ret_backing);

#endif
