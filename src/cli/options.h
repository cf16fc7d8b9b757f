/* Command line options: one table for parsing, --help and completion. */
#ifndef VML_OPTIONS_H
#define VML_OPTIONS_H

#include "report.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A report requested by --format. */
typedef struct vml_wanted_report {
	const vml_reporter *reporter;
	const char *file; /* NULL: standard output */
} vml_wanted_report;

/* Formats of --list-rules; VML_LIST_NONE: the option is not given. */
typedef enum vml_list_format {
	VML_LIST_NONE,
	VML_LIST_TEXT,
	VML_LIST_JSON,
	VML_LIST_MARKDOWN,
	VML_LIST_MDOC
} vml_list_format;

/* An option -e, -d or --only, applied after the configuration. */
typedef struct vml_rule_choice {
	vml_select_how how;
	const char *patterns; /* comma-separated, as given */
	const char *option;   /* long name of the option, for messages */
} vml_rule_choice;

/*
 * Settings from the command line, completed by vml_policy_open() from the configuration. Strings
 * are borrowed from argv or the configuration; NULL if the option is not given.
 */
typedef struct vml_settings {
	const char **connections; /* URIs; the array is owned */
	size_t n_connections;
	bool live;
	vml_wanted_report *reports; /* owned */
	size_t n_reports;
	vml_severity fail_on; /* 0: never */
	vml_severity least;   /* --min-severity */
	const char *guest;
	const char *target;
	vml_rule_choice *choices; /* owned; in the order of the command line */
	size_t n_choices;
	const char *config_file;
	bool no_config;
	const char *baseline, *write_baseline, *diff_base;
	bool no_inline, show_suppressed;
	unsigned int jobs;  /* threads, 1 to VML_MAX_JOBS */
	vml_fix_level fix;  /* level of --fix; VML_FIX_NONE if not given */
	vml_fix_level diff; /* level of --diff; VML_FIX_NONE if not given */
	bool stdout_taken;  /* standard output gets a patch or a document, not the report */
	const char *stdin_name;
	const char *color; /* "auto", "always", "never" */
	bool skip_non_libvirt;
	bool quiet, verbose;
	vml_list_format list;
	const char *completion; /* argument of --completion: name of a shell */
	bool explain, help, version;
	char *const *operands; /* operands in argv; ends with NULL */
	size_t n_operands;
	uint64_t given; /* bit i is set if the command line has vml_options[i] */
} vml_settings;

enum { VML_MAX_JOBS = 256 };

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
	char *(*take)(vml_settings *settings, const char *arg);
} vml_option;

/* All options; the name is NULL in the last entry. */
extern const vml_option vml_options[];

/*
 * Parse the command line.
 *
 * ret: always set; the caller frees it with vml_settings_free()
 *
 * Returns 0, or -1 after printing a message; the caller exits with 3.
 */
int vml_options_parse(int argc, char **argv, vml_settings *ret);

/* Find an option by its long name; NULL if there is none. */
const vml_option *vml_option_by_name(const char *name);

/* Return true if the command line has the option; name: long name of an existing option. */
bool vml_option_given(const vml_settings *settings, const char *name);

/* Free the arrays in *settings. */
void vml_settings_free(vml_settings *settings);

/* Print the output of --help. */
void vml_options_help(FILE *out);

#endif
