/* Audits the documents of an input, and reports the input as audited, skipped or failed. */
#define _GNU_SOURCE /* memmem */
#include "input_documents.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Report that an input has no domain. It is skipped without a message if it was found below a
 * directory or --skip-non-libvirt is given, and with a note if it only refers to a domain
 * (find_domains.c). Otherwise this is an error.
 *
 * why: vml_result.not_audited
 */
static void no_domains(vml_session *session, vml_input *input, const char *why, bool from_directory)
{
	if (from_directory || session->settings->skip_non_libvirt) {
		/* only counted: directories usually contain networks and pools, too */
		input->status = VML_INPUT_SKIPPED;
		return;
	}
	if (strstr(why, "only refers to a domain")) {
		input->status = VML_INPUT_SKIPPED;
		vml_session_note(session, input->name, why);
		return;
	}
	vml_session_fail_with(
		session, input, why, "print the XML of a domain with 'virsh dumpxml DOMAIN'");
}

/* Result of auditing the documents of an input. */
struct outcome {
	char *why;    /* why the last document has no domain, owned; NULL: it has one */
	bool foreign; /* a document was rejected, and --skip-non-libvirt skips it */
};

/*
 * Return true if --skip-non-libvirt skips an input with a rejected document (malformed, or with a
 * DOCTYPE). A file that contains "<domain" is not skipped, because it may be a damaged domain.
 */
static bool is_foreign(const vml_session *session, const vml_input *input)
{
	vml_buffer bytes = { 0 };
	struct stat st;
	bool mentions = true;
	int fd;

	if (!session->settings->skip_non_libvirt || input->kind != VML_INPUT_FILE ||
		stat(input->name, &st) || !S_ISREG(st.st_mode))
		return false;
	fd = open(input->name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	if (!vml_read_all(fd, &st, &bytes) && bytes.bytes)
		mentions = memmem(bytes.bytes, bytes.len, "<domain", 7);
	close(fd);
	vml_buffer_free(&bytes);
	return !mentions;
}

/* Report why a document was rejected, unless --skip-non-libvirt skips it. */
static void take_fault(
	vml_session *session, vml_input *input, const vml_fault *fault, struct outcome *outcome)
{
	outcome->foreign = outcome->foreign || is_foreign(session, input);
	if (!outcome->foreign)
		vml_session_fail(session, input, fault);
}

/*
 * Audit the remaining documents of a stream and finish the input. Frees the strings of `outcome`.
 */
static void audit_rest(vml_session *session, vml_input *input, vml_stream *stream,
	bool from_directory, struct outcome *outcome)
{
	vml_stream_status status;
	vml_fault fault;
	vml_doc *doc;

	while ((status = vml_stream_next(stream, &doc, &fault)) != VML_STREAM_END) {
		if (status != VML_STREAM_DOCUMENT) {
			take_fault(session, input, &fault, outcome);
			continue;
		}
		doc->joins =
			vml_session_joins(session) || input->domains || !vml_stream_is_done(stream);
		vml_session_syntax_errors(session, input, doc);
		vml_session_audit(session, input, doc, &outcome->why);
		vml_doc_free(doc);
	}
	if (!input->domains && input->status == VML_INPUT_OK) {
		if (outcome->foreign)
			input->status = VML_INPUT_SKIPPED;
		else if (outcome->why)
			no_domains(session, input, outcome->why, from_directory);
		else
			vml_session_fail_with(session, input,
				input->kind == VML_INPUT_STDIN ? "no input" : "empty file",
				"pipe domain XML into vmlint: virsh dumpxml DOMAIN | vmlint");
	}
	vml_session_finish(session, input);
	free(outcome->why);
}

void vml_audit_stream(
	vml_session *session, vml_input *input, vml_stream *stream, bool from_directory)
{
	struct outcome outcome = { 0 };

	audit_rest(session, input, stream, from_directory, &outcome);
	vml_stream_free(stream);
}

void vml_report_job(void *data, vml_job *job)
{
	vml_session *session = data;
	vml_input input = { .name = job->path, .kind = VML_INPUT_FILE };
	struct outcome outcome = { 0 };

	if (job->error) {
		vml_session_fail_open(session, &input, job->error);
		vml_session_finish(session, &input);
		return;
	}
	if (job->status == VML_STREAM_DOCUMENT) {
		vml_session_syntax_errors(session, &input, job->doc);
		vml_session_report(
			session, &input, job->selection, job->doc, &job->result, &outcome.why);
		if (!vml_stream_is_done(job->stream)) {
			vml_doc_free(job->doc);
			job->doc = NULL;
		}
	} else if (job->status != VML_STREAM_END) {
		take_fault(session, &input, &job->fault, &outcome);
	}
	audit_rest(session, &input, job->stream, job->in_directory, &outcome);
}
