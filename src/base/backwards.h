/*
 * Strings that are written from their end to their start, such as the path of a node. A
 * vml_backwards is initialized to { .arena = arena }; all memory belongs to this arena.
 */
#ifndef VML_BACKWARDS_H
#define VML_BACKWARDS_H

#include "arena.h"

#include <stddef.h>
#include <string.h>

/* A string in progress. */
typedef struct vml_backwards {
	vml_arena *arena;
	char *start; /* start of the memory; NULL before the first call */
	char *at;    /* start of the string, which is NUL-terminated */
	size_t len;  /* length of the string so far, without the NUL */
} vml_backwards;

enum {
	VML_BACKWARDS_USUAL = 96 /* initial size in bytes: enough for nearly all paths */
};

/* Copy the string to new memory, of more than twice the size, in which `n` more bytes fit. */
static inline void vml_backwards_grow(vml_backwards *string, size_t n)
{
	size_t size = 2 * (string->len + n) + VML_BACKWARDS_USUAL;
	char *start = (char *)vml_arena_alloc(string->arena, size);
	char *at = start + size - string->len - 1;

	if (string->len)
		memcpy(at, string->at, string->len);
	string->start = start;
	string->at = at;
}

/* Write `text` in front of the string. */
static inline void vml_prepend(vml_backwards *string, const char *text)
{
	size_t n = strlen(text);

	if (!string->start || (size_t)(string->at - string->start) < n)
		vml_backwards_grow(string, n);
	string->len += n;
	string->at -= n;
	memcpy(string->at, text, n);
}

/* Return the string, which is in the arena; "" if nothing was written. */
static inline const char *vml_backwards_text(const vml_backwards *string)
{
	return string->at ? string->at : "";
}

#endif
