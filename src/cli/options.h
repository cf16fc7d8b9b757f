/* The command line: one table that drives parsing and --help. */
#ifndef VML_OPTIONS_H
#define VML_OPTIONS_H

#include "report.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A report that was asked for: its format, and the file it goes to or NULL. */
typedef struct vml_wanted_report {
	const vml_reporter *reporter;
	const char *file;
} vml_wanted_report;

typedef enum vml_list_format {
	VML_LIST_NONE,
	VML_LIST_TEXT,
	VML_LIST_JSON,
	VML_LIST_MARKDOWN,
	VML_LIST_MDOC
} vml_list_format;

/* -e, -d, --only: applied once the configuration is known. */
typedef struct vml_choice_said {
	vml_select_how how;
	const char *patterns;
	const char *option; /* its long name */
} vml_choice_said;

/* What the command line asks for, later with the configuration; strings point into argv or that. */
typedef struct vml_settings {
	const char **connections;
	size_t n_connections;
	bool live;
	vml_wanted_report *reports;
	size_t n_reports;
	vml_severity fail_on; /* 0: never */
	vml_severity least;   /* --min-severity */
	const char *guest;
	const char *target;
	vml_choice_said *choices;
	size_t n_choices;
	const char *config_file;
	bool no_config;
	const char *baseline, *write_baseline, *diff_base;
	bool no_inline, show_suppressed;
	unsigned int jobs;  /* threads */
	vml_fix_level fix;  /* --fix: VML_FIX_NONE, or apply fixes of at least this level */
	vml_fix_level diff; /* --diff: the same, printed as a diff */
	bool stdout_taken;  /* standard output gets a patch or a document, not the report */
	const char *stdin_name;
	const char *color; /* "auto", "always", "never" */
	bool skip_non_libvirt;
	bool quiet, verbose;
	vml_list_format list;
	const char *completion; /* --completion: the shell */
	bool explain, help, version;
	char *const *operands; /* ends with NULL */
	size_t n_operands;
	uint64_t given; /* which options were: bit i for vml_options[i] */
} vml_settings;

enum { VML_MAX_JOBS = 256 };

/* What an option's argument is. */
typedef enum vml_arg_kind { VML_ARG_NONE, VML_ARG_REQUIRED, VML_ARG_OPTIONAL } vml_arg_kind;

/* One option. */
typedef struct vml_option {
	const char *name; /* long name, without dashes */
	char letter;	  /* or 0 */
	vml_arg_kind arg;
	const char *arg_name;
	const char *values; /* for completion: words, or "@" and a source of complete.c; NULL */
	const char *help;
	/* take the option; returns what is wrong with its argument (owned), or NULL */
	char *(*take)(vml_settings *settings, const char *arg);
} vml_option;

/* All options; the table ends with a NULL name. */
extern const vml_option vml_options[];

/*
 * Parse the command line.
 *
 * Returns 0, or -1 after a message on standard error: exit status 3.
 */
int vml_options_parse(int argc, char **argv, vml_settings *ret);

/* An option by its long name, and whether the command line has it. */
const vml_option *vml_option_by_name(const char *name);
bool vml_option_given(const vml_settings *settings, const char *name);

/* Release what parsing allocated. */
void vml_settings_free(vml_settings *settings);

/* Print the help text, made from the table. */
void vml_options_help(FILE *out);

#endif
