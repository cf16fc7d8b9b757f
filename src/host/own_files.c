/* Files of this machine: a cache of a fixed number of files, each in the slot of its path's hash. */
#include "own_files.h"

#include "hash.h"
#include "probe.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { SLOTS = 512 };

struct file {
	char *path; /* owned; NULL if the slot is empty */
	bool has_status, has_format;
	vml_own_status status;
	const char *format; /* as vml_probe_image() returns them; `backing` is owned */
	char *backing;
};

struct vml_own_files {
	pthread_mutex_t lock; /* protects the slots; not held while a file is examined */
	struct file slots[SLOTS];
};

vml_own_files *vml_own_files_new(void)
{
	vml_own_files *files = vml_realloc(NULL, sizeof(*files));

	memset(files, 0, sizeof(*files));
	pthread_mutex_init(&files->lock, NULL);
	return files;
}

static void clear(struct file *file)
{
	free(file->path);
	free(file->backing);
	*file = (struct file){ 0 };
}

void vml_own_files_free(vml_own_files *files)
{
	if (!files)
		return;
	for (size_t i = 0; i < SLOTS; i++)
		clear(&files->slots[i]);
	pthread_mutex_destroy(&files->lock);
	free(files);
}

/* Lock the cache, and return the slot of the path, which is emptied if it has another path. */
static struct file *lock_slot(vml_own_files *files, const char *path)
{
	uint64_t hash = vml_hash_words(0, path, strlen(path));
	struct file *file = &files->slots[hash % SLOTS];

	pthread_mutex_lock(&files->lock);
	if (file->path && !strcmp(file->path, path))
		return file;
	clear(file);
	file->path = vml_strdup(path);
	return file;
}

static vml_own_status examine(const char *path)
{
	struct stat status;

	if (!stat(path, &status))
		return (vml_own_status){ .exists = VML_YES,
			.mode = status.st_mode,
			.owner = status.st_uid,
			.group = status.st_gid,
			.empty = !status.st_size };
	/* with another error, such as EACCES, the file may or may not exist */
	return (vml_own_status){ .exists = errno == ENOENT || errno == ENOTDIR ? VML_NO
									       : VML_UNKNOWN };
}

vml_own_status vml_own_file_status(vml_own_files *files, const char *path)
{
	const struct file *known = lock_slot(files, path);
	vml_own_status status = known->status;
	bool done = known->has_status;
	struct file *file;

	pthread_mutex_unlock(&files->lock);
	if (done)
		return status;
	status = examine(path);
	file = lock_slot(files, path);
	file->status = status;
	file->has_status = true;
	pthread_mutex_unlock(&files->lock);
	return status;
}

const char *vml_own_file_format(
	vml_own_files *files, vml_arena *arena, const char *path, const char **ret_backing)
{
	struct file *file = lock_slot(files, path);
	const char *format = file->format;
	bool done = file->has_format;

	if (done)
		*ret_backing = *file->backing ? vml_arena_strdup(arena, file->backing) : "";
	pthread_mutex_unlock(&files->lock);
	if (done)
		return format;
	format = vml_probe_image(arena, path, ret_backing);
	file = lock_slot(files, path);
	if (!file->has_format)
		file->backing = vml_strdup(*ret_backing);
	file->format = format;
	file->has_format = true;
	pthread_mutex_unlock(&files->lock);
	return format;
}
