/* vmlint lsp: the language server on standard input and output. */
#ifndef VML_LSP_COMMAND_H
#define VML_LSP_COMMAND_H

/*
 * Run "vmlint lsp [--stdio] [--target TARGET] [--guest OS] [--config FILE | --no-config]
 * [--host FILE]... [--log FILE]".
 *
 * n_words, words: arguments after "lsp"
 *
 * Returns the exit status: 0 for --help; 0 if the client sent "shutdown" and "exit", else 1; 2 if
 * the log or standard output cannot be used; 3 for an invalid option or if standard input is a
 * terminal.
 */
int vml_lsp(int n_words, char **words);

#endif
