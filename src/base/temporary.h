/* Files that take the place of another once they are complete: none is left behind. */
#ifndef VML_TEMPORARY_H
#define VML_TEMPORARY_H

#include <stdbool.h>

typedef struct vml_temporary vml_temporary;

/*
 * Make a new file in the folder of the one that it is to replace, where a rename replaces
 * at once. Nobody else may read it yet.
 *
 * ret_fd: for the caller to write to and to close
 *
 * Returns the file for vml_temporary_keep() or vml_temporary_drop(), or NULL with errno set.
 */
vml_temporary *vml_temporary_new(const char *target, int *ret_fd);

/* Give it the target's name; false with errno set, and then it is gone. Releases it. */
bool vml_temporary_keep(vml_temporary *temporary, const char *target);

/* Remove and release it; NULL is allowed. errno stays. */
void vml_temporary_drop(vml_temporary *temporary);

/* Remove all that there are, as the process ends. May be called by a signal handler. */
void vml_temporaries_remove(void);

#endif
