/* Memory that lives as long as one document: allocate freely, release at once. */
#ifndef VML_ARENA_H
#define VML_ARENA_H

#include <stdarg.h>
#include <stddef.h>

typedef struct vml_arena vml_arena;

/**
 * Make an empty arena.
 *
 * No function of this header fails: where the system has no memory left, the
 * process ends with a message and exit status 2, for there is nothing that a
 * linter could do better.
 *
 * @return a new arena; the caller gives it to vml_arena_free()
 */
vml_arena *vml_arena_new(void);

/** Release the arena and all that was allocated from it; NULL is allowed. */
void vml_arena_free(vml_arena *arena);

/** Forget all allocations and keep the memory for the next document. */
void vml_arena_reset(vml_arena *arena);

/** Zeroed memory of `size` bytes, aligned for any object, owned by the arena. */
void *vml_arena_alloc(vml_arena *arena, size_t size);

/** A copy of the first `len` bytes of `text`, with a NUL behind them. */
char *vml_arena_strndup(vml_arena *arena, const char *text, size_t len);

/** A copy of the string `text`. */
char *vml_arena_strdup(vml_arena *arena, const char *text);

/** The formatted string. */
char *vml_arena_printf(vml_arena *arena, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/** As vml_arena_printf(), for the callers that have a va_list. */
char *vml_arena_vprintf(vml_arena *arena, const char *fmt, va_list args)
	__attribute__((format(printf, 2, 0)));

/**
 * malloc() and realloc() that end the process where there is no memory.
 *
 * @return memory that the caller releases with free(); vml_realloc() of a
 *         NULL pointer allocates
 */
void *vml_realloc(void *old, size_t size);

/** An owned copy of `text`; the caller releases it with free(). */
char *vml_strdup(const char *text);

/** An owned copy of the first `len` bytes of `text`, which has no NUL among them. */
char *vml_strndup(const char *text, size_t len);

/** End the process for want of memory: message, exit status 2. */
_Noreturn void vml_out_of_memory(void);

#endif
