/* Strings that are written from their end to their start, such as the path of a node. */
#ifndef VML_BACKWARDS_H
#define VML_BACKWARDS_H

#include <stddef.h>
#include <string.h>

/*
 * A string in progress. It is built twice: with { 0 } to measure it, then with `at` at the end of
 * the memory for it.
 */
typedef struct vml_backwards {
	char *at;   /* start of what is written; NULL: only measure */
	size_t len; /* bytes so far */
} vml_backwards;

/* Write `text` before what is written. */
static inline void vml_prepend(vml_backwards *string, const char *text)
{
	size_t n = strlen(text);

	string->len += n;
	if (!string->at)
		return;
	string->at -= n;
	memcpy(string->at, text, n);
}

#endif
