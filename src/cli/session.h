/* One run of vmlint: what it reads by, where it reports, what it has found so far. */
#ifndef VML_SESSION_H
#define VML_SESSION_H

#include "baselines.h"
#include "files.h"
#include "fixing.h"
#include "jobs.h"
#include "outputs.h"
#include "policy.h"
#include "progress.h"

typedef struct vml_session {
	const vml_settings *settings;
	vml_policy *policy;
	vml_baselines *accepted;
	vml_parser *parser;
	vml_jobs *jobs;
	vml_outputs outputs;
	vml_summary summary;
	bool colour_errors;
	vml_progress progress;
	size_t findings;   /* active ones so far, as far as they are shown */
	size_t failing;	   /* those that --fail-on is about, shown or not */
	size_t unseen;	   /* of these the ones that are not shown */
	bool in_directory; /* the file at work was found below a directory */
	vml_files_seen seen;
	size_t repeated; /* files that several operands led to: audited once */
	size_t fixed;	 /* findings that --fix mended, or --diff would */
	size_t left;	 /* findings that --diff=review would mend besides */
} vml_session;

/* A note on standard error, unless -q. */
void vml_session_note(vml_session *session, const char *name, const char *message);

/* Tell an error of an input; the first one is what machine formats carry. */
void vml_session_fail(vml_session *session, vml_input *input, const vml_fault *fault);
void vml_session_fail_with(
	vml_session *session, vml_input *input, const char *message, const char *hint);

/* The rules for an input. */
const vml_selection *vml_session_rules(const vml_session *session, const vml_input *input);

/*
 * Report on an audited document.
 *
 * why: why the document before it holds no domain, or NULL; freed, and set anew for this one
 * Returns whether it holds a domain.
 */
bool vml_session_report(vml_session *session, vml_input *input, const vml_selection *selection,
	vml_doc *doc, vml_result *result, char **why);

/* Audit a document and report on it. */
bool vml_session_audit(vml_session *session, vml_input *input, vml_doc *doc, char **why);

/* Say what --fix or --diff came to. */
void vml_session_fixed(vml_session *session, vml_input *input, const vml_fix_report *report);

/* An input is done. */
void vml_session_finish(vml_session *session, vml_input *input);

#endif
