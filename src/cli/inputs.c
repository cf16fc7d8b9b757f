/* Each input through the engine to the reports, then the exit status. */
#include "inputs.h"

#include "accepted.h"
#include "arena.h"
#include "escape.h"
#include "files.h"
#include "fixing.h"
#include "guest.h"
#include "jobs.h"
#include "live.h"
#include "outputs.h"
#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct run {
	const vml_settings *settings;
	vml_policy *policy;
	vml_accepted *accepted;
	vml_parser *parser;
	vml_jobs *jobs;
	vml_outputs outputs;
	vml_summary summary;
	bool colour_errors;
	bool in_directory; /* the file at work was found below a directory */
	size_t fixed;	   /* findings that --fix mended, or --diff would */
};

static void note(const struct run *run, const char *name, const char *message)
{
	if (run->settings->quiet)
		return;
	fputs("vmlint: note: ", stderr);
	vml_puts_safe(stderr, name);
	fputs(": ", stderr);
	vml_puts_safe(stderr, message);
	fputc('\n', stderr);
}

/* Tell an error of an input; the first one is what machine formats carry. */
static void fail(struct run *run, vml_input *input, const vml_fault *fault)
{
	/* keep report and errors in the order in which they came about */
	vml_outputs_flush(&run->outputs);
	vml_put_fault(stderr, input->name, fault, run->colour_errors);
	if (input->status == VML_INPUT_ERROR)
		return;
	input->status = VML_INPUT_ERROR;
	input->line = fault->line;
	input->column = fault->column;
	input->message = fault->message;
}

static void fail_with(struct run *run, vml_input *input, const char *message, const char *hint)
{
	vml_fault fault = { .message = message, .hint = hint };

	fail(run, input, &fault);
}

static void count(struct run *run, const vml_result *result)
{
	run->summary.domains += result->n_domains;
	for (size_t i = 0; i < result->n_all; i++) {
		const vml_finding *finding = result->all[i];

		run->summary.by_state[finding->state]++;
		if (finding->state != VML_STATE_ACTIVE)
			continue;
		run->summary.by_severity[finding->severity]++;
		if (finding->ops)
			run->summary.by_fix[finding->level]++;
	}
}

/* What was not known, and so kept rules careful. */
static void tell_unknown_guests(const struct run *run, const vml_result *result)
{
	for (size_t i = 0; run->settings->verbose && i < result->n_domains; i++) {
		const vml_facts *domain = result->domains[i];

		if (vml_guest_lookup(domain->guest)->known)
			continue;
		fputs("vmlint: ", stderr);
		vml_puts_safe(stderr, *domain->name ? domain->name : "(unnamed domain)");
		fputs(*domain->guest ? ": osinfo-db does not know the guest "
				     : ": the metadata do not name the guest's operating system: "
				       "--guest OS says it",
			stderr);
		vml_puts_safe(stderr, domain->guest);
		fputc('\n', stderr);
	}
}

static void tell_skips(const struct run *run, const vml_result *result)
{
	for (size_t i = 0; run->settings->verbose && i < result->n_skips; i++) {
		fprintf(stderr, "vmlint: %s did not run on ", result->skips[i].rule->id);
		vml_puts_safe(stderr, result->skips[i].facts->name);
		fprintf(stderr, ": %s\n", result->skips[i].why);
	}
}

/* What the input's rules and earlier findings are looked up by; NULL where it is no file. */
static const char *path_of(const struct run *run, const vml_input *input)
{
	if (input->kind == VML_INPUT_STDIN)
		return run->settings->stdin_name;
	return input->kind == VML_INPUT_FILE ? input->name : NULL;
}

static const vml_selection *rules_for(const struct run *run, const vml_input *input)
{
	return vml_policy_for(run->policy, path_of(run, input));
}

/* Report on an audited document; false where there is no domain in it, with the reason. */
static bool report(struct run *run, vml_input *input, const vml_selection *selection, vml_doc *doc,
	vml_result *result, char **ret_why)
{
	free(*ret_why);
	*ret_why = NULL;
	if (!result->n_domains) {
		*ret_why = vml_strdup(result->not_audited);
		return false;
	}
	vml_accepted_judge(run->accepted, path_of(run, input), selection, doc, result);
	input->domains += result->n_domains;
	count(run, result);
	tell_skips(run, result);
	tell_unknown_guests(run, result);
	vml_outputs_document(&run->outputs, input, result);
	return true;
}

/* Audit one document and report on it. */
static bool audit(struct run *run, vml_input *input, vml_doc *doc, char **ret_why)
{
	const vml_selection *selection = rules_for(run, input);
	vml_result result;

	vml_audit(doc, selection, &result);
	return report(run, input, selection, doc, &result, ret_why);
}

static void finish(struct run *run, vml_input *input)
{
	run->summary.inputs++;
	run->summary.failed += input->status == VML_INPUT_ERROR;
	run->summary.skipped += input->status == VML_INPUT_SKIPPED;
	vml_outputs_input(&run->outputs, input);
}

/* What is to be said of an input whose documents hold no domain. */
static void no_domains(struct run *run, vml_input *input, const char *why, bool from_directory)
{
	if (from_directory) {
		/* a tree of definitions holds networks and pools, too: counted, not told */
		input->status = VML_INPUT_SKIPPED;
		return;
	}
	if (strstr(why, "only refers to a domain")) {
		input->status = VML_INPUT_SKIPPED;
		note(run, input->name, why);
		return;
	}
	fail_with(run, input, why,
		"vmlint audits domains: 'virsh dumpxml DOMAIN' prints the XML of one");
}

/* What the documents of an input came to, one after the other. */
struct progress {
	char *why;   /* the last one holds no domain */
	char *fault; /* of the first one that was refused */
};

static void take_fault(
	struct run *run, vml_input *input, const vml_fault *fault, struct progress *progress)
{
	bool first = input->status != VML_INPUT_ERROR;

	fail(run, input, fault);
	if (first) /* the fault's strings go with the next document */
		input->message = progress->fault = vml_strdup(fault->message);
}

/* Report on the documents of a stream from the next one on, then on the input as a whole. */
static void audit_rest(struct run *run, vml_input *input, vml_stream *stream, bool from_directory,
	struct progress *progress)
{
	vml_stream_status status;
	vml_fault fault;
	vml_doc *doc;

	while ((status = vml_stream_next(stream, &doc, &fault)) != VML_STREAM_END) {
		if (status != VML_STREAM_DOCUMENT) {
			take_fault(run, input, &fault, progress);
			continue;
		}
		audit(run, input, doc, &progress->why);
		vml_doc_free(doc);
	}
	if (!input->domains && input->status == VML_INPUT_OK) {
		if (progress->why)
			no_domains(run, input, progress->why, from_directory);
		else
			fail_with(run, input,
				input->kind == VML_INPUT_STDIN ? "no input" : "empty file",
				"vmlint reads libvirt domain XML: virsh dumpxml DOMAIN | vmlint");
	}
	finish(run, input);
	free(progress->why);
	free(progress->fault);
}

/* Audit all documents of a stream, which is released. */
static void audit_stream(struct run *run, vml_input *input, vml_stream *stream, bool from_directory)
{
	struct progress progress = { 0 };

	audit_rest(run, input, stream, from_directory, &progress);
	vml_stream_free(stream);
}

/* Report on a file: its first document is audited already. */
static void report_job(void *data, vml_job *job)
{
	struct run *run = data;
	vml_input input = { .name = job->path, .kind = VML_INPUT_FILE };
	struct progress progress = { 0 };

	if (job->error) {
		fail_with(run, &input, strerror(job->error), NULL);
		finish(run, &input);
		return;
	}
	if (job->status == VML_STREAM_DOCUMENT) {
		report(run, &input, job->selection, job->doc, &job->result, &progress.why);
		vml_doc_free(job->doc);
	} else if (job->status != VML_STREAM_END) {
		take_fault(run, &input, &job->fault, &progress);
	}
	audit_rest(run, &input, job->stream, job->in_directory, &progress);
}

/* Say what --fix or --diff came to. */
static void tell_fix(struct run *run, vml_input *input, const vml_fix_report *report)
{
	if (report->trouble)
		fail_with(run, input, report->trouble, NULL);
	run->fixed += report->fixed;
	if (run->settings->fix && report->fixed && !run->settings->quiet) {
		fputs("vmlint: ", stderr);
		vml_puts_safe(stderr, input->name);
		fprintf(stderr, ": fixed %zu finding%s\n", report->fixed,
			report->fixed == 1 ? "" : "s");
	}
}

/* --fix or --diff on what a descriptor holds; its bytes are read for that at once. */
static void fix_descriptor(struct run *run, vml_input *input, int fd)
{
	const vml_settings *settings = run->settings;
	const vml_selection *selection = rules_for(run, input);
	vml_fix_report report = { 0 };
	vml_buffer bytes = { 0 };
	struct stat known;
	const char *wrong = vml_read_all(fd, &known, &bytes);

	if (wrong)
		report.trouble = wrong;
	else if (settings->diff)
		report = vml_print_diff(
			settings, selection, run->parser, input->name, bytes.bytes, bytes.len);
	else if (input->kind == VML_INPUT_STDIN)
		report = vml_fix_to_stdout(settings, selection, run->parser, &bytes);
	else
		report = vml_fix_file(settings, selection, run->parser, input->name, &known,
			bytes.bytes, bytes.len);
	tell_fix(run, input, &report);
	/* what is audited next: the bytes, fixed if they go on; a file is read again */
	if (settings->diff || input->kind == VML_INPUT_STDIN)
		audit_stream(run, input, vml_stream_over(bytes.bytes, bytes.len, run->parser),
			run->in_directory);
	vml_buffer_free(&bytes);
}

/* --fix or --diff on a file; false where it was reported on already. */
static bool fix_file(struct run *run, const char *path)
{
	vml_input input = { .name = path, .kind = VML_INPUT_FILE };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return true; /* the audit tells of it */
	fix_descriptor(run, &input, fd);
	close(fd);
	return !run->settings->diff;
}

static void audit_file(struct run *run, const char *path)
{
	const vml_settings *settings = run->settings;

	if ((settings->fix || settings->diff) && !fix_file(run, path))
		return;
	vml_jobs_add(run->jobs, path, vml_policy_for(run->policy, path), run->in_directory);
	if (settings->fix) /* what was fixed and what is left stand together */
		vml_jobs_drain(run->jobs);
}

static void audit_stdin(struct run *run)
{
	const vml_settings *settings = run->settings;
	const char *name = settings->stdin_name;
	vml_input input = { .name = name ? name : "<stdin>", .kind = VML_INPUT_STDIN };

	vml_jobs_drain(run->jobs);
	if (settings->fix || settings->diff)
		fix_descriptor(run, &input, STDIN_FILENO);
	else
		audit_stream(run, &input, vml_stream_new(STDIN_FILENO, run->parser), false);
}

static void on_trouble(void *data, const char *path, const char *why)
{
	struct run *run = data;
	vml_input input = { .name = path, .kind = VML_INPUT_FILE };

	fail_with(run, &input, why, NULL);
	finish(run, &input);
}

static void audit_directory(struct run *run, const char *path)
{
	vml_input input = { .name = path, .kind = VML_INPUT_FILE };
	size_t before, skipped, failed;
	vml_paths files;

	vml_jobs_drain(run->jobs);
	before = run->summary.domains;
	skipped = run->summary.skipped;
	failed = run->summary.failed;
	vml_files_below(path, &files, on_trouble, run);
	run->in_directory = true;
	for (size_t i = 0; i < files.n; i++)
		audit_file(run, files.paths[i]);
	run->in_directory = false;
	vml_jobs_drain(run->jobs);
	vml_paths_free(&files);
	skipped = run->summary.skipped - skipped;
	if (skipped && !run->settings->quiet)
		fprintf(stderr, "vmlint: note: %zu XML file%s with no domain in %s skipped\n",
			skipped, skipped == 1 ? "" : "s", skipped == 1 ? "it" : "them");
	if (run->summary.domains == before && run->summary.failed == failed) {
		fail_with(run, &input, "no libvirt domain in any *.xml file below it", NULL);
		finish(run, &input);
	}
}

static void audit_operand(struct run *run, const char *operand)
{
	struct stat st;

	if (!strcmp(operand, "-"))
		audit_stdin(run);
	else if (!stat(operand, &st) && S_ISDIR(st.st_mode))
		audit_directory(run, operand);
	else
		audit_file(run, operand);
}

/* The patch for a live domain's definition: for 'virsh edit', since nothing is written to it. */
static void diff_domain(struct run *run, vml_input *input, const vml_doc *doc)
{
	const xmlNode *root = xmlDocGetRootElement(doc->tree);
	xmlChar *name = xmlNodeGetContent(vml_child(root, "name"));
	vml_fix_report report = vml_print_diff(run->settings, rules_for(run, input), run->parser,
		name ? (const char *)name : "domain", doc->slice.bytes, doc->slice.len);

	tell_fix(run, input, &report);
	xmlFree(name);
}

/* The domains of an open connection. */
static void audit_domains(struct run *run, vml_input *input, vml_live *live)
{
	vml_live_status status;
	vml_fault fault;
	vml_doc *doc;

	while ((status = vml_live_next(live, &doc, &fault)) != VML_LIVE_END) {
		char *why = NULL;

		if (status == VML_LIVE_DOCUMENT) {
			if (run->settings->diff)
				diff_domain(run, input, doc);
			audit(run, input, doc, &why);
			free(why);
			vml_doc_free(doc);
		} else if (status == VML_LIVE_NOTE) {
			note(run, input->name, fault.message);
		} else {
			bool first = input->status != VML_INPUT_ERROR;

			fail(run, input, &fault);
			if (first)
				input->message = "a domain could not be read";
			if (status == VML_LIVE_LOST && first)
				input->message = "the connection was lost";
		}
	}
}

static void audit_connection(struct run *run, const char *uri)
{
	const vml_settings *settings = run->settings;
	vml_input input = { .name = *uri ? uri : "(default connection)", .kind = VML_INPUT_LIVE };
	const char *unmatched;
	vml_fault fault;
	vml_live *live;

	if (vml_live_open(&live, uri, (const char *const *)settings->operands, settings->n_operands,
		    settings->live, run->parser, &fault)) {
		fail(run, &input, &fault);
		finish(run, &input);
		return;
	}
	if (!*uri)
		input.name = vml_live_uri(live);
	while ((unmatched = vml_live_unmatched(live))) {
		size_t n = strlen(unmatched) + 64;
		char *message = vml_realloc(NULL, n);

		snprintf(message, n, "no domain matches '%s'", unmatched);
		fail_with(run, &input, message, "'virsh list --all' names the domains there are");
		input.message = "an operand matches no domain";
		free(message);
	}
	if (!vml_live_count(live) && !settings->n_operands)
		note(run, input.name, "the connection has no domains");
	audit_domains(run, &input, live);
	finish(run, &input);
	vml_live_close(live);
}

static void run_inputs(struct run *run)
{
	const vml_settings *s = run->settings;

	for (size_t i = 0; i < s->n_connections; i++)
		audit_connection(run, s->connections[i]);
	if (s->n_connections)
		return;
	for (size_t i = 0; i < s->n_operands; i++)
		audit_operand(run, s->operands[i]);
	if (!s->n_operands)
		audit_stdin(run);
	vml_jobs_drain(run->jobs);
}

/* Whether what was found makes the run fail. */
static bool should_fail(const struct run *run)
{
	if (run->settings->diff)
		return run->fixed > 0;
	for (int s = (int)run->settings->fail_on; s && s <= VML_ERROR; s++)
		if (run->summary.by_severity[s])
			return true;
	return false;
}

static int audit_all(struct run *run)
{
	int status = VML_EXIT_CLEAN;

	run->colour_errors = vml_wants_colour(run->settings->color, STDERR_FILENO);
	if (vml_outputs_open(run->settings, vml_policy_for(run->policy, NULL), &run->outputs))
		run_inputs(run);
	else
		status = VML_EXIT_TROUBLE;
	if (!vml_outputs_close(&run->outputs, &run->summary) || run->summary.failed)
		status = VML_EXIT_TROUBLE;
	if (!vml_accepted_close(run->accepted, status == VML_EXIT_CLEAN))
		status = VML_EXIT_TROUBLE;
	if (status == VML_EXIT_CLEAN && should_fail(run))
		status = VML_EXIT_FINDINGS;
	return status;
}

int vml_audit_inputs(vml_settings *settings)
{
	struct run run = { .settings = settings };
	int status = VML_EXIT_USAGE;

	if (vml_policy_open(settings, &run.policy))
		return status;
	run.parser = vml_parser_new();
	run.jobs = vml_jobs_new(settings->jobs, report_job, &run);
	if (!vml_accepted_open(settings, run.policy, run.parser, &run.accepted))
		status = audit_all(&run);
	vml_jobs_free(run.jobs);
	vml_parser_free(run.parser);
	vml_policy_free(run.policy);
	return status;
}
