/* Guessing which word was meant. */
#ifndef VML_SUGGEST_H
#define VML_SUGGEST_H

#include <stddef.h>

/* The i-th word of a list, NULL behind its end; data says which list. */
typedef const char *vml_nth_word(const void *data, size_t i);

/*
 * The member of a list that `word` most likely means: at most four letters differ.
 * Returns NULL where none is near.
 */
const char *vml_did_you_mean(const char *word, vml_nth_word *nth, const void *data);

/*
 * "unknown WHAT 'WORD'", and what may have been meant.
 *
 * Returns a string that the caller owns.
 */
char *vml_unknown_word(const char *what, const char *word, vml_nth_word *nth, const void *data);

#endif
