/* Concise report: one line per finding, in the format of compilers. */
#define _GNU_SOURCE /* mempcpy */
#include "escape.h"
#include "report.h"
#include "statistics.h"

#include <string.h>

enum { LINE_MAX_USUAL = 512, NUMBER_MAX = 3 * sizeof(unsigned long) };

/* Append the severity, such as ": warning: "; returns the end. */
static char *put_severity(char *end, vml_severity severity, bool colour)
{
	end = mempcpy(end, ": ", 2);
	if (colour)
		end = stpcpy(end, vml_paint_on(colour, vml_paint_of(severity)));
	end = stpcpy(end, vml_severity_name(severity));
	*end++ = ':';
	if (colour)
		end = stpcpy(end, vml_paint_on(colour, VML_PAINT_OFF));
	return stpcpy(end, " ");
}

/* Append a colon and a number; returns the end. */
static char *put_number(char *end, unsigned long number)
{
	char digits[NUMBER_MAX], *at = digits + sizeof(digits);

	do
		*--at = (char)('0' + number % 10);
	while ((number /= 10));
	*end++ = ':';
	return (char *)mempcpy(end, at, (size_t)(digits + sizeof(digits) - at));
}

/* Return the length of the input's name if it can be printed without escaping; else 0. */
static size_t plain_name(const vml_input *input)
{
	size_t len = strlen(input->name);

	if (input->kind == VML_INPUT_LIVE || *input->name <= ' ' || *input->name == ':')
		return 0;
	return vml_plain_run(input->name, len) == len ? len : 0;
}

/*
 * Write a finding with a single call of fwrite(): calls of stdio functions are most of the cost of
 * a line.
 *
 * name_len: result of plain_name()
 *
 * Returns false, without output, if something must be escaped or the line is long.
 */
static bool put_plain(
	vml_output *output, const vml_input *input, size_t name_len, const vml_finding *finding)
{
	char line[2 * LINE_MAX_USUAL], *end = line;
	size_t len = strlen(finding->message), id_len = strlen(finding->rule->id);

	if (!name_len || !finding->has_range || finding->state != VML_STATE_ACTIVE ||
		name_len + len + id_len > LINE_MAX_USUAL ||
		vml_plain_run(finding->message, len) != len)
		return false;
	end = mempcpy(end, input->name, name_len);
	end = put_number(end, finding->range.start.line);
	end = put_number(end, finding->range.start.column);
	end = put_severity(end, finding->severity, output->colour);
	end = mempcpy(end, finding->message, len);
	end = mempcpy(end, " [", 2);
	end = mempcpy(end, finding->rule->id, id_len);
	end = mempcpy(end, "]\n", 2);
	fwrite(line, 1, (size_t)(end - line), output->out);
	return true;
}

static void document(vml_output *output, const vml_input *input, const vml_result *result)
{
	size_t name_len = result->n_findings ? plain_name(input) : 0;
	FILE *out = output->out;

	for (size_t i = 0; i < result->n_findings; i++) {
		const vml_finding *finding = result->findings[i];
		char severity[64];

		if (put_plain(output, input, name_len, finding))
			continue;
		vml_put_location(out, input, finding);
		put_severity(severity, finding->severity, output->colour);
		fputs(severity, out);
		vml_puts_safe(out, finding->message);
		fputs(" [", out);
		fputs(finding->rule->id, out);
		if (finding->state == VML_STATE_ACTIVE)
			fputs("]\n", out);
		else
			fprintf(out, "] (%s)\n", vml_state_name(finding->state));
	}
}

/*
 * print the total on terminals only: otherwise a program reads the report, and expects only
 * findings
 */
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
	.brief = true,
	.document = document,
	.end = end,
};
