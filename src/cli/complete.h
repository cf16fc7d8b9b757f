/* Shell completion, derived from the option table. */
#ifndef VML_COMPLETE_H
#define VML_COMPLETE_H

/*
 * Run "vmlint __complete WORD...": print completions of the last word, which may be empty.
 *
 * words: arguments after "__complete", as vmlint would receive them, without shell quotes
 *
 * Prints one candidate per line: the whole word, followed by a tab and a description if it has one.
 * Two kinds of lines begin with a tab and are instructions. "\tfiles\tPREFIX": the word begins with
 * PREFIX, and the shell should complete the rest as a file name; for "--config=/et", PREFIX is
 * "--config=". "\tmore": the shell should add no space after the word.
 *
 * Returns the exit status, which is always 0: the shell discards error messages.
 */
int vml_complete(int n_words, char **words);

#endif
