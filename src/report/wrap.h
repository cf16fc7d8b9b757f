/* Text wrapped at spaces, with a hanging indent. */
#ifndef VML_WRAP_H
#define VML_WRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A paragraph in progress. */
typedef struct vml_wrap {
	FILE *out;
	const char *lead; /* written at the start of each line but the first */
	size_t limit;	  /* columns of a line, including the lead; 0: unlimited */
	size_t column;	  /* columns of the current line so far */
	size_t breaks;	  /* lines begun so far, in addition to the first */
	bool joined;	  /* no space precedes the next word */
} vml_wrap;

/*
 * Begin a word: write the space before it, or a line break and the lead if it exceeds the line.
 *
 * columns: of the word, which the caller writes
 */
void vml_wrap_word(vml_wrap *wrap, size_t columns);

/* Write untrusted text word by word, escaped as by vml_put_safe(). */
void vml_wrap_text(vml_wrap *wrap, const char *text, size_t len);

/* Return the number of columns of untrusted text as vml_put_safe() writes it. */
size_t vml_columns_of(const char *text, size_t len);

#endif
