/* Markdown report: a human-readable table, for example for the summary of a CI job. */
#include "escape.h"
#include "location.h"
#include "report.h"
#include "statistics.h"

#include "arena.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/*
 * GitHub rejects a job summary of more than 1 MiB; 4096 bytes are reserved for the closing lines.
 */
enum { SIZE_MAX_BYTES = 1024 * 1024 - 4096 };

struct state {
	bool in_table;		      /* the table's header was written */
	size_t written;		      /* bytes of rows written so far */
	size_t omitted;		      /* number of omitted rows: input errors and findings */
	size_t severe[VML_ERROR + 1]; /* number of omitted findings per severity */
};

static void begin(vml_output *output)
{
	output->state = vml_realloc(NULL, sizeof(struct state));
	*(struct state *)output->state = (struct state){ 0 };
	fputs("## vmlint\n\n", output->out);
}

/*
 * Write a row. If the report would exceed its limit, count the row as omitted instead. All rows
 * after an omitted one are omitted, too, so that the table is a prefix of the full one.
 *
 * Returns false if the row was omitted.
 */
static bool put_row(vml_output *output, const char *row, size_t len)
{
	struct state *state = output->state;

	if (state->omitted || state->written + len > SIZE_MAX_BYTES) {
		state->omitted++;
		return false;
	}
	if (!state->in_table)
		fputs("| Severity | Location | Finding | Rule |\n| --- | --- | --- | --- |\n",
			output->out);
	state->in_table = true;
	state->written += len;
	fwrite(row, 1, len, output->out);
	return true;
}

static void put_rule(FILE *out, const vml_rule *rule)
{
	bool link = vml_is_link(rule->url);

	fputs(link ? "[" : "", out);
	vml_put_markdown(out, rule->id);
	if (link)
		fprintf(out, "](%s)", rule->url);
}

static void write_finding(
	FILE *out, const char *root, const vml_input *input, const vml_finding *finding)
{
	char *path = vml_input_path(root, input, finding->facts);

	fprintf(out, "| %s | ", vml_severity_name(finding->severity));
	vml_put_markdown(out, path);
	if (vml_has_location(input, finding))
		fprintf(out, ":%lu:%lu", finding->range.start.line, finding->range.start.column);
	fputs(" | ", out);
	vml_put_markdown(out, finding->message);
	fputs("<br>", out);
	if (finding->state != VML_STATE_ACTIVE) {
		fprintf(out, "*%s*", vml_state_name(finding->state));
		if (finding->reason) {
			fputs(": ", out);
			vml_put_markdown(out, finding->reason);
		}
	} else {
		vml_put_markdown(out, finding->remedy);
	}
	fputs(" | ", out);
	put_rule(out, finding->rule);
	fputs(" |\n", out);
	free(path);
}

static void put_finding(vml_output *output, const vml_input *input, const vml_finding *finding)
{
	struct state *state = output->state;
	vml_text_stream row = { 0 };

	if (!state->omitted) {
		vml_text_open(&row);
		write_finding(row.out, output->root, input, finding);
		vml_text_close(&row);
	}
	if (!put_row(output, row.text, row.len))
		state->severe[finding->severity]++;
	free(row.text);
}

static void document(vml_output *output, const vml_input *input, const vml_result *result)
{
	for (size_t i = 0; i < result->n_findings; i++)
		put_finding(output, input, result->findings[i]);
}

static void put_error(vml_output *output, const vml_input *input, const vml_input_error *error)
{
	char *path = vml_input_path(output->root, input, NULL);
	vml_text_stream row;
	FILE *out;

	vml_text_open(&row);
	out = row.out;
	fprintf(out, "| %s | ", input->domains ? "**input error**" : "**not audited**");
	vml_put_markdown(out, path);
	if (error->line)
		fprintf(out, ":%lu:%lu", error->line, error->column);
	fputs(" | ", out);
	vml_put_markdown(out, error->message);
	fputs(" | |\n", out);
	vml_text_close(&row);
	put_row(output, row.text, row.len);
	free(row.text);
	free(path);
}

static void input_done(vml_output *output, const vml_input *input)
{
	vml_input_error error;

	for (size_t i = 0; vml_input_error_at(input, i, &error); i++)
		put_error(output, input, &error);
}

static void put_omitted(FILE *out, const struct state *state)
{
	const size_t *n = state->severe;

	fprintf(out,
		"**%zu row%s not listed** (%zu error%s, %zu warning%s, %zu info), because the "
		"report is limited to 1 MiB.\n\n",
		state->omitted, state->omitted == 1 ? " is" : "s are", n[VML_ERROR],
		n[VML_ERROR] == 1 ? "" : "s", n[VML_WARNING], n[VML_WARNING] == 1 ? "" : "s",
		n[VML_INFO]);
}

static void end(vml_output *output, const vml_summary *summary)
{
	struct state *state = output->state;
	const size_t *n = summary->by_severity;
	FILE *out = output->out;

	fputs(state->in_table ? "\n" : "", out);
	if (state->omitted)
		put_omitted(out, state);
	if (output->layout.statistics)
		vml_statistics_print_markdown(out, output->statistics);
	fprintf(out, "%zu error%s, %zu warning%s, %zu info in %zu domain%s of %zu input%s",
		n[VML_ERROR], n[VML_ERROR] == 1 ? "" : "s", n[VML_WARNING],
		n[VML_WARNING] == 1 ? "" : "s", n[VML_INFO], summary->domains,
		summary->domains == 1 ? "" : "s", summary->inputs, summary->inputs == 1 ? "" : "s");
	if (summary->failed)
		fprintf(out, "; **%zu input%s with errors**", summary->failed,
			summary->failed == 1 ? "" : "s");
	fputs(".\n", out);
	free(state);
}

const vml_reporter vml_reporter_markdown = {
	.name = "markdown",
	.about = "Markdown table, for the summary of a CI job",
	.begin = begin,
	.document = document,
	.input = input_done,
	.end = end,
};
