/* Files of this machine, if it is the host: their status, and the formats of disk images. */
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

/* Result of stat(). */
typedef struct vml_own_status {
	vml_tristate exists; /* VML_UNKNOWN: the path cannot be accessed */
	/* st_mode, st_uid and st_gid; 0 unless `exists` is VML_YES */
	unsigned int mode, owner, group;
	bool empty; /* st_size is 0 */
} vml_own_status;

/* Return the status of a file; symbolic links are followed. */
vml_own_status vml_own_file_status(vml_own_files *files, const char *path);

/* Same as vml_probe_image() (probe.h). */
const char *vml_own_file_format(
	vml_own_files *files, vml_arena *arena, const char *path, const char **ret_backing);

#endif
