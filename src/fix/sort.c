/* Stable sort of edits by position. */
#include "render.h"

#include <stdlib.h>
#include <string.h>

static bool before(const vml_edit *a, const vml_edit *b)
{
	return a->start != b->start ? a->start < b->start : a->end < b->end;
}

static void sort_few(vml_edit *edits, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		vml_edit edit = edits[i];
		size_t j = i;

		for (; j > 0 && before(&edit, &edits[j - 1]); j--)
			edits[j] = edits[j - 1];
		edits[j] = edit;
	}
}

/* Merge sort, because qsort() may be unstable. spare: memory for n edits. */
static void merge_sort(vml_edit *edits, size_t n, vml_edit *spare)
{
	size_t half = n / 2, left = 0, right = half;

	if (n <= 16) {
		sort_few(edits, n);
		return;
	}
	merge_sort(edits, half, spare);
	merge_sort(edits + half, n - half, spare);
	memcpy(spare, edits, n * sizeof(*edits));
	for (size_t i = 0; i < n; i++)
		edits[i] = left == half || (right < n && before(&spare[right], &spare[left]))
			? spare[right++]
			: spare[left++];
}

void vml_sort_edits(vml_edit *edits, size_t n)
{
	vml_edit *spare = n > 16 ? vml_realloc(NULL, n * sizeof(*spare)) : NULL;

	merge_sort(edits, n, spare);
	free(spare);
}
