/* State of a run: settings, inputs, reports and counters. */
#ifndef VML_SESSION_H
#define VML_SESSION_H

#include "baselines.h"
#include "files.h"
#include "fixing.h"
#include "fleet.h"
#include "jobs.h"
#include "outputs.h"
#include "policy.h"
#include "progress.h"

/* State of a run, from the configuration to the exit status. */
typedef struct vml_session {
	const vml_settings *settings;
	vml_policy *policy;
	vml_baselines *accepted; /* findings that are known from a baseline or revision */
	vml_parser *parser;	 /* parser of the main thread; each thread of `jobs` has its own */
	vml_jobs *jobs;
	vml_outputs outputs;
	vml_fleet *fleet; /* values that all domains use (keys), for rules across domains */
	vml_summary summary;
	vml_progress progress;
	bool hostless;	 /* the list of rules that need a host was printed */
	size_t findings; /* number of active findings shown so far */
	/* number of active findings at or above --fail-on, even if not shown */
	size_t failing;
	size_t unseen;	     /* number of findings counted in `failing` that are not shown */
	bool in_directory;   /* the current file was found below a directory */
	vml_files_seen seen; /* files audited so far, if there are several operands */
	/* number of files that were skipped because an earlier operand had included them */
	size_t repeated;
	size_t fixed;	   /* number of findings that --fix has fixed or --diff would fix */
	size_t left;	   /* number of further findings that --diff=review would fix */
	bool threads_left; /* threads still wait for hosts that do not respond */
} vml_session;

/* Print a note about an input, unless -q is given. name: name of the input. */
void vml_session_note(vml_session *session, const char *name, const char *message);

/*
 * Print an error of an input, and set its status to VML_INPUT_ERROR. The message is copied, because
 * reports in machine formats need it at the end of the input.
 */
void vml_session_fail(vml_session *session, vml_input *input, const vml_fault *fault);

/*
 * Report the syntax errors of a repaired document; does nothing for a well-formed one. Errors of
 * one kind have the same hint, which is printed with the first of them.
 */
void vml_session_syntax_errors(vml_session *session, vml_input *input, const vml_doc *doc);

/* Same as vml_session_fail(), for an error without a location. hint: NULL is allowed. */
void vml_session_fail_with(
	vml_session *session, vml_input *input, const char *message, const char *hint);

/* Same as vml_session_fail(), for a file that could not be opened. error: value of errno. */
void vml_session_fail_open(vml_session *session, vml_input *input, int error);

/* Return the rule selection for an input; owned by session->policy, never NULL. */
const vml_selection *vml_session_rules(const vml_session *session, const vml_input *input);

/*
 * Report the result of vml_audit() for a document: apply the baselines to the findings, count them,
 * and pass them to the reports. If the document contains no domain, only *why is set.
 *
 * doc, result: used during the call only; the baselines change the states of the findings
 * why: set to the reason why no domain was audited, which the caller frees; NULL if the document
 * contains a domain. The old value, NULL or the reason that an earlier call set, is freed.
 *
 * Returns true if the document contains a domain.
 */
bool vml_session_report(vml_session *session, vml_input *input, const vml_selection *selection,
	vml_doc *doc, vml_result *result, char **why);

/* Audit a document and report it. `why` and the return value: see vml_session_report(). */
bool vml_session_audit(vml_session *session, vml_input *input, vml_doc *doc, char **why);

/* Add the findings of a result to the counters. */
void vml_session_count(vml_session *session, const vml_result *result);

/* Return true if the run has, or may have, other inputs than the current one (join.c). */
bool vml_session_joins(const vml_session *session);

/* Report the findings across domains, after the last input (join.c). */
void vml_session_join(vml_session *session);

/*
 * Count the result of --fix or --diff on an input. If report->trouble is set, record it as an error
 * of the input (vml_session_fail_with()). For --fix, also print the result, unless -q is given.
 */
void vml_session_fixed(vml_session *session, vml_input *input, const vml_fix_report *report);

/* Count a finished input, notify the reports, and free the messages of the input. */
void vml_session_finish(vml_session *session, vml_input *input);

#endif
