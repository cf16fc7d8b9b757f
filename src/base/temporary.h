/* Temporary files that replace a target once complete; removed if the process ends early. */
#ifndef VML_TEMPORARY_H
#define VML_TEMPORARY_H

#include <stdbool.h>

typedef struct vml_temporary vml_temporary;

/*
 * Create a temporary file in the directory of `target`, so that rename() can replace the target
 * atomically. Its mode is 0600.
 *
 * ret_fd: set to a descriptor for writing, which the caller closes; -1 on failure
 *
 * Returns a handle, which vml_temporary_keep() or vml_temporary_drop() frees; or NULL with errno
 * set.
 */
vml_temporary *vml_temporary_new(const char *target, int *ret_fd);

/*
 * Rename the file to `target`, the one of vml_temporary_new(), and free the handle. Call this after
 * closing the descriptor. On failure, also removes the file, and returns false with errno set.
 */
bool vml_temporary_keep(vml_temporary *temporary, const char *target);

/* Remove the file and free the handle; NULL is allowed. errno is preserved. */
void vml_temporary_drop(vml_temporary *temporary);

/* Remove all temporary files, because the process is about to end. Safe in a signal handler. */
void vml_temporaries_remove(void);

#endif
