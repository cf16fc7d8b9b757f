/* Arena: memory for one document, freed all at once. */
#ifndef VML_ARENA_H
#define VML_ARENA_H

#include <stdarg.h>
#include <stddef.h>

typedef struct vml_arena vml_arena;

/**
 * Create an empty arena.
 *
 * No function of this header fails: if memory runs out, it ends the process by
 * vml_out_of_memory().
 *
 * @return the arena; the caller frees it with vml_arena_free()
 */
vml_arena *vml_arena_new(void);

/** Free the arena and all memory allocated from it; NULL is allowed. */
void vml_arena_free(vml_arena *arena);

/** Invalidate all allocations; keep up to 1 MiB for the next document and free the rest. */
void vml_arena_reset(vml_arena *arena);

/** Allocate `size` zeroed bytes, aligned for any object; they belong to the arena. */
void *vml_arena_alloc(vml_arena *arena, size_t size);

/** Copy the first `len` bytes of `text` and a NUL into the arena. */
char *vml_arena_strndup(vml_arena *arena, const char *text, size_t len);

/** Copy the string `text` into the arena. */
char *vml_arena_strdup(vml_arena *arena, const char *text);

/** Format a string as printf() does; it belongs to the arena. */
char *vml_arena_printf(vml_arena *arena, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/** Same as vml_arena_printf(), with a va_list; the caller calls va_end(). */
char *vml_arena_vprintf(vml_arena *arena, const char *fmt, va_list args)
	__attribute__((format(printf, 2, 0)));

/**
 * Same as realloc(), but ends the process if memory runs out.
 *
 * @param old NULL allocates new memory
 * @param size in bytes; 0 is allowed
 * @return never NULL; the caller frees it with free()
 */
void *vml_realloc(void *old, size_t size);

/** Copy the string `text`; the caller frees the copy with free(). */
char *vml_strdup(const char *text);

/**
 * Copy `len` bytes of `text`, none of which is NUL, and add a NUL; the caller frees the copy with
 * free().
 */
char *vml_strndup(const char *text, size_t len);

/** Function that vml_out_of_memory() calls first. It must not allocate memory. */
typedef void vml_last_act(void);

/** Set the function that vml_out_of_memory() calls first; replaces an earlier one. Thread-safe. */
void vml_before_out_of_memory(vml_last_act *act);

/**
 * Call the function set by vml_before_out_of_memory(), print "out of memory" and exit with 2.
 */
_Noreturn void vml_out_of_memory(void);

#endif
