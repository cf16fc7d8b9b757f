/* Suggestions for misspelled words, by edit distance. */
#include "suggest.h"

#include "text.h"

#include <stdint.h>
#include <string.h>

/*
 * Levenshtein distance of two words. SIZE_MAX if `b` has 64 bytes or more, which no suggestion has.
 */
static size_t distance(const char *a, const char *b)
{
	size_t n = strlen(b), row[64];

	if (n >= sizeof(row) / sizeof(*row))
		return SIZE_MAX;
	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t best = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[n];
}

const char *vml_did_you_mean(const char *word, vml_nth_word *nth, const void *data)
{
	size_t len = strlen(word), best = len < 4 ? 1 : len < 9 ? 2 : 4;
	const char *found = NULL;

	for (size_t i = 0; nth(data, i); i++) {
		size_t other = strlen(nth(data, i)), d;

		/* skip: the distance is at least the difference of the lengths */
		if (other > len + best || len > other + best)
			continue;
		d = distance(word, nth(data, i));
		if (d <= best) {
			best = d ? d - 1 : 0;
			found = nth(data, i);
		}
		if (!d)
			break;
	}
	return found;
}

char *vml_unknown_word(const char *what, const char *word, vml_nth_word *nth, const void *data)
{
	const char *near = vml_did_you_mean(word, nth, data);

	return near ? vml_asprintf("unknown %s '%s': did you mean '%s'?", what, word, near)
		    : vml_asprintf("unknown %s '%s'", what, word);
}
