/* State of a file: shows whether the file has changed. */
#ifndef VML_FILE_STATE_H
#define VML_FILE_STATE_H

#include <stdbool.h>
#include <sys/stat.h>

/* State of a file; all zero if it does not exist. */
typedef struct vml_file_state {
	ino_t inode;
	off_t size;
	struct timespec modified;
} vml_file_state;

/* Return the state of a file. path: NULL is treated as a missing file. */
vml_file_state vml_file_state_of(const char *path);

/* Return true if the file's state differs from *known. path: NULL is treated as a missing file. */
bool vml_file_state_changed(const char *path, const vml_file_state *known);

#endif
