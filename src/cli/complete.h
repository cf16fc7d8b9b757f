/* Shell completion, derived from the option table. */
#ifndef VML_COMPLETE_H
#define VML_COMPLETE_H

/*
 * Run "vmlint __complete WORD...": print completions of the last word, which may be empty.
 *
 * words: arguments after "__complete", as vmlint would receive them, without shell quotes
 *
 * Prints one candidate per line: the whole word, then a tab and its description if it has one.
 * Two lines start with a tab: "\tfiles\tPREFIX" requests file names after PREFIX, with which the
 * word starts; "\tmore" requests that no space is added after the word.
 *
 * Returns the exit status, which is always 0: the shell discards error messages.
 */
int vml_complete(int n_words, char **words);

#endif
