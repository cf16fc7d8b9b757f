/* Settings of a run: inputs, rules, reports, exit status. The caller fills them in. */
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

/* A choice of rules that is applied after the configuration. */
typedef struct vml_rule_choice {
	vml_select_how how;
	const char *patterns; /* comma-separated, as given */
	const char *option;   /* long name of the option, for messages */
} vml_rule_choice;

/* Host profiles in memory (host_profiles.h). */
typedef struct vml_host_profiles vml_host_profiles;

/*
 * Settings of a run. The caller initializes them with vml_settings_init() and sets fields;
 * vml_configure() then sets from the configuration what the caller did not set. Strings are
 * borrowed and must outlive the run; NULL: not set.
 */
typedef struct vml_settings {
	/* Group: inputs. */
	char *const *operands; /* files, directories, "-"; or patterns of domain names; borrowed */
	size_t n_operands;
	const char **connections; /* libvirt URIs; the array is owned */
	size_t n_connections;
	/*
	 * URIs in the configuration, separated by whitespace: they replace an empty URI ("") in
	 * `connections`; NULL: none
	 */
	const char *connect;
	/* limit on concurrent requests per connection, 1 to VML_MAX_IN_FLIGHT */
	unsigned int in_flight;
	/* seconds to wait for a response of a connection, 1 to VML_MAX_TIMEOUT */
	unsigned int timeout;
	/* set by the run: threads still wait for libvirt, so the process must end with _exit() */
	bool threads_left;
	/* do not open connections read-only: more facts of hosts can then be read */
	bool read_write;
	bool live; /* audit the XML of running domains instead of their definitions */
	/* path of standard input, for reports and for [files] sections of the configuration */
	const char *stdin_name;
	bool skip_non_libvirt; /* silently skip XML without a domain */
	unsigned int jobs;     /* number of threads, 1 to VML_MAX_JOBS */
	/* Group: rules, and the configuration that selects them. */
	const char *config_file; /* configuration to use instead of searching for one */
	bool no_config;		 /* read no configuration */
	/* directory in which the search for .vmlint.ini begins; NULL: the working directory */
	const char *directory;
	/*
	 * outside of a repository, the search ends at this directory, which is `directory` or above
	 * it; NULL: at `directory`
	 */
	const char *top;
	vml_rule_choice *choices; /* owned; later choices have precedence */
	size_t n_choices;
	const char *guest;  /* libosinfo id for domains that do not name their guest OS */
	const char *target; /* name of a target, valid for vml_target_parse() */
	const char **hosts; /* files with host profiles; the array is owned */
	size_t n_hosts;
	bool own_host; /* examine the files of a host directly if it is this machine */
	/* files of --capabilities and --domcaps, joined into one more host; the array is owned */
	const char **host_documents;
	size_t n_host_documents;
	const vml_host_profiles *host_profiles; /* further hosts; borrowed; NULL: none */
	/* file in which a host profile is saved, instead of an audit */
	const char *save_host;
	bool no_inline; /* ignore suppressions in documents */
	/*
	 * the configuration's baseline need not exist: the caller does not apply it, or only if it
	 * exists
	 */
	bool baseline_optional;
	/* Group: known findings. */
	/* paths of the baseline to apply, and of the baseline to write */
	const char *baseline, *write_baseline;
	const char *diff_base; /* git revision with which findings are compared */
	/* the string to which `baseline` points if it is from the configuration, else NULL; owned */
	char *own_baseline;
	/* Group: results. */
	vml_severity least; /* severity at or above which findings are reported */
	/* severity at or above which findings fail the run; 0: none do */
	vml_severity fail_on;
	bool show_suppressed; /* also report suppressed and baselined findings */
	bool list_known; /* reports to files list baselined findings in the same way as new ones */
	vml_wanted_report *reports; /* owned; if there are none, a text report is printed */
	size_t n_reports;
	vml_fix_level fix; /* least safe level of fixes to apply; VML_FIX_NONE: apply none */
	/* least safe level of fixes to print as a patch; VML_FIX_NONE: print none */
	vml_fix_level diff;
	FILE *out;	   /* receives the report that has no file */
	FILE *documents;   /* receives patches and fixed documents */
	const char *color; /* "auto", "always", "never" */
	bool brief;	   /* text reports contain headlines and fixes only */
	bool statistics;   /* human-readable reports end with a table by rule */
	/* Group: messages. */
	vml_messages messages; /* receiver of messages; initially none */
	bool quiet;	       /* print no summary and no notes */
	bool verbose;	       /* print details: where settings come from, skipped rules */
	/*
	 * names of the settings that the caller set, in the order in which vml_configure() mentions
	 * them; the array is owned
	 */
	const char **given;
	size_t n_given;
} vml_settings;

/*
 * Set *ret to the defaults: no inputs, no output streams, no receiver of messages, one job per
 * processor. The caller frees the arrays with vml_settings_free().
 */
void vml_settings_init(vml_settings *ret);

/* Free the owned arrays. */
void vml_settings_free(vml_settings *settings);

/*
 * Set one of the settings that a configuration may also have: "fail-on", "min-severity", "guest",
 * "format" (adds a report), "target", "in-flight", "timeout".
 *
 * value: borrowed until vml_settings_free()
 *
 * Returns NULL, or an error message, which the caller frees.
 */
char *vml_settings_set(vml_settings *settings, const char *name, const char *value);

/*
 * Record that the caller has set a setting, so that the configuration does not change it.
 *
 * name: as for vml_settings_set(); borrowed until vml_settings_free()
 */
void vml_settings_give(vml_settings *settings, const char *name);

/* Return true if vml_settings_give() was called for this setting. */
bool vml_settings_given(const vml_settings *settings, const char *name);

#endif
