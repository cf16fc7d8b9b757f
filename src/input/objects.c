/* Reader of git objects: requests to one "git cat-file --batch" process. */
#include "objects.h"

#include "arena.h"
#include "process.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LARGEST = 256 << 20 }; /* limit on the size of a document in bytes */

struct vml_objects {
	vml_process git;
	bool lost;
};

vml_objects *vml_objects_open(const char *const *set)
{
	static const char *const argv[] = { "git", "cat-file", "--batch", NULL };
	vml_objects *objects = vml_realloc(NULL, sizeof(*objects));

	objects->lost = vml_process_start(&objects->git, argv, set, true) != 0;
	return objects;
}

/* Read exactly `len` bytes; false if the input ends before, or on an error. */
static bool read_exactly(int fd, char *to, size_t len)
{
	while (len) {
		ssize_t got = read(fd, to, len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		to += got;
		len -= (size_t)got;
	}
	return true;
}

/*
 * Read a line "hash blob size" or "hash missing". Reads single bytes, because the content follows.
 */
static bool read_header(int fd, char *to, size_t room)
{
	size_t n = 0;

	while (n < room && read_exactly(fd, to + n, 1)) {
		if (to[n] == '\n') {
			to[n] = '\0';
			return true;
		}
		n++;
	}
	return false;
}

/* Read and discard `len` bytes. */
static bool drop(int fd, size_t len)
{
	char waste[65536];

	while (len) {
		size_t n = len < sizeof(waste) ? len : sizeof(waste);

		if (!read_exactly(fd, waste, n))
			return false;
		len -= n;
	}
	return true;
}

static vml_object_status lose(vml_objects *objects, vml_buffer *ret)
{
	objects->lost = true;
	vml_buffer_free(ret);
	return VML_OBJECT_LOST;
}

vml_object_status vml_objects_get(vml_objects *objects, const char *hash, vml_buffer *ret)
{
	size_t n = strspn(hash, "0123456789abcdef");
	int fd = objects->git.out;
	char line[256], type[16];
	unsigned long long size;

	if (objects->lost)
		return VML_OBJECT_LOST;
	/*
	 * git is waiting for the line, and the line is short: send() never writes only a part of it
	 */
	snprintf(line, sizeof(line), "%.*s\n", (int)n, hash);
	if (send(objects->git.in, line, n + 1, MSG_NOSIGNAL) != (ssize_t)(n + 1) ||
		!read_header(fd, line, sizeof(line)))
		return lose(objects, ret);
	if (sscanf(line, "%*s %15s %llu", type, &size) != 2)
		return VML_OBJECT_NONE;
	if (size > LARGEST)
		return drop(fd, size + 1) ? VML_OBJECT_NONE : lose(objects, ret);
	if (!read_exactly(fd, vml_buffer_reserve(ret, size + 1), size + 1))
		return lose(objects, ret);
	ret->len = size; /* without the newline that git adds */
	ret->bytes[size] = '\0';
	return VML_OBJECT_CONTENT;
}

void vml_objects_close(vml_objects *objects)
{
	if (!objects)
		return;
	vml_process_end(&objects->git);
	free(objects);
}
