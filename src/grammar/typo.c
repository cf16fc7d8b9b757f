/* Damerau-Levenshtein distance: number of edits that turn one word into the other. */
#include "typo.h"

#include <string.h>
#include <strings.h>

enum { LONGEST = 48 };

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * Return the distance between the words `a`, of `n` bytes, and `b`, of `m` bytes; `n` and `m` are
 * at most LONGEST. row[j] is the distance of the first i bytes of `a` from the first j of `b`;
 * above and two_above are the same for i - 1 and i - 2.
 */
static size_t distance(const char *a, size_t n, const char *b, size_t m)
{
	size_t rows[3][LONGEST + 1], *above = rows[0], *row = rows[1], *two_above = rows[2];

	for (size_t j = 0; j <= m; j++)
		above[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t *oldest = two_above;

		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t best = above[j - 1] + (a[i - 1] != b[j - 1]);

			best = least(best, least(above[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				best = least(best, two_above[j - 2] + 1);
			row[j] = best;
		}
		two_above = above;
		above = row;
		row = oldest;
	}
	return above[m];
}

size_t vml_typo_distance(const char *a, const char *b, size_t limit)
{
	size_t n = strlen(a), m = strlen(b), edits;

	if (n > m + limit || m > n + limit || n > LONGEST || m > LONGEST)
		return VML_TYPO_NONE;
	if (!strcasecmp(a, b))
		return 0;
	edits = distance(a, n, b, m);
	return edits <= limit ? edits : VML_TYPO_NONE;
}

size_t vml_typo_limit(const char *word)
{
	return strlen(word) < 5 ? 1 : 2;
}
