/* The atomic write. */
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

static _Thread_local char trouble[256];

static const char *trouble_of(const char *what)
{
	snprintf(trouble, sizeof(trouble), "%s: %s", what, strerror(errno));
	return trouble;
}

static bool unchanged(const struct stat *now, const struct stat *known)
{
	return now->st_dev == known->st_dev && now->st_ino == known->st_ino &&
		now->st_size == known->st_size && now->st_mtim.tv_sec == known->st_mtim.tv_sec &&
		now->st_mtim.tv_nsec == known->st_mtim.tv_nsec;
}

/* Copy the extended attributes, ACLs and security labels among them, that may be copied. */
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
		/* not every attribute may be set by everyone: what cannot be kept is not */
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

/* Make the rename last: the directory is data, too. */
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

/* Fill the temporary file; NULL, or what went wrong. */
static const char *fill(
	int fd, const char *path, const struct stat *known, const char *bytes, size_t len)
{
	mode_t mode = known->st_mode & 07777;

	if (fchown(fd, known->st_uid, known->st_gid)) {
		if (errno != EPERM)
			return trouble_of("cannot keep its owner");
		/* the file becomes ours; another group than before gets nothing of it */
		if (fchown(fd, (uid_t)-1, known->st_gid))
			mode &= ~(mode_t)070;
	}
	/* what the directory gives to new files is not for this one */
	if (fremovexattr(fd, "system.posix_acl_access"))
		errno = 0;
	if (fchmod(fd, mode))
		return trouble_of("cannot keep its mode");
	copy_attributes(path, fd);
	if (!write_all(fd, bytes, len) || fsync(fd))
		return trouble_of("cannot write");
	return NULL;
}

const char *vml_replace_file(
	const char *path, const struct stat *known, const char *bytes, size_t len)
{
	char *real = realpath(path, NULL);
	vml_temporary *temporary;
	const char *wrong = NULL;
	struct stat now;
	int fd;

	if (!real)
		return trouble_of("cannot write");
	if (!S_ISREG(known->st_mode)) {
		free(real);
		return "not a file: it would become one";
	}
	if (access(real, W_OK)) {
		/* a rename would go round the write protection, which was set on purpose */
		free(real);
		return trouble_of("cannot write");
	}
	temporary = vml_temporary_new(real, &fd);
	if (!temporary) {
		wrong = trouble_of("cannot write beside it");
	} else {
		wrong = fill(fd, real, known, bytes, len);
		if (close(fd) && !wrong)
			wrong = trouble_of("cannot write");
		if (!wrong && (stat(real, &now) || !unchanged(&now, known)))
			wrong = "it changed while it was read: nothing was written";
		if (wrong)
			vml_temporary_drop(temporary);
		else if (!vml_temporary_keep(temporary, real))
			wrong = trouble_of("cannot replace it");
		else
			sync_directory(real);
	}
	free(real);
	return wrong;
}
