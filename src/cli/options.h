/* Command line options: one table for parsing, --help and completion. */
#ifndef VML_OPTIONS_H
#define VML_OPTIONS_H

#include "settings.h"

#include <stdbool.h>

/* Formats of --list-rules; VML_LIST_NONE: the option is not given. */
typedef enum vml_list_format {
	VML_LIST_NONE,
	VML_LIST_TEXT,
	VML_LIST_JSON,
	VML_LIST_MARKDOWN,
	VML_LIST_MDOC,
	VML_LIST_HTML_PAGES, /* a directory of pages */
	VML_LIST_MARKDOWN_PAGES
} vml_list_format;

/* The parsed command line. */
typedef struct vml_command_line {
	vml_settings settings;
	vml_list_format list;
	const char *directory;	/* of the pages of --list-rules; borrowed */
	const char *completion; /* argument of --completion: name of a shell */
	bool explain, help, version;
} vml_command_line;

/* Kind of an option's argument; the values are those of getopt_long()'s has_arg. */
typedef enum vml_arg_kind { VML_ARG_NONE, VML_ARG_REQUIRED, VML_ARG_OPTIONAL } vml_arg_kind;

/* An option. */
typedef struct vml_option {
	const char *name; /* long name, without dashes */
	char letter;	  /* short option; 0 if there is none */
	vml_arg_kind arg;
	const char *arg_name; /* metavariable of --help; NULL without an argument */
	const char *values;   /* for completion: values, separated by spaces, or a source "@..."
				 of complete.c; NULL if any value is possible */
	const char *help;
	/*
	 * Set the option; arg: its argument, NULL if not given. Returns NULL, or an error message
	 * about the argument, which the caller frees.
	 */
	char *(*take)(vml_command_line *line, const char *arg);
} vml_option;

/* All options; the name is NULL in the last entry. */
extern const vml_option vml_options[];

/*
 * Parse the command line.
 *
 * ret: always set; the caller frees its settings with vml_settings_free()
 *
 * Returns 0, or -1 after printing a message; the caller exits with 3.
 */
int vml_options_parse(int argc, char **argv, vml_command_line *ret);

/* Print the output of --help. */
void vml_options_help(FILE *out);

#endif
