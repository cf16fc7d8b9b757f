/* Text wrapped at spaces, with a hanging indent. */
#ifndef VML_WRAP_H
#define VML_WRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A paragraph in progress. */
typedef struct vml_wrap {
	FILE *out;
	const char *lead; /* written at the start of each line except the first */
	size_t limit;	  /* maximum width of a line in columns, including the lead; 0: unlimited */
	size_t column;	  /* width of the current line so far */
	size_t breaks;	  /* number of line breaks so far */
	bool joined;	  /* write no space before the next word */
} vml_wrap;

/*
 * Write the space before a word. If the word does not fit on the line, write a line break and
 * wrap->lead instead.
 *
 * columns: width of the word, which the caller writes next
 */
void vml_wrap_word(vml_wrap *wrap, size_t columns);

/* Write untrusted text word by word, escaped as by vml_put_safe(). */
void vml_wrap_text(vml_wrap *wrap, const char *text, size_t len);

/* Return the width in columns of untrusted text as vml_put_safe() writes it. */
size_t vml_columns_of(const char *text, size_t len);

#endif
