/* Audit of all inputs named by the command line, and the exit status. */
#include "inputs.h"

#include "arena.h"
#include "configure.h"
#include "connections.h"
#include "files.h"
#include "input_documents.h"
#include "session.h"
#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Run --fix or --diff on the whole content of `fd`, and audit the content. If a document is
 * truncated, the original is audited, because the repaired one does not show that parts are
 * missing.
 *
 * Returns true if the input was audited and finished. Returns false after --fix on a file without
 * truncated documents: the caller must open the file again, and audit it.
 */
static bool fix_descriptor(vml_session *session, vml_input *input, int fd)
{
	const vml_settings *settings = session->settings;
	const vml_selection *selection = vml_session_rules(session, input);
	vml_fix_report report = { 0 };
	vml_buffer bytes = { 0 };
	struct stat known;
	const char *wrong = vml_read_all(fd, &known, &bytes);
	bool audited;

	if (wrong)
		report.trouble = wrong;
	else if (settings->diff)
		report = vml_print_diff(
			settings, selection, session->parser, input->name, bytes.bytes, bytes.len);
	else if (input->kind == VML_INPUT_STDIN)
		report = vml_fix_to_stdout(settings, selection, session->parser, &bytes);
	else
		report = vml_fix_file(settings, selection, session->parser, input->name, &known,
			bytes.bytes, bytes.len);
	vml_session_fixed(session, input, &report);
	/* false for a file that was fixed: the caller reads it again */
	audited = settings->diff || input->kind == VML_INPUT_STDIN || report.truncated;
	if (audited)
		vml_audit_stream(session, input,
			vml_stream_over(bytes.bytes, bytes.len, session->parser),
			session->in_directory);
	vml_buffer_free(&bytes);
	return audited;
}

/* Run --fix or --diff on a file, and audit its content. */
static void fix_file(vml_session *session, const char *path)
{
	vml_input input = { .name = path, .kind = VML_INPUT_FILE };
	int fd = vml_open_input(path, session->in_directory);
	struct stat st;

	if (fd >= 0 && session->settings->fix && !fstat(fd, &st) && !S_ISREG(st.st_mode)) {
		close(fd);
		vml_session_fail_with(session, &input, "cannot fix it in place: not a regular file",
			"pipe it through 'vmlint --fix -', which writes to standard output");
		vml_session_finish(session, &input);
		return;
	}
	if (fd >= 0) {
		bool audited = fix_descriptor(session, &input, fd);

		close(fd);
		if (audited)
			return;
		fd = vml_open_input(path, session->in_directory);
	}
	if (fd < 0) {
		vml_session_fail_open(session, &input, errno);
		vml_session_finish(session, &input);
		return;
	}
	vml_audit_stream(
		session, &input, vml_stream_new(fd, session->parser), session->in_directory);
	close(fd);
}

/*
 * Return true if a file was audited before, because of an earlier operand. Auditing it again would
 * report its findings twice, and a baseline would accept only the first report of each finding.
 *
 * known: result of stat(); NULL if not known yet
 */
static bool is_repeated(vml_session *session, const char *path, const struct stat *known)
{
	struct stat st;

	if (session->settings->n_operands < 2)
		return false;
	if (!known && !stat(path, &st))
		known = &st;
	return known && !vml_files_seen_add(&session->seen, path, known);
}

/* Audit a file, unless it was audited before. known: result of stat(); NULL if not known yet. */
static void audit_file(vml_session *session, const char *path, const struct stat *known)
{
	if (is_repeated(session, path, known)) {
		session->repeated++;
		return;
	}
	/* in this thread, so that each file is reported directly after its fixes */
	if (session->settings->fix || session->settings->diff)
		fix_file(session, path);
	else
		vml_jobs_add(session->jobs, path, vml_policy_for(session->policy, path),
			session->in_directory, vml_session_joins(session));
}

static void audit_stdin(vml_session *session)
{
	const vml_settings *settings = session->settings;
	const char *name = settings->stdin_name;
	vml_input input = { .name = name ? name : "<stdin>", .kind = VML_INPUT_STDIN };

	vml_jobs_drain(session->jobs);
	if (settings->fix || settings->diff)
		fix_descriptor(session, &input, STDIN_FILENO);
	else
		vml_audit_stream(
			session, &input, vml_stream_new(STDIN_FILENO, session->parser), false);
}

static void on_trouble(void *data, const char *path, const char *why)
{
	vml_session *session = data;
	vml_input input = { .name = path, .kind = VML_INPUT_FILE };

	vml_session_fail_with(session, &input, why, NULL);
	vml_session_finish(session, &input);
}

static void audit_directory(vml_session *session, const char *path)
{
	vml_input input = { .name = path, .kind = VML_INPUT_FILE };
	size_t before, skipped, failed, repeated;
	vml_path_list files;

	vml_jobs_drain(session->jobs);
	before = session->summary.domains;
	skipped = session->summary.skipped;
	failed = session->summary.failed;
	repeated = session->repeated;
	vml_files_below(path, &files, on_trouble, session);
	session->in_directory = true;
	for (size_t i = 0; i < files.n; i++)
		audit_file(session, files.paths[i], NULL);
	session->in_directory = false;
	vml_jobs_drain(session->jobs);
	vml_path_list_free(&files);
	skipped = session->summary.skipped - skipped;
	vml_progress_hide(&session->progress);
	if (skipped && !session->settings->quiet && !session->settings->skip_non_libvirt)
		vml_messages_printf(&session->settings->messages, VML_MESSAGE_NOTE, NULL,
			"skipped %zu XML file%s without a domain", skipped,
			skipped == 1 ? "" : "s");
	if (session->summary.domains == before && session->summary.failed == failed &&
		session->repeated == repeated && !session->settings->skip_non_libvirt) {
		vml_session_fail_with(
			session, &input, "no *.xml file below it contains a libvirt domain", NULL);
		vml_session_finish(session, &input);
	}
}

static void audit_operand(vml_session *session, const char *operand)
{
	struct stat st;
	const struct stat *known;

	if (!strcmp(operand, "-")) {
		audit_stdin(session);
		return;
	}
	known = stat(operand, &st) ? NULL : &st;
	if (known && S_ISDIR(known->st_mode))
		audit_directory(session, operand);
	else
		audit_file(session, operand, known);
}

static void run_inputs(vml_session *session)
{
	const vml_settings *s = session->settings;

	if (s->n_connections) {
		vml_audit_connections(session);
		return;
	}
	for (size_t i = 0; i < s->n_operands; i++)
		audit_operand(session, s->operands[i]);
	if (!s->n_operands)
		audit_stdin(session);
	vml_jobs_drain(session->jobs);
}

/* Return true if the exit status is 1: because of findings, or with --diff, because of fixes. */
static bool should_fail(const vml_session *session)
{
	if (session->settings->diff)
		return session->fixed > 0;
	return session->failing > 0;
}

/* Explain an exit status of 1 if --min-severity hides the findings that cause it. */
static void print_unseen(const vml_session *session)
{
	const vml_settings *s = session->settings;

	if (session->unseen && !s->quiet)
		vml_messages_printf(&s->messages, VML_MESSAGE_NOTE, NULL,
			"%zu finding%s not shown: min-severity is %s, but fail-on is %s",
			session->unseen, session->unseen == 1 ? " is" : "s are",
			vml_severity_name(s->least), vml_severity_name(s->fail_on));
}

/*
 * With --diff: print how many further findings level review would fix. In other runs, the report
 * contains this number.
 */
static void print_left(const vml_session *session)
{
	if (session->left && !session->settings->quiet)
		vml_messages_printf(&session->settings->messages, VML_MESSAGE_NOTE, NULL,
			"--diff=review would fix %zu more finding%s", session->left,
			session->left == 1 ? "" : "s");
}

static int audit_all(vml_session *session)
{
	int status = VML_EXIT_CLEAN;

	vml_progress_begin(&session->progress, session->settings->quiet);
	if (vml_outputs_open(
		    session->settings, vml_policy_for(session->policy, NULL), &session->outputs))
		run_inputs(session);
	else
		status = VML_EXIT_TROUBLE;
	vml_session_join(session);
	if (!vml_outputs_close(&session->outputs, &session->summary) || session->summary.failed)
		status = VML_EXIT_TROUBLE;
	if (!vml_baselines_close(session->accepted, status == VML_EXIT_CLEAN))
		status = VML_EXIT_TROUBLE;
	print_unseen(session);
	print_left(session);
	if (status == VML_EXIT_CLEAN && should_fail(session))
		status = VML_EXIT_FINDINGS;
	return status;
}

int vml_audit_inputs(vml_settings *settings)
{
	vml_session session = { .settings = settings };
	int status = VML_EXIT_USAGE;
	vml_error error;

	if (vml_configure(settings, &session.policy, &error)) {
		vml_messages_error(&settings->messages, &error);
		return status;
	}
	if (vml_outputs_clash(settings)) {
		vml_policy_free(session.policy);
		return status;
	}
	session.parser = vml_parser_new();
	session.fleet = vml_fleet_new();
	session.jobs = vml_jobs_new(settings->jobs, vml_report_job, &session);
	if (!vml_baselines_open(settings, session.policy, session.parser, &session.accepted))
		status = audit_all(&session);
	settings->threads_left = session.threads_left;
	vml_jobs_free(session.jobs);
	vml_files_seen_free(&session.seen);
	vml_fleet_free(session.fleet);
	vml_parser_free(session.parser);
	vml_policy_free(session.policy);
	return status;
}
