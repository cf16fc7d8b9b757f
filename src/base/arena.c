/* Arena: a chain of blocks, each allocated from its start to its end. */
#define _GNU_SOURCE /* strchrnul */
#include "arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef __has_feature
#define __has_feature(x) 0 /* for gcc, which defines __SANITIZE_ADDRESS__ instead */
#endif

/*
 * Size of a block: enough for a document of usual size. With AddressSanitizer, each object gets a
 * block of its own, because overflows within a block would not be detected.
 */
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
enum { BLOCK = 0, KEPT = 0 };
#else
enum {
	BLOCK = 64 * 1024,
	/* limit on the bytes that a reset keeps for the next document; the others are freed */
	KEPT = 1024 * 1024
};
#endif

struct block {
	struct block *next;
	size_t size, used;
	alignas(max_align_t) unsigned char bytes[];
};

struct vml_arena {
	struct block *first, *last; /* last: the block in use; the blocks after it are free */
};

static _Atomic(vml_last_act *) last_act;

void vml_before_out_of_memory(vml_last_act *act)
{
	last_act = act;
}

void vml_out_of_memory(void)
{
	static const char message[] = "vmlint: out of memory\n";
	vml_last_act *act = last_act;

	/*
	 * write(), because stdio may allocate memory, and its buffers may contain part of a report
	 */
	if (act)
		act();
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

char *vml_strndup(const char *text, size_t len)
{
	char *copy = memcpy(vml_realloc(NULL, len + 1), text, len);

	copy[len] = '\0';
	return copy;
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
	struct block **end = &arena->first;
	size_t kept = 0;

	while (*end && kept + (*end)->size <= KEPT) {
		kept += (*end)->size;
		end = &(*end)->next;
	}
	for (struct block *block = *end, *next; block; block = next) {
		next = block->next;
		free(block);
	}
	*end = NULL;
	arena->last = arena->first;
	if (arena->last)
		arena->last->used = 0;
}

/*
 * Make another block the block in use, and return it: the next free block if it has at least `size`
 * bytes, else a new block, which is inserted before the free ones.
 */
static __attribute__((noinline)) struct block *grow(vml_arena *arena, size_t size)
{
	struct block **link = arena->last ? &arena->last->next : &arena->first;
	size_t room = size > BLOCK ? size : BLOCK;
	struct block *block = *link;

	if (!block || block->size < size) {
		if (room > SIZE_MAX - sizeof(*block))
			vml_out_of_memory();
		block = vml_realloc(NULL, sizeof(*block) + room);
		block->next = *link;
		block->size = room;
		*link = block;
	}
	block->used = 0;
	arena->last = block;
	return block;
}

/* Inlined, because a document needs about 100 objects; grow() is not: it is called rarely. */
static inline __attribute__((always_inline)) void *take(vml_arena *arena, size_t size)
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
	return memory;
}

void *vml_arena_alloc(vml_arena *arena, size_t size)
{
	return memset(take(arena, size), 0, size);
}

char *vml_arena_strndup(vml_arena *arena, const char *text, size_t len)
{
	char *copy = take(arena, len + 1);

	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

char *vml_arena_strdup(vml_arena *arena, const char *text)
{
	return vml_arena_strndup(arena, text, strlen(text));
}

static size_t put_number(char *out, unsigned long number)
{
	char digits[3 * sizeof(number)], *p = digits + sizeof(digits);

	do
		*--p = (char)('0' + number % 10);
	while ((number /= 10));
	memcpy(out, p, (size_t)(digits + sizeof(digits) - p));
	return (size_t)(digits + sizeof(digits) - p);
}

/*
 * Format %s, %u, %lu and %zu, in a third of the time of vsnprintf(): nearly all formats have only
 * these, and the result is short. Returns the length; SIZE_MAX if `fmt` has other directives, an
 * argument is NULL or the result does not fit.
 */
static size_t format_simply(char *out, size_t room, const char *fmt, va_list args)
{
	size_t at = 0;

	for (;;) {
		const char *end = strchrnul(fmt, '%'), *piece = fmt;
		size_t len = (size_t)(end - fmt);
		char digits[3 * sizeof(unsigned long)];

		if (!len && *end) {
			if (end[1] == 's') {
				piece = va_arg(args, const char *);
				if (!piece)
					return SIZE_MAX;
				len = strlen(piece);
			} else if (end[1] == 'u') {
				len = put_number(digits, va_arg(args, unsigned int));
				piece = digits;
			} else if (end[1] == 'l' && end[2] == 'u') {
				len = put_number(digits, va_arg(args, unsigned long));
				piece = digits;
				end++;
			} else if (end[1] == 'z' && end[2] == 'u') {
				len = put_number(digits, va_arg(args, size_t));
				piece = digits;
				end++;
			} else {
				return SIZE_MAX;
			}
			end += 2;
		}
		if (len >= room - at)
			return SIZE_MAX;
		memcpy(out + at, piece, len);
		at += len;
		fmt = end;
		if (!*fmt)
			return at;
	}
}

char *vml_arena_vprintf(vml_arena *arena, const char *fmt, va_list args)
{
	char small[512], *text;
	va_list again;
	size_t simple;
	int len;

	va_copy(again, args);
	simple = format_simply(small, sizeof(small), fmt, again);
	va_end(again);
	if (simple != SIZE_MAX)
		return vml_arena_strndup(arena, small, simple);
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
