/* Concise report: one line per finding, in the format of compilers. */
#include "escape.h"
#include "report.h"

static void document(vml_output *output, const vml_input *input, const vml_result *result)
{
	FILE *out = output->out;

	for (size_t i = 0; i < result->n_findings; i++) {
		const vml_finding *finding = result->findings[i];

		vml_put_location(out, input, finding);
		/* one fprintf() would take three times as long as separate fputs() */
		fputs(": ", out);
		if (output->colour)
			fputs(vml_paint_on(true, vml_paint_of(finding->severity)), out);
		fputs(vml_severity_name(finding->severity), out);
		fputs(":", out);
		if (output->colour)
			fputs(vml_paint_on(true, VML_PAINT_OFF), out);
		fputs(" ", out);
		vml_puts_safe(out, finding->message);
		fputs(" [", out);
		fputs(finding->rule->id, out);
		fputs("]", out);
		if (finding->state != VML_STATE_ACTIVE)
			fprintf(out, " (%s)", vml_state_name(finding->state));
		fputc('\n', out);
	}
}

const vml_reporter vml_reporter_concise = {
	.name = "concise",
	.about = "one line per finding: file:line:col: severity: message [rule]",
	.document = document,
};
