/* Guessing which word was meant. */
#ifndef VML_SUGGEST_H
#define VML_SUGGEST_H

#include <stddef.h>

/*
 * The member of a list that `word` most likely means: at most two letters differ.
 * Returns NULL where none is near.
 */
const char *vml_did_you_mean(const char *word, const char *(*nth)(size_t i));

#endif
