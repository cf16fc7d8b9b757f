/* Strings that are written from their end to their start, such as the path of a node. */
#ifndef VML_BACKWARDS_H
#define VML_BACKWARDS_H

#include "arena.h"

#include <stddef.h>
#include <string.h>

/* A string in progress: { .arena = arena } is empty. */
typedef struct vml_backwards {
	vml_arena *arena;
	char *start; /* of the memory; NULL before the first call */
	char *at;    /* start of what is written, NUL-terminated */
	size_t len;  /* bytes so far, without the NUL */
} vml_backwards;

enum { VML_BACKWARDS_USUAL = 96 /* bytes: enough for nearly all paths */ };

/* Double the memory until `n` more bytes fit. */
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

/* Write `text` before what is written. */
static inline void vml_prepend(vml_backwards *string, const char *text)
{
	size_t n = strlen(text);

	if (!string->start || (size_t)(string->at - string->start) < n)
		vml_backwards_grow(string, n);
	string->len += n;
	string->at -= n;
	memcpy(string->at, text, n);
}

/* Return what is written, which belongs to the arena; "" if nothing is. */
static inline const char *vml_backwards_text(const vml_backwards *string)
{
	return string->at ? string->at : "";
}

#endif
