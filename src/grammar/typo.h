/* Distance of a misspelt name or keyword from the right one. */
#ifndef VML_TYPO_H
#define VML_TYPO_H

#include <stddef.h>

enum { VML_TYPO_NONE = 99 };

/*
 * Return the number of edits that turn one word into the other: a byte inserted, removed or
 * replaced, or two neighbours swapped. Returns 0 if the words differ at most in case. Returns
 * VML_TYPO_NONE if more than `limit` edits are needed, or if a word has more than 48 bytes, which
 * no valid name has.
 */
size_t vml_typo_distance(const char *a, const char *b, size_t limit);

/* Return how many edits a typo of this word may have: 1 for short words, else 2. */
size_t vml_typo_limit(const char *word);

#endif
