/* The arena: a chain of blocks that are handed out from the front. */
#include "arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK = 16 * 1024 };

struct block {
	struct block *next;
	size_t size, used;
	alignas(max_align_t) unsigned char bytes[];
};

struct vml_arena {
	struct block *first, *last;
};

void vml_out_of_memory(void)
{
	static const char message[] = "vmlint: out of memory\n";

	/* stdio may need memory itself, and its buffers may hold half a report */
	if (write(STDERR_FILENO, message, sizeof(message) - 1) < 0)
		_exit(2);
	_exit(2);
}

void *vml_realloc(void *old, size_t size)
{
	void *fresh = realloc(old, size ? size : 1);

	if (!fresh)
		vml_out_of_memory();
	return fresh;
}

char *vml_strdup(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(vml_realloc(NULL, size), text, size);
}

vml_arena *vml_arena_new(void)
{
	vml_arena *arena = vml_realloc(NULL, sizeof(*arena));

	*arena = (vml_arena){ 0 };
	return arena;
}

void vml_arena_free(vml_arena *arena)
{
	if (!arena)
		return;
	for (struct block *block = arena->first, *next; block; block = next) {
		next = block->next;
		free(block);
	}
	free(arena);
}

void vml_arena_reset(vml_arena *arena)
{
	struct block *keep = arena->first;

	if (!keep)
		return;
	for (struct block *block = keep->next, *next; block; block = next) {
		next = block->next;
		free(block);
	}
	keep->next = NULL;
	keep->used = 0;
	arena->last = keep;
}

static struct block *grow(vml_arena *arena, size_t size)
{
	size_t room = size > BLOCK ? size : BLOCK;
	struct block *block;

	if (room > SIZE_MAX - sizeof(*block))
		vml_out_of_memory();
	block = vml_realloc(NULL, sizeof(*block) + room);
	block->next = NULL;
	block->size = room;
	block->used = 0;
	if (arena->last)
		arena->last->next = block;
	else
		arena->first = block;
	arena->last = block;
	return block;
}

void *vml_arena_alloc(vml_arena *arena, size_t size)
{
	const size_t align = alignof(max_align_t);
	struct block *block = arena->last;
	void *memory;

	if (size > SIZE_MAX - align)
		vml_out_of_memory();
	size = (size + align - 1) / align * align;
	if (!block || block->size - block->used < size)
		block = grow(arena, size);
	memory = block->bytes + block->used;
	block->used += size;
	return memset(memory, 0, size);
}

char *vml_arena_strndup(vml_arena *arena, const char *text, size_t len)
{
	char *copy = vml_arena_alloc(arena, len + 1);

	memcpy(copy, text, len);
	return copy;
}

char *vml_arena_strdup(vml_arena *arena, const char *text)
{
	return vml_arena_strndup(arena, text, strlen(text));
}

char *vml_arena_vprintf(vml_arena *arena, const char *fmt, va_list args)
{
	char small[256], *text;
	va_list again;
	int len;

	/* nearly every text is short: it is formatted once */
	va_copy(again, args);
	len = vsnprintf(small, sizeof(small), fmt, again);
	va_end(again);
	if (len < 0)
		return vml_arena_strdup(arena, fmt);
	if ((size_t)len < sizeof(small))
		return vml_arena_strndup(arena, small, (size_t)len);
	text = vml_arena_alloc(arena, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, fmt, args);
	return text;
}

char *vml_arena_printf(vml_arena *arena, const char *fmt, ...)
{
	va_list args;
	char *text;

	va_start(args, fmt);
	text = vml_arena_vprintf(arena, fmt, args);
	va_end(args);
	return text;
}
