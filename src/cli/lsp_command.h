/* vmlint lsp: the language server on standard input and output. */
#ifndef VML_LSP_COMMAND_H
#define VML_LSP_COMMAND_H

/*
 * Run "vmlint lsp [--target TARGET] [--guest OS] [--config FILE | --no-config] [--log FILE]".
 *
 * n_words, words: arguments after "lsp"
 *
 * Returns the exit status: 0 after a regular end, 3 for an invalid option, else 1.
 */
int vml_lsp(int n_words, char **words);

#endif
