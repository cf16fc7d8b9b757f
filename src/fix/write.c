/* Atomic replacement of a file by means of a temporary file and rename(). */
#include "write.h"

#include "arena.h"
#include "temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

static _Thread_local char message[256];

static const char *error_message(const char *what)
{
	snprintf(message, sizeof(message), "%s: %s", what, strerror(errno));
	return message;
}

static bool unchanged(const struct stat *now, const struct stat *known)
{
	return now->st_dev == known->st_dev && now->st_ino == known->st_ino &&
		now->st_size == known->st_size && now->st_mtim.tv_sec == known->st_mtim.tv_sec &&
		now->st_mtim.tv_nsec == known->st_mtim.tv_nsec;
}

/* Copy the extended attributes, which include ACLs and security labels, as far as permitted. */
static void copy_attributes(const char *from, int to)
{
	ssize_t len = listxattr(from, NULL, 0), size;
	char *names, *value;

	if (len <= 0)
		return;
	names = vml_realloc(NULL, (size_t)len);
	len = listxattr(from, names, (size_t)len);
	for (char *name = names; len > 0 && name < names + len; name += strlen(name) + 1) {
		size = getxattr(from, name, NULL, 0);
		if (size < 0)
			continue;
		value = vml_realloc(NULL, (size_t)size);
		size = getxattr(from, name, value, (size_t)size);
		/* errors are ignored: some attributes need privileges */
		if (size >= 0 && fsetxattr(to, name, value, (size_t)size, 0))
			errno = 0;
		free(value);
	}
	free(names);
}

static bool write_all(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

/* Write the directory to the disk, so that the rename survives a crash. */
static void sync_directory(const char *path)
{
	char *copy = vml_strdup(path);
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		(void)!fsync(fd);
		close(fd);
	}
	free(copy);
}

/*
 * Write content, owner, mode and attributes of the temporary file. Returns NULL or an error
 * message.
 */
static const char *fill(
	int fd, const char *path, const struct stat *known, const char *bytes, size_t len)
{
	mode_t mode = known->st_mode & 07777;

	if (fchown(fd, known->st_uid, known->st_gid)) {
		if (errno != EPERM)
			return error_message("cannot preserve the owner");
		/* if the group cannot be preserved either, the new group gets no access */
		if (fchown(fd, (uid_t)-1, known->st_gid))
			mode &= ~(mode_t)070;
	}
	/* remove an ACL that the file inherited from its directory */
	if (fremovexattr(fd, "system.posix_acl_access"))
		errno = 0;
	if (fchmod(fd, mode))
		return error_message("cannot preserve the mode");
	copy_attributes(path, fd);
	if (!write_all(fd, bytes, len) || fsync(fd))
		return error_message("cannot write");
	return NULL;
}

const char *vml_replace_file(
	const char *path, const struct stat *known, const char *bytes, size_t len)
{
	char *real = realpath(path, NULL);
	vml_temporary *temporary;
	const char *error = NULL;
	struct stat now;
	int fd;

	if (!real)
		return error_message("cannot write");
	if (!S_ISREG(known->st_mode)) {
		free(real);
		return "not a regular file";
	}
	if (access(real, W_OK)) {
		/*
		 * checked because rename() ignores the file's write protection, which may be
		 * deliberate
		 */
		error = error_message("cannot write");
		free(real);
		return error;
	}
	temporary = vml_temporary_new(real, &fd);
	if (!temporary) {
		error = error_message("cannot create a temporary file in its directory");
	} else {
		error = fill(fd, real, known, bytes, len);
		if (close(fd) && !error)
			error = error_message("cannot write");
		if (!error && (stat(real, &now) || !unchanged(&now, known)))
			error = "the file has changed since it was read: nothing was written";
		if (error)
			vml_temporary_drop(temporary);
		else if (!vml_temporary_keep(temporary, real))
			error = error_message("cannot replace the file");
		else
			sync_directory(real);
	}
	free(real);
	return error;
}
