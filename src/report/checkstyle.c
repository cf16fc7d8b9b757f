/* Checkstyle report: XML as written by Checkstyle, which many dashboards import. */
#include "buffer.h"
#include "grouped.h"
#include "location.h"
#include "report.h"
#include "xmlout.h"

#include "arena.h"

#include <stdlib.h>

struct state {
	xmlTextWriter *writer;
	bool in_file; /* a <file> is open */
};

static void begin(vml_output *output)
{
	struct state *state = vml_realloc(NULL, sizeof(*state));

	*state = (struct state){ .writer = vml_xml_begin(output->out) };
	output->state = state;
	vml_xml_open(state->writer, "checkstyle");
	vml_xml_attr(state->writer, "version", "4.3");
}

static void open_file(vml_output *output, const vml_input *input, const vml_facts *domain)
{
	struct state *state = output->state;
	char *path = vml_input_path(output->root, input, domain);

	vml_xml_open(state->writer, "file");
	vml_xml_attr(state->writer, "name", path);
	state->in_file = true;
	free(path);
}

static void close_file(struct state *state)
{
	vml_xml_close(state->writer);
	state->in_file = false;
}

static void put_error(struct state *state, unsigned long line, unsigned long column,
	const char *severity, const char *message, const char *check)
{
	vml_buffer source = { 0 };

	vml_buffer_puts(&source, "vmlint.");
	vml_buffer_puts(&source, check);
	vml_xml_open(state->writer, "error");
	if (line) {
		vml_xml_number(state->writer, "line", line);
		vml_xml_number(state->writer, "column", column);
	}
	vml_xml_attr(state->writer, "severity", severity);
	vml_xml_attr(state->writer, "message", message);
	vml_xml_attr(state->writer, "source", source.bytes);
	vml_xml_close(state->writer);
	vml_buffer_free(&source);
}

static void put_finding(struct state *state, const vml_input *input, const vml_finding *finding)
{
	bool has_location = vml_has_location(input, finding);

	put_error(state, has_location ? finding->range.start.line : 0,
		has_location ? finding->range.start.column : 0,
		vml_severity_name(finding->severity), finding->message, finding->rule->id);
}

/* Write one <file> for all domains of a file; for a connection, one per domain. */
static void document(vml_output *output, const vml_input *input, const vml_result *result)
{
	struct state *state = output->state;
	vml_grouped grouped = vml_group(result, result->findings, result->n_findings);

	for (size_t d = 0; d < result->n_domains; d++) {
		if (input->kind == VML_INPUT_LIVE && state->in_file)
			close_file(state);
		if (!state->in_file)
			open_file(output, input, result->domains[d]);
		for (size_t i = grouped.start[d]; i < grouped.start[d + 1]; i++)
			if (vml_is_listed(output, grouped.findings[i]))
				put_finding(state, input, grouped.findings[i]);
	}
	vml_grouped_free(&grouped);
}

static void input_done(vml_output *output, const vml_input *input)
{
	struct state *state = output->state;
	vml_input_error error;

	if (input->kind == VML_INPUT_LIVE && state->in_file)
		close_file(state);
	if (input->status == VML_INPUT_ERROR) {
		if (!state->in_file)
			open_file(output, input, NULL);
		for (size_t i = 0; vml_input_error_at(input, i, &error); i++)
			put_error(state, error.line, error.column, "error", error.message,
				VML_INPUT_CHECK);
	}
	if (state->in_file)
		close_file(state);
}

/* Write a second <file> with the same name, which readers merge with the first. */
static void fleet(vml_output *output, const vml_input *input, const vml_result *result)
{
	document(output, input, result);
	close_file(output->state);
}

static void end(vml_output *output, const vml_summary *summary)
{
	struct state *state = output->state;

	(void)summary;
	vml_xml_end(state->writer);
	free(state);
}

const vml_reporter vml_reporter_checkstyle = {
	.name = "checkstyle",
	.about = "Checkstyle XML",
	.begin = begin,
	.document = document,
	.input = input_done,
	.fleet = fleet,
	.end = end,
};
