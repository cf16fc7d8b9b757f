/* The concise report: one finding a line, as compilers print them. */
#include "escape.h"
#include "report.h"

static void document(vml_output *output, const vml_input *input, const vml_result *result)
{
	FILE *out = output->out;

	for (size_t i = 0; i < result->n_findings; i++) {
		const vml_finding *finding = result->findings[i];

		vml_put_place(out, input, finding);
		fprintf(out, ": %s%s:%s ",
			vml_paint_on(output->colour, vml_paint_of(finding->severity)),
			vml_severity_name(finding->severity),
			vml_paint_on(output->colour, VML_PAINT_OFF));
		vml_puts_safe(out, finding->message);
		fprintf(out, " [%s]", finding->rule->id);
		if (finding->state != VML_STATE_ACTIVE)
			fprintf(out, " (%s)", vml_state_name(finding->state));
		fputc('\n', out);
	}
}

const vml_reporter vml_reporter_concise = {
	.name = "concise",
	.about = "one line a finding: file:line:col: severity: message [rule]",
	.document = document,
};
