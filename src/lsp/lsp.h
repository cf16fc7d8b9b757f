/* Language server: diagnostics, fixes and completion for editors (LSP 3.17, JSON-RPC). */
#ifndef VML_LSP_H
#define VML_LSP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Options of the command line. Strings are borrowed; NULL: not given. */
typedef struct vml_lsp_options {
	const char *config; /* path of the configuration to use instead of any other */
	bool no_config;	    /* read no configuration */
	const char *target; /* name of a target, valid for vml_target_parse() */
	const char *guest;  /* libosinfo id for domains that do not name their guest OS */
	const char **hosts; /* paths of host profiles */
	size_t n_hosts;
	FILE *log; /* receives one line per message of the protocol; NULL: no log */
} vml_lsp_options;

/*
 * Serve a client until it sends "exit" or closes its end.
 *
 * in, out: descriptors for the protocol; nothing else may be written to `out`
 *
 * Returns 0 after "shutdown" and "exit", else 1.
 */
int vml_lsp_serve(int in, int out, const vml_lsp_options *options);

#endif
