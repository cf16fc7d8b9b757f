/* Bar charts of the HTML report. */
#include "html_chart.h"

#include "html_page.h"

#include "arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BARS_MAX = 10, INITIAL_ROOM = 16 };

/* Return the index of a name's row plus 1, as counts->index stores it; 0 if there is none. */
static size_t row_of(const vml_counts *counts, const char *name)
{
	return counts->index
		? (size_t)(uintptr_t)xmlHashLookup(counts->index, (const xmlChar *)name)
		: 0;
}

void vml_counts_add(vml_counts *counts, const char *name)
{
	size_t row = row_of(counts, name);

	if (row) {
		counts->rows[row - 1].n++;
		return;
	}
	if (!counts->index && !(counts->index = xmlHashCreate(INITIAL_ROOM)))
		vml_out_of_memory();
	if (counts->used == counts->room) {
		counts->room = counts->room ? 2 * counts->room : INITIAL_ROOM;
		counts->rows = vml_realloc(counts->rows, counts->room * sizeof(*counts->rows));
	}
	counts->rows[counts->used++] =
		(struct vml_count){ .name = vml_strndup(name, strlen(name)), .n = 1 };
	if (xmlHashAddEntry(counts->index, (const xmlChar *)name, (void *)(uintptr_t)counts->used))
		vml_out_of_memory();
}

size_t vml_counts_of(const vml_counts *counts, const char *name)
{
	size_t row = row_of(counts, name);

	return row ? counts->rows[row - 1].n : 0;
}

void vml_counts_free(vml_counts *counts)
{
	for (size_t i = 0; i < counts->used; i++)
		free(counts->rows[i].name);
	free(counts->rows);
	xmlHashFree(counts->index, NULL);
	*counts = (vml_counts){ 0 };
}

static int by_frequency(const void *one, const void *two)
{
	const struct vml_count *a = one, *b = two;

	return a->n != b->n ? (a->n < b->n) - (a->n > b->n) : strcmp(a->name, b->name);
}

/* Order of severities: the most severe first, however rare it is. */
static int by_rank(const void *one, const void *two)
{
	static const char ranks[] = "ewi"; /* initials of the severities, the most severe first */
	const struct vml_count *a = one, *b = two;

	return (int)(strchr(ranks, *a->name) - strchr(ranks, *b->name));
}

void vml_html_chart(FILE *out, vml_counts *counts, const char *field, const char *title)
{
	const bool severities = !strcmp(field, "severity");
	size_t most = 0;

	if (!counts->used)
		return;
	qsort(counts->rows, counts->used, sizeof(*counts->rows),
		severities ? by_rank : by_frequency);
	/* sorting has changed the indexes of the rows */
	xmlHashFree(counts->index, NULL);
	counts->index = NULL;
	for (size_t i = 0; i < counts->used; i++)
		most = counts->rows[i].n > most ? counts->rows[i].n : most;
	fprintf(out, "<section class=\"chart\" data-field=\"%s\">\n", field);
	vml_html_element(out, "h3", title);
	fputs("\n<ul>\n", out);
	for (size_t i = 0; i < counts->used && i < BARS_MAX; i++) {
		const struct vml_count *row = &counts->rows[i];

		fputs("<li class=\"", out);
		vml_html_puts(out, severities ? row->name : "");
		fputs("\">", out);
		vml_html_element(out, "span class=\"label\"", row->name);
		fprintf(out,
			"<svg aria-hidden=\"true\"><rect width=\"%.1f%%\" height=\"100%%\" rx=\"2\"/>"
			"</svg><span class=\"n\">%zu</span></li>\n",
			100.0 * (double)row->n / (double)most, row->n);
	}
	fputs("</ul>\n", out);
	if (counts->used > BARS_MAX)
		fprintf(out, "<p class=\"more\">and %zu more</p>\n", counts->used - BARS_MAX);
	fputs("</section>\n", out);
}
