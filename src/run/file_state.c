/* State of a file: shows whether the file has changed. */
#include "file_state.h"

#include <stddef.h>

vml_file_state vml_file_state_of(const char *path)
{
	struct stat st;

	if (!path || stat(path, &st))
		return (vml_file_state){ 0 };
	return (vml_file_state){ st.st_ino, st.st_size, st.st_mtim };
}

bool vml_file_state_changed(const char *path, const vml_file_state *known)
{
	vml_file_state now = vml_file_state_of(path);

	return now.inode != known->inode || now.size != known->size ||
		now.modified.tv_sec != known->modified.tv_sec ||
		now.modified.tv_nsec != known->modified.tv_nsec;
}
