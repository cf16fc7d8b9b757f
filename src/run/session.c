/* State of a run, and its output: reports, errors and notes. */
#include "session.h"

#include "arena.h"
#include "counters.h"
#include "document_origin.h"
#include "fixpoint.h"
#include "guest.h"
#include "repaired.h"
#include "select.h"
#include "text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void vml_session_note(vml_session *session, const char *name, const char *message)
{
	if (session->settings->quiet)
		return;
	vml_progress_hide(&session->progress);
	vml_messages_printf(
		&session->settings->messages, VML_MESSAGE_NOTE, NULL, "%s: %s", name, message);
}

void vml_session_fail(vml_session *session, vml_input *input, const vml_fault *fault)
{
	vml_progress_hide(&session->progress);
	/* keeps report and messages in chronological order */
	vml_outputs_flush(&session->outputs);
	vml_messages_put(&session->settings->messages,
		&(vml_message){ .kind = VML_MESSAGE_ERROR, .input = input->name, .fault = fault });
	vml_input_fail(input, fault);
}

/*
 * EXCERPTS_MAX: limit on the errors of one kind (with the same hint) in a document that are printed
 * with their source line. KINDS_MAX: limit on the kinds to which this applies.
 */
enum { EXCERPTS_MAX = 20, KINDS_MAX = 16 };

void vml_session_syntax_errors(vml_session *session, vml_input *input, const vml_doc *doc)
{
	const char *hints[KINDS_MAX];
	size_t counts[KINDS_MAX] = { 0 }, kinds = 0;

	for (size_t i = 0; doc->repaired && i < doc->repaired->n_faults; i++) {
		vml_fault fault = doc->repaired->faults[i];
		size_t kind = 0;

		while (kind < kinds && hints[kind] != fault.hint)
			kind++;
		if (kind == kinds && kinds < KINDS_MAX)
			hints[kinds++] = fault.hint;
		if (kind < kinds && counts[kind]++)
			fault.hint = NULL;
		if (kind < kinds && counts[kind] > EXCERPTS_MAX)
			fault.excerpt = NULL;
		vml_session_fail(session, input, &fault);
	}
}

void vml_session_fail_with(
	vml_session *session, vml_input *input, const char *message, const char *hint)
{
	vml_fault fault = { .message = message, .hint = hint };

	vml_session_fail(session, input, &fault);
}

void vml_session_fail_open(vml_session *session, vml_input *input, int error)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				    "0123456789._-+";
	const char *name = input->name;
	const size_t len = strlen(name);
	char *hint = NULL;

	/* an operand without "/" and ".xml" may be the name of a guest */
	if (error == ENOENT && strspn(name, plain) == len &&
		(len < 4 || strcmp(name + len - 4, ".xml") != 0))
		hint = vml_asprintf(
			"is it a guest? vmlint -c '' %s, or virsh dumpxml %s | vmlint", name, name);
	vml_session_fail_with(session, input, strerror(error), hint);
	free(hint);
}

void vml_session_count(vml_session *session, const vml_result *result)
{
	const vml_severity fail_on = session->settings->fail_on;

	vml_summary_add(&session->summary, result);
	for (size_t i = 0; i < result->n_all; i++) {
		const vml_finding *finding = result->all[i];
		bool fails = finding->state == VML_STATE_ACTIVE && fail_on &&
			finding->severity >= fail_on;

		session->failing += fails;
		session->unseen += fails && finding->severity < result->shown;
		session->findings +=
			finding->state == VML_STATE_ACTIVE && finding->severity >= result->shown;
	}
}

/* With -v: list the guests whose operating system is unknown. */
static void print_unknown_guests(const vml_session *session, const vml_result *result)
{
	for (size_t i = 0; session->settings->verbose && i < result->n_domains; i++) {
		const vml_facts *domain = result->domains[i];

		if (vml_guest_lookup(domain->guest)->known)
			continue;
		vml_messages_printf(&session->settings->messages, VML_MESSAGE_DETAIL,
			*domain->guest ? NULL : "name it with --guest OS", "%s: %s%s",
			*domain->name ? domain->name : "(unnamed domain)",
			*domain->guest ? "guest OS not found in osinfo-db: "
				       : "the metadata does not name the guest OS",
			domain->guest);
	}
}

/* With -v: list the rules that did not run, and why. */
static void print_skips(const vml_session *session, const vml_result *result)
{
	for (size_t i = 0; session->settings->verbose && i < result->n_skips; i++)
		vml_messages_printf(&session->settings->messages, VML_MESSAGE_DETAIL, NULL,
			"%s did not run on %s: %s", result->skips[i].rule->id,
			result->skips[i].facts->name, result->skips[i].why);
}

/* With -v: if a document is audited without a host, list the rules that need one; once per run. */
static void print_hostless(vml_session *session, const vml_selection *selection, const vml_doc *doc)
{
	const vml_rule *const *rules = vml_selection_rules(selection);
	const vml_choice *choices;

	if (!session->settings->verbose || session->hostless || doc->host || selection->n_hosts)
		return;
	session->hostless = true;
	choices = vml_choices_for(selection, doc->arena, "");
	for (size_t i = 0; rules[i]; i++)
		if (rules[i]->when & (VML_HOST_GATES | VML_STATE_GATES) && choices[i].enabled)
			vml_messages_printf(&session->settings->messages, VML_MESSAGE_DETAIL, NULL,
				"%s: not checked: needs a %s", rules[i]->id,
				rules[i]->when & VML_STATE_GATES
					? "connection (--connect URI)"
					: "host (--host FILE or --connect URI)");
}

/* Return the path that determines the rules for an input; NULL if the input has no path. */
static const char *path_of(const vml_session *session, const vml_input *input)
{
	if (input->kind == VML_INPUT_STDIN)
		return session->settings->stdin_name;
	return input->kind == VML_INPUT_FILE ? input->name : NULL;
}

const vml_selection *vml_session_rules(const vml_session *session, const vml_input *input)
{
	return vml_policy_for(session->policy, path_of(session, input));
}

/*
 * Return true if the report may need the number of findings that appear after fixes. Only the text
 * report on a single file prints it, and not with -q, --fix or --diff. Returns false for documents
 * that were converted to UTF-8 or repaired.
 */
static bool is_alone(const vml_session *session, const vml_input *input, const vml_doc *doc)
{
	const vml_settings *settings = session->settings;

	return !settings->quiet && !settings->fix && !settings->diff && !doc->transcoded &&
		!doc->repaired && input->kind == VML_INPUT_FILE && settings->n_operands == 1 &&
		!strcmp(settings->operands[0], input->name) &&
		(!settings->n_reports || settings->reports[0].reporter == &vml_reporter_text);
}

/*
 * Per fix level, count the findings that appear only after other findings are fixed. This takes as
 * long as --fix, some milliseconds. It is done only if the run has a single input: a file with one
 * domain.
 */
static void count_following(vml_session *session, const vml_input *input,
	const vml_selection *selection, const vml_doc *doc, const vml_result *result)
{
	size_t n = 0;

	if (result->n_domains != 1 || !is_alone(session, input, doc))
		return;
	for (vml_fix_level level = VML_FIX_SAFE; level > VML_FIX_NONE; level--) {
		vml_parser *parser = vml_parser_new();
		vml_fixed fixed = { 0 };
		vml_fault fault;

		for (size_t i = 0; i < result->n_findings; i++)
			n += result->findings[i]->level == level &&
				vml_finding_fixable(result->findings[i]);
		if (n &&
			!vml_fix_until_stable(
				parser, &doc->slice, selection, level, &fixed, &fault)) {
			if (!fixed.refused && fixed.n_done > n)
				vml_outputs_following(&session->outputs, level, fixed.n_done - n);
			vml_fixed_free(&fixed);
		}
		vml_parser_free(parser);
	}
}

bool vml_session_report(vml_session *session, vml_input *input, const vml_selection *selection,
	vml_doc *doc, vml_result *result, char **ret_why)
{
	vml_origin origin;

	free(*ret_why);
	*ret_why = NULL;
	if (!result->n_domains) {
		*ret_why = vml_strdup(result->not_audited);
		return false;
	}
	vml_baselines_apply(session->accepted, input->kind == VML_INPUT_FILE ? input->name : NULL,
		selection, result);
	vml_result_partition(doc, result, session->settings->show_suppressed);
	origin = vml_document_origin(input, selection, doc);
	vml_fleet_add(session->fleet, &origin, result);
	input->domains += result->n_domains;
	vml_progress_hide(&session->progress);
	vml_session_count(session, result);
	print_skips(session, result);
	print_hostless(session, selection, doc);
	print_unknown_guests(session, result);
	count_following(session, input, selection, doc, result);
	vml_outputs_document(&session->outputs, input, result);
	vml_progress_update(&session->progress, session->summary.domains, session->findings);
	return true;
}

bool vml_session_audit(vml_session *session, vml_input *input, vml_doc *doc, char **ret_why)
{
	const vml_selection *selection = vml_session_rules(session, input);
	vml_result result;

	vml_audit(doc, selection, &result);
	return vml_session_report(session, input, selection, doc, &result, ret_why);
}

void vml_session_finish(vml_session *session, vml_input *input)
{
	vml_summary_add_input(&session->summary, input);
	vml_outputs_input(&session->outputs, input);
	vml_input_release(input);
}

/* Print what --fix did to an input: "web1.xml: fixed 3 findings". Does nothing if `n` is 0. */
static void print_done(const vml_session *session, const vml_input *input, const char *verb,
	size_t n, const char *noun)
{
	if (n)
		vml_messages_printf(&session->settings->messages, VML_MESSAGE_DETAIL, NULL,
			"%s: %s %zu %s%s", input->name, verb, n, noun, n == 1 ? "" : "s");
}

void vml_session_fixed(vml_session *session, vml_input *input, const vml_fix_report *report)
{
	if (report->trouble)
		vml_session_fail_with(session, input, report->trouble, NULL);
	session->fixed += report->fixed;
	session->left += report->left;
	vml_progress_hide(&session->progress);
	if (!session->settings->fix || session->settings->quiet)
		return;
	print_done(session, input, "repaired", report->repaired, "syntax error");
	print_done(session, input, "fixed", report->fixed, "finding");
}
