/*
 * Preload library that makes malloc(), calloc() or realloc() fail. The variable FAIL_MALLOC_AT is
 * the number of the call that fails, 1-based; with FAIL_MALLOC_ON=1 all later calls fail, too. If
 * the program makes fewer calls, "unreached" is written to descriptor 9 at exit.
 */
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

/* glibc's names of these functions, because dlsym() itself would allocate */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);

static atomic_ulong count;
static unsigned long at;
static int onward;

__attribute__((constructor)) static void begin(void)
{
	const char *number = getenv("FAIL_MALLOC_AT"), *on = getenv("FAIL_MALLOC_ON");

	at = number ? strtoul(number, NULL, 10) : 0;
	onward = on && *on == '1';
	count = 0;
}

__attribute__((destructor)) static void end(void)
{
	if (count < at && write(9, "unreached", 9) < 0)
		errno = 0;
}

static int fails(void)
{
	unsigned long now = at ? ++count : 0;

	if (!at || (onward ? now < at : now != at))
		return 0;
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return fails() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t size)
{
	return fails() ? NULL : __libc_realloc(old, size);
}
