/* Atomic replacement of a file's content. */
#ifndef VML_WRITE_H
#define VML_WRITE_H

#include <stddef.h>
#include <sys/stat.h>

/*
 * Replace the content of a file: writes it to a temporary file in the same directory, flushes that
 * to the disk and renames it. Mode, owner, ACLs and other extended attributes are preserved as far
 * as permitted. Symbolic links are followed.
 *
 * known: result of fstat() when the old content was read; if the file has changed since then, it is
 * not replaced
 *
 * Returns NULL; or an error message, valid until the thread's next call: the file is then
 * unchanged.
 */
const char *vml_replace_file(
	const char *path, const struct stat *known, const char *bytes, size_t len);

#endif
