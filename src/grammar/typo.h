/* Distance of a misspelt name or keyword from the right one. */
#ifndef VML_TYPO_H
#define VML_TYPO_H

#include <stddef.h>

enum { VML_TYPO_NONE = 99 };

/*
 * Return the number of edits from one word to another: a byte inserted, removed or replaced,
 * or two neighbours swapped. 0: they differ in case only, or not at all. VML_TYPO_NONE if more
 * than `limit` edits are necessary, or if a word is too long to be a typo of a name.
 */
size_t vml_typo_distance(const char *a, const char *b, size_t limit);

/* Return the number of edits that a typo of a word of this length has at most: 1 or 2. */
size_t vml_typo_limit(const char *word);

#endif
