/* Concise report: one line per finding, in the format of compilers. */
#include "escape.h"
#include "report.h"
#include "statistics.h"

#include <string.h>

/*
 * Write ": warning: " in one call: most of the cost of a line is that of the calls, and one
 * fprintf() would take three times as long as separate fputs().
 */
static void put_severity(FILE *out, vml_severity severity, bool colour)
{
	char text[64], *end = text;

	end = stpcpy(end, ": ");
	end = stpcpy(end, vml_paint_on(colour, vml_paint_of(severity)));
	end = stpcpy(end, vml_severity_name(severity));
	end = stpcpy(end, ":");
	end = stpcpy(end, vml_paint_on(colour, VML_PAINT_OFF));
	stpcpy(end, " ");
	fputs(text, out);
}

static void document(vml_output *output, const vml_input *input, const vml_result *result)
{
	FILE *out = output->out;

	for (size_t i = 0; i < result->n_findings; i++) {
		const vml_finding *finding = result->findings[i];

		vml_put_location(out, input, finding);
		put_severity(out, finding->severity, output->colour);
		vml_puts_safe(out, finding->message);
		fputs(" [", out);
		fputs(finding->rule->id, out);
		if (finding->state == VML_STATE_ACTIVE)
			fputs("]\n", out);
		else
			fprintf(out, "] (%s)\n", vml_state_name(finding->state));
	}
}

/* The total is for terminals only: programs read these lines. */
static void end(vml_output *output, const vml_summary *summary)
{
	const size_t *n = summary->by_severity;

	if (output->layout.statistics)
		vml_statistics_print(output->out, output->statistics);
	if (output->layout.rows && !output->quiet && summary->domains)
		fprintf(output->out, "%zu error%s, %zu warning%s, %zu info in %zu domain%s\n",
			n[VML_ERROR], n[VML_ERROR] == 1 ? "" : "s", n[VML_WARNING],
			n[VML_WARNING] == 1 ? "" : "s", n[VML_INFO], summary->domains,
			summary->domains == 1 ? "" : "s");
}

const vml_reporter vml_reporter_concise = {
	.name = "concise",
	.about = "one line per finding: file:line:col: severity: message [rule]",
	.document = document,
	.end = end,
};
