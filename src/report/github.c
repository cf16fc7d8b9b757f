/* GitHub report: workflow commands that create annotations on a commit or pull request. */
#include "buffer.h"
#include "escape.h"
#include "location.h"
#include "report.h"

#include <stdlib.h>

/* Write text escaped as in GitHub's workflow commands. property: also escape ':' and ','. */
static void put_escaped(FILE *out, const char *text, bool property)
{
	char *safe = vml_safe_text(text);

	for (const char *p = safe; *p; p++)
		if (*p == '%' || *p == '\r' || *p == '\n' || (property && (*p == ':' || *p == ',')))
			fprintf(out, "%%%02X", (unsigned int)*p);
		else
			fputc(*p, out);
	free(safe);
}

static void put_file(vml_output *output, const vml_input *input)
{
	char *path = vml_input_path(output->root, input, NULL);

	fputs("file=", output->out);
	put_escaped(output->out, path, true);
	fputc(',', output->out);
	free(path);
}

static void put_finding(vml_output *output, const vml_input *input, const vml_finding *finding)
{
	FILE *out = output->out;

	fprintf(out, "::%s ",
		finding->severity == VML_INFO ? "notice" : vml_severity_name(finding->severity));
	if (input->kind != VML_INPUT_LIVE)
		put_file(output, input);
	if (vml_has_location(input, finding)) {
		vml_utf16_pos start = vml_utf16_start(finding), end = vml_utf16_end(finding);

		fprintf(out, "line=%lu,endLine=%lu,", start.line, end.line);
		/* columns are only accepted if the range is within one line */
		if (start.line == end.line)
			fprintf(out, "col=%lu,endColumn=%lu,", start.column, end.column);
	}
	fputs("title=", out);
	put_escaped(out, finding->rule->id, true);
	fputs("::", out);
	if (input->kind == VML_INPUT_LIVE) {
		put_escaped(out, input->host ? input->host : input->name, false);
		fputs(": ", out);
		put_escaped(out, finding->facts->name, false);
		fputs(": ", out);
	}
	put_escaped(out, finding->message, false);
	fputs("%0A", out);
	put_escaped(out, finding->remedy, false);
	fputc('\n', out);
}

static void document(vml_output *output, const vml_input *input, const vml_result *result)
{
	for (size_t i = 0; i < result->n_findings; i++)
		if (vml_is_listed(output, result->findings[i]))
			put_finding(output, input, result->findings[i]);
}

static void put_error(vml_output *output, const vml_input *input, const vml_input_error *error)
{
	FILE *out = output->out;

	fputs("::error ", out);
	if (input->kind != VML_INPUT_LIVE)
		put_file(output, input);
	if (error->line)
		fprintf(out, "line=%lu,col=%lu,", error->line, error->column);
	fputs("title=vmlint::", out);
	put_escaped(out, input->name, false);
	fputs(": ", out);
	put_escaped(out, error->message, false);
	fputc('\n', out);
}

static void input_done(vml_output *output, const vml_input *input)
{
	vml_input_error error;

	for (size_t i = 0; vml_input_error_at(input, i, &error); i++)
		put_error(output, input, &error);
}

const vml_reporter vml_reporter_github = {
	.name = "github",
	.about = "GitHub Actions workflow commands: annotations on a change",
	.document = document,
	.input = input_done,
};
