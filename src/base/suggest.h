/* Suggestions for misspelled words: "did you mean ...?". */
#ifndef VML_SUGGEST_H
#define VML_SUGGEST_H

#include <stddef.h>

/* Return the i-th word of a list; NULL after the last. data: identifies the list. */
typedef const char *vml_nth_word(const void *data, size_t i);

/*
 * Return the word of a list that is most similar to `word`, or NULL if none is similar: at most 1,
 * 2 or 4 letters may differ, depending on the length of `word`. The result belongs to the list.
 *
 * nth, data: the list
 */
const char *vml_did_you_mean(const char *word, vml_nth_word *nth, const void *data);

/*
 * Return the message "unknown WHAT 'WORD'", with a suggestion if the list has a similar word; the
 * caller frees it.
 *
 * what: kind of the word, such as "rule"
 * nth, data: list of the known words
 */
char *vml_unknown_word(const char *what, const char *word, vml_nth_word *nth, const void *data);

#endif
