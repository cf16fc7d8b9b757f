/* List of temporary files, removed if the process ends early. */
#define _GNU_SOURCE /* mkostemp */
#include "temporary.h"

#include "arena.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * A temporary file, as an entry of the list. Each change of the list stores a single pointer,
 * because a signal handler may read the list at any time.
 */
struct vml_temporary {
	_Atomic(vml_temporary *) next;
	char name[];
};

static _Atomic(vml_temporary *) all;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* for changes of the list */

static void remember(vml_temporary *temporary)
{
	vml_before_out_of_memory(vml_temporaries_remove);
	pthread_mutex_lock(&lock);
	atomic_store(&temporary->next, atomic_load(&all));
	atomic_store(&all, temporary);
	pthread_mutex_unlock(&lock);
}

static void forget(vml_temporary *temporary)
{
	_Atomic(vml_temporary *) *link = &all;

	pthread_mutex_lock(&lock);
	while (atomic_load(link) != temporary)
		link = &atomic_load(link)->next;
	atomic_store(link, atomic_load(&temporary->next));
	pthread_mutex_unlock(&lock);
	free(temporary);
}

/*
 * Create the file and add it to the list, with signals blocked: after a signal between the two
 * steps, the file would not be removed. Returns its descriptor, or -1 with errno set.
 */
static int create(vml_temporary *temporary)
{
	sigset_t all_signals, before;
	int fd, error;

	sigfillset(&all_signals);
	pthread_sigmask(SIG_BLOCK, &all_signals, &before);
	fd = mkostemp(temporary->name, O_CLOEXEC);
	error = errno;
	if (fd >= 0)
		remember(temporary);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = error;
	return fd;
}

vml_temporary *vml_temporary_new(const char *target, int *ret_fd)
{
	static const char pattern[] = ".vmlint.XXXXXX";
	const char *slash = strrchr(target, '/');
	size_t n = slash ? (size_t)(slash - target) + 1 : 0;
	vml_temporary *temporary = vml_realloc(NULL, sizeof(*temporary) + n + sizeof(pattern));

	memcpy(temporary->name, target, n);
	memcpy(temporary->name + n, pattern, sizeof(pattern));
	*ret_fd = create(temporary);
	if (*ret_fd >= 0)
		return temporary;
	free(temporary);
	return NULL;
}

bool vml_temporary_keep(vml_temporary *temporary, const char *target)
{
	if (rename(temporary->name, target)) {
		vml_temporary_drop(temporary);
		return false;
	}
	forget(temporary);
	return true;
}

void vml_temporary_drop(vml_temporary *temporary)
{
	int error = errno;

	if (!temporary)
		return;
	unlink(temporary->name);
	forget(temporary);
	errno = error;
}

void vml_temporaries_remove(void)
{
	for (vml_temporary *it = atomic_load(&all); it; it = atomic_load(&it->next))
		unlink(it->name);
}
