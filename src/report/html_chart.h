/* Bar charts of the HTML report: occurrences of names, drawn as inline SVG. */
#ifndef VML_HTML_CHART_H
#define VML_HTML_CHART_H

#include <libxml/hash.h>

#include <stddef.h>
#include <stdio.h>

/* Names and the number of occurrences of each; initialize to zero. */
typedef struct vml_counts {
	struct vml_count {
		char *name; /* owned */
		size_t n;
	} * rows;
	size_t used, room;   /* rows in use, and allocated */
	xmlHashTable *index; /* index of each name's row, plus 1; NULL before the first */
} vml_counts;

/* Count an occurrence of a name, which is copied. */
void vml_counts_add(vml_counts *counts, const char *name);

/* Return the number of occurrences of a name, 0 if there are none. */
size_t vml_counts_of(const vml_counts *counts, const char *name);

/* Free the memory and reset *counts. */
void vml_counts_free(vml_counts *counts);

/*
 * Write a bar chart of the ten most frequent names; nothing if there are no names. Sorts `counts`:
 * afterwards, vml_counts_add() and vml_counts_of() must not be called.
 *
 * field: name of the filter that a click on a bar sets, a constant
 * title: heading, a constant
 */
void vml_html_chart(FILE *out, vml_counts *counts, const char *field, const char *title);

#endif
