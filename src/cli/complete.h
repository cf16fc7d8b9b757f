/* Completion: what a shell may offer comes from the option table. */
#ifndef VML_COMPLETE_H
#define VML_COMPLETE_H

#include "embedded.h"

/*
 * vmlint __complete WORD...: print what the last word, be it empty, can become.
 *
 * The words are those behind "vmlint" as vmlint would get them: quotes and the like are the
 * shell's. One candidate a line, the whole word, with what it means behind a tab. A line
 * that begins with a tab says something else: "\tfiles\tPREFIX" that names of files fit
 * behind PREFIX, which the word begins with; "\tmore" that no blank belongs behind the word.
 *
 * Returns the exit status: 0, whatever happens, for a shell has nobody to tell it to.
 */
int vml_complete(int n_words, char **words);

/* The script that has a shell ask this way, or NULL where there is none for that shell. */
const vml_embedded *vml_shell_of(const char *name);

#endif
