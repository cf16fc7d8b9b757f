/* Command line options: one table for parsing, --help and completion. */
#ifndef VML_OPTIONS_H
#define VML_OPTIONS_H

#include "settings.h"

#include <stdbool.h>

/* Formats of --list-rules. VML_LIST_NONE: the option was not given. */
typedef enum vml_list_format {
	VML_LIST_NONE,
	VML_LIST_TEXT,
	VML_LIST_JSON,
	VML_LIST_MARKDOWN,
	VML_LIST_MDOC,
	VML_LIST_HTML_PAGES, /* a directory of HTML pages */
	VML_LIST_MARKDOWN_PAGES
} vml_list_format;

/* The parsed command line. */
typedef struct vml_command_line {
	vml_settings settings;
	vml_list_format list;
	const char *directory;	/* directory for the pages of --list-rules; borrowed */
	const char *completion; /* argument of --completion, the name of a shell; NULL: not given */
	bool explain, help, version;
} vml_command_line;

/* Whether an option has an argument; the values are those of `has_arg` for getopt_long(). */
typedef enum vml_arg_kind { VML_ARG_NONE, VML_ARG_REQUIRED, VML_ARG_OPTIONAL } vml_arg_kind;

/* An option. */
typedef struct vml_option {
	const char *name; /* long name, without dashes */
	char letter;	  /* short option; 0 if there is none */
	vml_arg_kind arg;
	const char *arg_name; /* metavariable in --help; NULL: the option has no argument */
	/*
	 * for completion: the valid values, separated by spaces, or the name of a source in
	 * complete.c, "@..."; NULL: any value is possible
	 */
	const char *values;
	const char *help;
	/*
	 * Process the option. arg: its argument, NULL if there is none. Returns NULL, or a message
	 * about an invalid argument, which the caller frees.
	 */
	char *(*take)(vml_command_line *line, const char *arg);
} vml_option;

/* All options; ends with an entry whose name is NULL. */
extern const vml_option vml_options[];

/*
 * Parse the command line.
 *
 * ret: always set; the caller frees its settings with vml_settings_free()
 *
 * Returns 0, or -1 after printing a message: the caller exits with 3.
 */
int vml_options_parse(int argc, char **argv, vml_command_line *ret);

/* Print the output of --help. */
void vml_options_help(FILE *out);

#endif
