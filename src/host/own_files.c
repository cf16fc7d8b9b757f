/* Files of this machine: a cache of a fixed number of files, each in the slot of its path's hash. */
#include "own_files.h"

#include "hash.h"
#include "probe.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

enum { SLOTS = 512 };

struct file {
	char *path; /* owned; NULL if the slot is empty */
	bool has_exists, has_format;
	vml_tristate exists;
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

static vml_tristate examine(const char *path)
{
	if (!access(path, F_OK))
		return VML_YES;
	/* with another error, such as EACCES, the file may or may not exist */
	return errno == ENOENT ? VML_NO : VML_UNKNOWN;
}

vml_tristate vml_own_file_exists(vml_own_files *files, const char *path)
{
	const struct file *known = lock_slot(files, path);
	vml_tristate exists = known->exists;
	bool done = known->has_exists;
	struct file *file;

	pthread_mutex_unlock(&files->lock);
	if (done)
		return exists;
	exists = examine(path);
	file = lock_slot(files, path);
	file->exists = exists;
	file->has_exists = true;
	pthread_mutex_unlock(&files->lock);
	return exists;
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
