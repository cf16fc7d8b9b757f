/* Replacing a file: the old or the new content, never a mixture. */
#ifndef VML_WRITE_H
#define VML_WRITE_H

#include <stddef.h>
#include <sys/stat.h>

/*
 * Replace a file's content.
 *
 * The new content is written beside the file, flushed to the disk and renamed over it;
 * mode, owner, ACLs and other extended attributes are kept where the system lets us;
 * symbolic links are followed.
 *
 * known: what fstat() said when the old content was read; where the file is another
 * one by now, it is left alone
 *
 * Returns NULL, or what went wrong, in words that live until the next call in the
 * thread; the file is then as it was.
 */
const char *vml_replace_file(
	const char *path, const struct stat *known, const char *bytes, size_t len);

#endif
