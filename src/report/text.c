/* Text report: each finding with its location, source line and fix. */
#include "applicability.h"
#include "escape.h"
#include "grouped.h"
#include "report.h"

#include <stdlib.h>
#include <string.h>

enum { WRAP = 90 };

struct state {
	size_t documents_with_findings;
	bool printed; /* a finding was printed */
	bool live;    /* the inputs are live domains: all of them or none */
	vml_applicability applicability;
};

static void begin(vml_output *output)
{
	output->state = vml_realloc(NULL, sizeof(struct state));
	*(struct state *)output->state = (struct state){ 0 };
}

/* Write a paragraph after "|", wrapped at spaces. */
static void put_wrapped(FILE *out, const char *label, const char *text)
{
	size_t column = strlen(label);

	fprintf(out, "      | %s", label);
	while (*text) {
		size_t word = strcspn(text, " ");

		if (column + 1 + word > WRAP) {
			fputs("\n      | ", out);
			column = 0;
		} else if (column) {
			fputc(' ', out);
			column++;
		}
		vml_put_safe(out, text, word);
		column += word;
		text += word + (text[word] == ' ');
	}
	fputc('\n', out);
}

static void put_fix(vml_output *output, const vml_input *input, const vml_finding *finding)
{
	const char *command =
		vml_finding_command(finding, input->kind == VML_INPUT_LIVE ? input->name : NULL);
	size_t n;
	const char *const *lines = vml_finding_preview(finding, &n);
	FILE *out = output->out;

	if (finding->level == VML_FIX_NONE)
		n = 0; /* no automatic fix: the remedy names the choices */
	for (size_t i = 0; i < n; i++) {
		fprintf(out, "  %s | %s", i ? "   " : "fix",
			vml_paint_on(output->colour, VML_PAINT_FIX));
		vml_puts_safe(out, lines[i]);
		fprintf(out, "%s\n", vml_paint_on(output->colour, VML_PAINT_OFF));
	}
	put_wrapped(out,
		finding->level == VML_FIX_SAFE			? "safe:"
			: finding->level == VML_FIX_REVIEW && n ? "review:"
								: "do:",
		finding->remedy);
	if (command) {
		fputs("  run | ", out);
		vml_puts_safe(out, command);
		fputc('\n', out);
	}
}

static void put_finding(vml_output *output, const vml_input *input, const vml_finding *finding)
{
	struct state *state = output->state;
	FILE *out = output->out;
	vml_excerpt excerpt;

	if (state->printed)
		fputc('\n', out);
	state->printed = true;
	fputs(vml_paint_on(output->colour, VML_PAINT_BOLD), out);
	vml_put_location(out, input, finding);
	fprintf(out, ":%s %s", vml_paint_on(output->colour, VML_PAINT_OFF),
		vml_paint_on(output->colour, vml_paint_of(finding->severity)));
	if (finding->state != VML_STATE_ACTIVE)
		fprintf(out, "%s ", vml_state_name(finding->state));
	fprintf(out, "%s:%s ", vml_severity_name(finding->severity),
		vml_paint_on(output->colour, VML_PAINT_OFF));
	vml_puts_safe(out, finding->message);
	fprintf(out, " %s[%s]%s\n", vml_paint_on(output->colour, VML_PAINT_DIM), finding->rule->id,
		vml_paint_on(output->colour, VML_PAINT_OFF));
	if (vml_excerpt_of(finding, &excerpt))
		vml_put_excerpt(out, input->kind == VML_INPUT_LIVE ? 0 : finding->range.start.line,
			&excerpt, output->colour);
	if (finding->state == VML_STATE_ACTIVE)
		put_fix(output, input, finding);
	else if (finding->reason)
		put_wrapped(out, "reason:", finding->reason);
}

static void put_counts(FILE *out, const size_t by_severity[], const size_t by_state[])
{
	bool first = true;

	for (int s = VML_ERROR; s >= VML_INFO; s--) {
		const char *name = vml_severity_name((vml_severity)s);

		if (!by_severity[s])
			continue;
		fprintf(out, "%s%zu %s%s", first ? "" : ", ", by_severity[s], name,
			by_severity[s] == 1 || s == VML_INFO ? "" : "s");
		first = false;
	}
	if (first)
		fputs("nothing found", out);
	for (vml_state s = VML_STATE_SUPPRESSED; s < VML_STATE_COUNT; s++)
		if (by_state[s])
			fprintf(out, ", %zu %s", by_state[s], vml_state_name(s));
}

/* Write the number of available fixes; live domains are not changed, only shown as a diff. */
static void put_fixes(FILE *out, const size_t by_fix[], bool live)
{
	size_t safe = by_fix[VML_FIX_SAFE], all = safe + by_fix[VML_FIX_REVIEW];
	const char *way = live ? "--diff" : "--fix";

	if (all > 0)
		fprintf(out, "; %s would %s %zu", way, live ? "show" : "fix", safe);
	if (all > safe)
		fprintf(out, ", %s=review %zu", way, all);
}

/* Write such as "web1: 9 warnings, 4 info; --fix would fix 2, --fix=review 9". */
static void put_domain(vml_output *output, const vml_facts *domain, vml_severity shown,
	const vml_finding *const *findings, size_t n, bool live)
{
	size_t by_severity[VML_ERROR + 1] = { 0 }, by_fix[VML_FIX_SAFE + 1] = { 0 };
	size_t by_state[VML_STATE_COUNT] = { 0 };

	for (size_t i = 0; i < n; i++) {
		const vml_finding *finding = findings[i];

		if (finding->severity < shown)
			continue;
		by_state[finding->state]++;
		if (finding->state != VML_STATE_ACTIVE)
			continue;
		by_severity[finding->severity]++;
		if (vml_finding_fixable(finding))
			by_fix[finding->level]++;
	}
	fputc('\n', output->out);
	vml_puts_safe_first(output->out, *domain->name ? domain->name : "(unnamed domain)");
	fputs(": ", output->out);
	put_counts(output->out, by_severity, by_state);
	put_fixes(output->out, by_fix, live);
	fputc('\n', output->out);
}

/* Write the counts of each domain with printed findings, including suppressed and baselined. */
static void put_domains(vml_output *output, const vml_result *result, bool live)
{
	vml_grouped all = vml_group(result, (const vml_finding *const *)result->all, result->n_all);
	vml_grouped printed = vml_group(result, result->findings, result->n_findings);

	for (size_t i = 0; i < result->n_domains; i++)
		if (printed.start[i + 1] > printed.start[i])
			put_domain(output, result->domains[i], result->shown,
				all.findings + all.start[i], all.start[i + 1] - all.start[i], live);
	vml_grouped_free(&all);
	vml_grouped_free(&printed);
}

static void fleet(vml_output *output, const vml_input *input, const vml_result *result)
{
	struct state *state = output->state;

	for (size_t i = 0; i < result->n_findings; i++)
		put_finding(output, input, result->findings[i]);
	if (result->n_findings)
		state->documents_with_findings++;
	if (!output->quiet && result->n_findings)
		put_domains(output, result, input->kind == VML_INPUT_LIVE);
}

static void document(vml_output *output, const vml_input *input, const vml_result *result)
{
	struct state *state = output->state;

	fleet(output, input, result);
	vml_applicability_add(&state->applicability, result, output->rules);
	state->live = input->kind == VML_INPUT_LIVE;
}

static void end(vml_output *output, const vml_summary *summary)
{
	struct state *state = output->state;
	FILE *out = output->out;

	/* the counts of a single domain with findings have been printed */
	if (!output->quiet && summary->domains &&
		(summary->domains > 1 || !state->documents_with_findings)) {
		if (state->printed)
			fputc('\n', out);
		fprintf(out, "%zu domain%s in %zu input%s: ", summary->domains,
			summary->domains == 1 ? "" : "s", summary->inputs,
			summary->inputs == 1 ? "" : "s");
		put_counts(out, summary->by_severity, summary->by_state);
		put_fixes(out, summary->by_fix, state->live);
		fputc('\n', out);
	}
	if (!output->quiet && summary->domains)
		vml_applicability_print(out, &state->applicability);
	free(state);
}

const vml_reporter vml_reporter_text = {
	.name = "text",
	.about = "each finding with its source line and its fix (default)",
	.begin = begin,
	.document = document,
	.fleet = fleet,
	.end = end,
};
