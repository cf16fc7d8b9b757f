/* Markdown report: a human-readable table, for example for the summary of a CI job. */
#include "escape.h"
#include "location.h"
#include "report.h"

#include "arena.h"

#include <stdlib.h>
#include <string.h>

struct state {
	bool in_table; /* the table's header was written */
};

static void begin(vml_output *output)
{
	output->state = vml_realloc(NULL, sizeof(struct state));
	*(struct state *)output->state = (struct state){ 0 };
	fputs("## vmlint\n\n", output->out);
}

static void open_row(vml_output *output, const char *severity)
{
	struct state *state = output->state;

	if (!state->in_table)
		fputs("| Severity | Location | Finding | Rule |\n| --- | --- | --- | --- |\n",
			output->out);
	state->in_table = true;
	fprintf(output->out, "| %s | ", severity);
}

static void put_rule(FILE *out, const vml_rule *rule)
{
	bool link = vml_is_link(rule->url);

	fputs(link ? "[" : "", out);
	vml_put_markdown(out, rule->id);
	if (link)
		fprintf(out, "](%s)", rule->url);
}

static void put_finding(vml_output *output, const vml_input *input, const vml_finding *finding)
{
	FILE *out = output->out;
	char *path = vml_input_path(output->root, input, finding->facts);

	open_row(output, vml_severity_name(finding->severity));
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

static void document(vml_output *output, const vml_input *input, const vml_result *result)
{
	for (size_t i = 0; i < result->n_findings; i++)
		put_finding(output, input, result->findings[i]);
}

static void put_error(vml_output *output, const vml_input *input, const vml_input_error *error)
{
	char *path = vml_input_path(output->root, input, NULL);
	FILE *out = output->out;

	open_row(output, input->domains ? "**input error**" : "**not audited**");
	vml_put_markdown(out, path);
	if (error->line)
		fprintf(out, ":%lu:%lu", error->line, error->column);
	fputs(" | ", out);
	vml_put_markdown(out, error->message);
	fputs(" | |\n", out);
	free(path);
}

static void input_done(vml_output *output, const vml_input *input)
{
	vml_input_error error;

	for (size_t i = 0; vml_input_error_at(input, i, &error); i++)
		put_error(output, input, &error);
}

static void end(vml_output *output, const vml_summary *summary)
{
	struct state *state = output->state;
	const size_t *n = summary->by_severity;
	FILE *out = output->out;

	fputs(state->in_table ? "\n" : "", out);
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
