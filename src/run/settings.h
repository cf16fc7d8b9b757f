/* Settings of a run: inputs, rules, reports, exit status. Filled in by the caller. */
#ifndef VML_SETTINGS_H
#define VML_SETTINGS_H

#include "messages.h"
#include "report.h"

#include <stdbool.h>
#include <stddef.h>

/* Exit statuses; scripts depend on them. */
enum { VML_EXIT_CLEAN = 0, VML_EXIT_FINDINGS = 1, VML_EXIT_TROUBLE = 2, VML_EXIT_USAGE = 3 };

enum { VML_MAX_JOBS = 256, VML_MAX_IN_FLIGHT = 100, VML_MAX_TIMEOUT = 86400 };

/* A requested report. */
typedef struct vml_wanted_report {
	const vml_reporter *reporter;
	const char *file; /* NULL: vml_settings.out */
} vml_wanted_report;

/* A choice of rules, applied after the configuration. */
typedef struct vml_rule_choice {
	vml_select_how how;
	const char *patterns; /* comma-separated, as given */
	const char *option;   /* long name of the option, for messages */
} vml_rule_choice;

/* Host profiles in memory (host_profiles.h). */
typedef struct vml_host_profiles vml_host_profiles;

/*
 * Settings of a run. The caller starts with vml_settings_init() and sets the fields; the
 * configuration then sets those that the caller did not (vml_configure()). Strings are borrowed
 * and must outlive the run; NULL if not set.
 */
typedef struct vml_settings {
	/* inputs */
	char *const *operands; /* files, directories, "-"; or patterns of domain names; borrowed */
	size_t n_operands;
	const char **connections; /* libvirt URIs; the array is owned */
	size_t n_connections;
	const char *connect; /* URIs of the configuration, separated by whitespace; used for "" */
	unsigned int
		in_flight;    /* requests per connection at the same time, 1 to VML_MAX_IN_FLIGHT */
	unsigned int timeout; /* seconds without a response of a connection, 1 to VML_MAX_TIMEOUT */
	bool threads_left;    /* set by the run: threads wait for libvirt; end by _exit() */
	bool read_write;      /* open connections not read-only, to read more facts of hosts */
	bool live;	      /* audit running definitions, not persistent ones */
	const char *stdin_name; /* path of standard input in reports and for the configuration */
	bool skip_non_libvirt;	/* silently skip XML without a domain */
	unsigned int jobs;	/* threads, 1 to VML_MAX_JOBS */
	/* rules */
	const char *config_file; /* the only configuration */
	bool no_config;		 /* read no configuration */
	const char *directory;	 /* where the search for it begins; NULL: working directory */
	const char *top; /* directory at or above it that ends a search outside of a repository;
			    NULL: the first one */
	vml_rule_choice *choices; /* owned; the last one has precedence */
	size_t n_choices;
	const char *guest;  /* libosinfo id for domains that do not name their guest OS */
	const char *target; /* valid for vml_target_parse() */
	const char **hosts; /* host profiles, files; the array is owned */
	size_t n_hosts;
	const char **host_documents; /* capabilities of one more host, files; the array is owned */
	size_t n_host_documents;
	const vml_host_profiles *host_profiles; /* more hosts; borrowed; NULL: none */
	const char *save_host;			/* file: save a host profile instead of an audit */
	bool no_inline;				/* ignore suppressions in documents */
	bool rules_only;			/* no audit follows: a baseline need not exist */
	/* known findings */
	const char *baseline, *write_baseline; /* files */
	const char *diff_base;		       /* git revision */
	char *own_baseline; /* owned; value of `baseline` if the configuration sets it */
	/* results */
	vml_severity least;	    /* lowest severity that is reported */
	vml_severity fail_on;	    /* lowest severity that fails the run; 0: never */
	bool show_suppressed;	    /* also report suppressed and baselined findings */
	bool list_known;	    /* reports in files list baselined findings like new ones */
	vml_wanted_report *reports; /* owned; none: a report in text */
	size_t n_reports;
	vml_fix_level fix;  /* level of the fixes to apply; VML_FIX_NONE: none */
	vml_fix_level diff; /* level of the fixes to print as a patch; VML_FIX_NONE: none */
	FILE *out;	    /* gets the report that has no file */
	FILE *documents;    /* gets patches and fixed documents */
	const char *color;  /* "auto", "always", "never" */
	bool brief;	    /* text reports have headlines and fixes only */
	bool statistics;    /* human-readable reports end with a table by rule */
	/* messages */
	vml_messages messages; /* receiver; initially none */
	bool quiet;	       /* no summary, no notes */
	bool verbose;	       /* details: origin of settings, skipped rules */
	/* names of the settings that the caller set, in the order of vml_configure()'s messages */
	const char **given; /* the array is owned */
	size_t n_given;
} vml_settings;

/*
 * Set *ret to the defaults: no inputs, no streams, no messages, all processors. The caller frees the arrays
 * with vml_settings_free().
 */
void vml_settings_init(vml_settings *ret);

/* Free the owned arrays. */
void vml_settings_free(vml_settings *settings);

/*
 * Set one of the settings that a configuration may also have: "fail-on", "min-severity", "guest",
 * "format", "target", "in-flight", "timeout".
 *
 * value: borrowed
 *
 * Returns NULL, or an error message about the value, which the caller frees.
 */
char *vml_settings_set(vml_settings *settings, const char *name, const char *value);

/* Record that the caller set this setting, so that the configuration does not change it. */
void vml_settings_give(vml_settings *settings, const char *name);

/* Return true if vml_settings_give() was called for this setting. */
bool vml_settings_given(const vml_settings *settings, const char *name);

#endif
