/* Contents of files. */
#ifndef VML_FILE_H
#define VML_FILE_H

#include "buffer.h"

/*
 * Read a file.
 *
 * max_mib: limit on its size in MiB, because a device or a huge file must not exhaust the memory
 * ret: set to the bytes, followed by a NUL; the caller frees them; empty on failure
 *
 * Returns NULL, or an error message, which the caller frees.
 */
char *vml_file_read(const char *path, size_t max_mib, vml_buffer *ret);

#endif
