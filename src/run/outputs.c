/* Output of reports: streams, atomic replacement of files, write errors. */
#include "outputs.h"

#include "arena.h"
#include "location.h"
#include "terminal.h"

#include <errno.h>
#include <signal.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The environment variables are those of no-color.org and bixense.com/clicolors. */
bool vml_wants_colour(const char *when, int fd)
{
	const char *no = getenv("NO_COLOR"), *force = getenv("CLICOLOR_FORCE");
	const char *term = getenv("TERM");

	if (strcmp(when, "auto"))
		return !strcmp(when, "always");
	if (no && *no)
		return false;
	if (force && *force && strcmp(force, "0"))
		return true;
	return isatty(fd) && term && strcmp(term, "dumb");
}

/* Create the temporary file for a report, with the permissions that the final file will have. */
static FILE *open_temporary(const char *file, const vml_messages *messages, vml_temporary **ret)
{
	mode_t mask = umask(0);
	struct stat old;
	FILE *out;
	int fd;

	umask(mask);
	*ret = vml_temporary_new(file, &fd);
	if (!*ret)
		return NULL;
	/* permissions of the file that is replaced; for a new file, what umask(2) leaves of 0666 */
	if (fchmod(fd, stat(file, &old) ? 0666 & ~mask : old.st_mode & 0777))
		vml_messages_printf(messages, VML_MESSAGE_ERROR, NULL,
			"cannot set the permissions of '%s': %s", file, strerror(errno));
	out = fdopen(fd, "w");
	if (!out) {
		close(fd);
		vml_temporary_drop(*ret);
		*ret = NULL;
	}
	return out;
}

/*
 * Report that an output cannot be written. The reason is errno; 0: unknown.
 *
 * quote: "'" if `name` is a file name, else ""
 *
 * Returns false.
 */
static bool cannot_write(const vml_messages *messages, const char *quote, const char *name)
{
	vml_messages_printf(messages, VML_MESSAGE_ERROR, NULL, "cannot write %s%s%s: %s", quote,
		name, quote, errno ? strerror(errno) : "an earlier write failed");
	return false;
}

/* Return true if a report may replace the file: not if it is a device, pipe or link. */
static bool is_replaceable(const char *file)
{
	struct stat st;

	return lstat(file, &st) || S_ISREG(st.st_mode);
}

FILE *vml_open_beside(const char *file, const vml_messages *messages, vml_temporary **ret_temporary)
{
	FILE *out;

	*ret_temporary = NULL;
	if (is_replaceable(file)) {
		out = open_temporary(file, messages, ret_temporary);
	} else {
		out = fopen(file, "we");
		/*
		 * if the reader of a pipe exits, this report fails, but the others are still
		 * written
		 */
		signal(SIGPIPE, SIG_IGN);
	}
	if (!out)
		cannot_write(messages, "'", file);
	return out;
}

bool vml_put_in_place(
	FILE *out, vml_temporary *temporary, const char *file, const vml_messages *messages)
{
	bool good;

	errno = 0;
	good = !fflush(out) && !ferror(out);
	good = !fclose(out) && good;
	if (!good)
		vml_temporary_drop(temporary);
	else if (temporary)
		good = vml_temporary_keep(temporary, file);
	return good || cannot_write(messages, "'", file);
}

/*
 * Return true if both names refer to the same regular file, or if they are equal and no such file
 * exists.
 */
static bool same_file(const char *a, const char *b)
{
	struct stat one, other;

	a += strncmp(a, "./", 2) ? 0 : 2;
	b += strncmp(b, "./", 2) ? 0 : 2;
	if (stat(a, &one) || stat(b, &other))
		return !strcmp(a, b);
	return S_ISREG(one.st_mode) && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

static bool print_clash(const vml_settings *settings, const char *what, const char *file)
{
	vml_messages_printf(
		&settings->messages, VML_MESSAGE_ERROR, NULL, "cannot write %s '%s'", what, file);
	return true;
}

/* Return true if an operand refers to this file. */
static bool is_input(const vml_settings *settings, const char *file)
{
	for (size_t i = 0; i < settings->n_operands && !settings->n_connections; i++)
		if (same_file(settings->operands[i], file))
			return true;
	return false;
}

bool vml_outputs_clash(const vml_settings *settings)
{
	const vml_wanted_report *reports = settings->reports;
	size_t n_plain = 0;

	for (size_t i = 0; i < settings->n_reports; i++) {
		if (!reports[i].file) {
			if (!n_plain++)
				continue;
			vml_messages_printf(&settings->messages, VML_MESSAGE_ERROR,
				"write all but one to a file: -f sarif:FILE",
				"cannot write two reports to standard output");
			return true;
		}
		if (is_input(settings, reports[i].file))
			return print_clash(settings, "a report to the input", reports[i].file);
		for (size_t j = 0; j < i; j++)
			if (reports[j].file && same_file(reports[j].file, reports[i].file))
				return print_clash(settings, "two reports to", reports[i].file);
	}
	return settings->write_baseline && is_input(settings, settings->write_baseline) &&
		print_clash(settings, "the baseline to the input", settings->write_baseline);
}

/* Return true if the run may read more than one input, or more than one domain of a connection. */
static bool reads_several(const vml_settings *settings)
{
	struct stat st;

	if (settings->n_operands != 1 || settings->n_connections > 1)
		return settings->n_operands > 1 || settings->n_connections;
	if (settings->n_connections)
		return strpbrk(settings->operands[0], "*?[") != NULL;
	return !stat(settings->operands[0], &st) && S_ISDIR(st.st_mode);
}

/* Return the layout of a human-readable report. With -v, each finding is printed in full. */
static vml_layout layout_of(const vml_settings *settings, const vml_output *output, bool to_file)
{
	const vml_terminal terminal = vml_terminal_of(fileno(output->out));

	return (vml_layout){ .columns = to_file ? VML_COLUMNS_DEFAULT : terminal.columns,
		.rows = to_file ? 0 : terminal.rows,
		.terminal = !to_file && terminal.known,
		.links = output->colour && vml_terminal_has_links(),
		.condensed = !settings->verbose || settings->brief,
		.grouped = settings->brief || (!settings->verbose && reads_several(settings)),
		.brief = settings->brief,
		.closing = true,
		.statistics = settings->statistics };
}

/* Open a report. Returns false after printing a message if its file cannot be written. */
static bool open_output(const vml_settings *settings, const vml_selection *selection,
	const vml_wanted_report *wanted, const char *root, struct vml_open_report *report)
{
	vml_output *output = &report->output;

	*report = (struct vml_open_report){ .file = wanted->file,
		.output = { .reporter = wanted->reporter,
			.out = settings->out,
			.rules = vml_selection_rules(selection),
			.fail_on = settings->fail_on,
			.root = root,
			.quiet = settings->quiet,
			.known = settings->list_known && wanted->file } };
	if (wanted->file) {
		output->out =
			vml_open_beside(wanted->file, &settings->messages, &report->temporary);
		if (!output->out)
			return false;
	} else {
		output->colour = vml_wants_colour(settings->color, fileno(output->out));
	}
	output->layout = layout_of(settings, output, wanted->file);
	/* no locking for each character: only one thread writes reports */
	__fsetlocking(output->out, FSETLOCKING_BYCALLER);
	return true;
}

/* Close all reports without replacing files: reports of an earlier run are kept. */
static void discard(vml_outputs *outputs)
{
	while (outputs->n) {
		struct vml_open_report *report = &outputs->reports[--outputs->n];

		if (report->file)
			fclose(report->output.out);
		vml_temporary_drop(report->temporary);
	}
}

bool vml_outputs_open(
	const vml_settings *settings, const vml_selection *selection, vml_outputs *ret)
{
	static const vml_wanted_report plain = { .reporter = &vml_reporter_text };
	size_t n = settings->n_reports ? settings->n_reports : 1;

	*ret = (vml_outputs){ .settings = settings,
		.reports = vml_realloc(NULL, n * sizeof(*ret->reports)),
		.root = vml_repository_root() };
	for (size_t i = 0; i < n; i++) {
		const vml_wanted_report *wanted =
			settings->n_reports ? &settings->reports[i] : &plain;

		if (!wanted->file && settings->diff)
			continue;
		if (!open_output(settings, selection, wanted, ret->root, &ret->reports[ret->n])) {
			discard(ret);
			return false;
		}
		ret->n++;
	}
	for (size_t i = 0; i < ret->n; i++) {
		vml_output *output = &ret->reports[i].output;

		output->statistics = &ret->statistics;
		ret->counts |= output->layout.statistics || output->reporter->counts;
		if (output->reporter->begin)
			output->reporter->begin(output);
	}
	return true;
}

void vml_outputs_flush(const vml_outputs *outputs)
{
	for (size_t i = 0; i < outputs->n; i++)
		fflush(outputs->reports[i].output.out);
}

/*
 * Return a copy of a result in which baselined findings are shown, too.
 *
 * all: also show suppressed findings
 * ret_shown: set to the array `findings` of the copy; the caller frees it
 */
static vml_result with_known(const vml_result *result, bool all, const vml_finding ***ret_shown)
{
	vml_result copy = *result;
	const vml_finding **shown = vml_realloc(NULL, (2 * result->n_all + 1) * sizeof(*shown));
	const vml_finding **hidden = shown + result->n_all;

	copy.n_findings = copy.n_hidden = 0;
	for (size_t i = 0; i < result->n_all; i++) {
		const vml_finding *finding = result->all[i];

		if (finding->severity < result->shown)
			continue;
		if (all || finding->state != VML_STATE_SUPPRESSED)
			shown[copy.n_findings++] = finding;
		else
			hidden[copy.n_hidden++] = finding;
	}
	copy.findings = *ret_shown = shown;
	copy.hidden = hidden;
	return copy;
}

void vml_outputs_document(vml_outputs *outputs, const vml_input *input, const vml_result *result)
{
	const vml_finding **shown = NULL;
	vml_result known;

	if (outputs->counts)
		vml_statistics_add(&outputs->statistics, result, input->kind == VML_INPUT_LIVE);
	for (size_t i = 0; i < outputs->n; i++) {
		vml_output *output = &outputs->reports[i].output;

		if (output->known && !shown)
			known = with_known(result, outputs->settings->show_suppressed, &shown);
		output->reporter->document(output, input, output->known ? &known : result);
	}
	free(shown);
}

void vml_outputs_fleet(vml_outputs *outputs, const vml_input *input, const vml_result *result)
{
	if (outputs->counts)
		vml_statistics_add(&outputs->statistics, result, input->kind == VML_INPUT_LIVE);
	vml_statistics_next(&outputs->statistics);
	for (size_t i = 0; i < outputs->n; i++) {
		vml_output *output = &outputs->reports[i].output;
		const vml_reporter *reporter = output->reporter;

		(reporter->fleet ? reporter->fleet : reporter->document)(output, input, result);
	}
}

void vml_outputs_following(vml_outputs *outputs, vml_fix_level level, size_t n)
{
	for (size_t i = 0; i < outputs->n; i++)
		outputs->reports[i].output.following[level] = n;
}

void vml_outputs_input(vml_outputs *outputs, const vml_input *input)
{
	vml_statistics_next(&outputs->statistics);
	for (size_t i = 0; i < outputs->n; i++) {
		vml_output *output = &outputs->reports[i].output;

		if (output->reporter->input)
			output->reporter->input(output, input);
	}
}

/* Finish a report. Returns false after printing a message if it could not be written. */
static bool close_output(
	const vml_messages *messages, struct vml_open_report *report, const vml_summary *summary)
{
	vml_output *output = &report->output;

	if (output->reporter->end)
		output->reporter->end(output, summary);
	if (report->file)
		return vml_put_in_place(output->out, report->temporary, report->file, messages);
	errno = 0;
	if (!fflush(output->out) && !ferror(output->out))
		return true;
	clearerr(output->out);
	return cannot_write(
		messages, "", output->out == stderr ? "standard error" : "standard output");
}

bool vml_outputs_close(vml_outputs *outputs, const vml_summary *summary)
{
	bool good = true, broken = false;

	vml_statistics_sort(&outputs->statistics);
	for (size_t i = 0; i < outputs->n; i++) {
		if (close_output(&outputs->settings->messages, &outputs->reports[i], summary))
			continue;
		good = false;
		broken = broken || (!outputs->reports[i].file && errno == EPIPE);
	}
	vml_statistics_free(&outputs->statistics);
	free(outputs->reports);
	free(outputs->root);
	if (broken) { /* end by SIGPIPE, which vml_open_beside() may have ignored */
		signal(SIGPIPE, SIG_DFL);
		raise(SIGPIPE);
	}
	return good;
}
