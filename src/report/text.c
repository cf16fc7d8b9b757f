/* Text report: findings with their source line and fix, then counts and next steps. */
#include "alike.h"
#include "escape.h"
#include "grouped.h"
#include "statistics.h"
#include "text_finding.h"
#include "wrap.h"

#include "arena.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static void begin(vml_output *output)
{
	output->state = vml_realloc(NULL, sizeof(vml_text_state));
	*(vml_text_state *)output->state = (vml_text_state){ 0 };
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

/*
 * Write a number of fixes, and how many further findings they cause that --fix fixes, too: "10, and
 * 5 that follow".
 */
static void put_fix_count(FILE *out, size_t n, size_t following)
{
	fprintf(out, " %zu", n);
	if (following)
		fprintf(out, ", and %zu that follow%s", following, following == 1 ? "s" : "");
}

/*
 * Write how many fixes --fix would apply; for live domains, which are not changed, --diff would
 * show.
 */
static void put_fixes(FILE *out, const vml_output *output, const size_t by_fix[], bool live)
{
	const size_t safe = by_fix[VML_FIX_SAFE], all = safe + by_fix[VML_FIX_REVIEW];
	const char *way = live ? "--diff" : "--fix";

	if (all > 0) {
		fprintf(out, "; %s would %s", way, live ? "show" : "fix");
		put_fix_count(out, safe, output->following[VML_FIX_SAFE]);
	}
	if (all > safe) {
		fprintf(out, ", %s=review", way);
		put_fix_count(out, all, output->following[VML_FIX_REVIEW]);
	}
}

/*
 * Return the width at which headlines and fixes are wrapped, which only a terminal needs; 0:
 * unlimited.
 */
static size_t line_limit(const vml_output *output)
{
	return output->layout.terminal ? output->layout.columns : 0;
}

/* Write an untrusted name and a colon at the start of a line; returns their width in columns. */
static size_t put_name(FILE *out, const char *name)
{
	vml_puts_safe_first(out, name);
	fputc(':', out);
	return vml_columns_of(name, strlen(name)) + 1;
}

/* Write the counts of a domain: "web1: 9 warnings, 4 info; --fix would fix 2, --fix=review 9". */
static void put_domain(vml_output *output, const vml_input *input, const vml_facts *domain,
	vml_severity shown, const vml_finding *const *findings, size_t n)
{
	size_t by_severity[VML_ERROR + 1] = { 0 }, by_fix[VML_FIX_SAFE + 1] = { 0 };
	size_t by_state[VML_STATE_COUNT] = { 0 };
	vml_wrap wrap = { .out = output->out, .lead = "    ", .limit = line_limit(output) };
	vml_text_stream text;

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
	if (input->host)
		wrap.column = put_name(output->out, input->host) + 1;
	if (input->host)
		fputc(' ', output->out);
	wrap.column += put_name(output->out, *domain->name ? domain->name : "(unnamed domain)");
	vml_text_open(&text);
	put_counts(text.out, by_severity, by_state);
	put_fixes(text.out, output, by_fix, input->kind == VML_INPUT_LIVE);
	vml_text_close(&text);
	vml_wrap_text(&wrap, text.text, text.len);
	fputc('\n', output->out);
	free(text.text);
	((vml_text_state *)output->state)->lines += 2;
	((vml_text_state *)output->state)->in_short = false;
}

/*
 * Write the counts of each domain that has printed findings. Suppressed and baselined findings are
 * counted separately.
 */
static void put_domains(vml_output *output, const vml_input *input, const vml_result *result)
{
	vml_grouped all = vml_group(result, (const vml_finding *const *)result->all, result->n_all);
	vml_grouped printed = vml_group(result, result->findings, result->n_findings);

	for (size_t i = 0; i < result->n_domains; i++)
		if (printed.start[i + 1] > printed.start[i])
			put_domain(output, input, result->domains[i], result->shown,
				all.findings + all.start[i], all.start[i + 1] - all.start[i]);
	vml_grouped_free(&all);
	vml_grouped_free(&printed);
}

/* Store an error for the closing lines: location, message and rule. */
static void keep_error(vml_output *output, const vml_input *input, const vml_finding *finding)
{
	vml_text_state *state = output->state;
	vml_text_stream line;
	const char *end = NULL;

	if (finding->severity != VML_ERROR || finding->state != VML_STATE_ACTIVE ||
		state->n_errors++ >= VML_ERRORS_LISTED)
		return;
	/* without the consequence, after the last ": ", which was printed with the finding */
	for (const char *at = finding->message; (at = strstr(at, ": ")); at++)
		end = at;
	vml_text_open(&line);
	vml_put_location(line.out, input, finding);
	fputs(": ", line.out);
	vml_put_safe(line.out, finding->message,
		end ? (size_t)(end - finding->message) : strlen(finding->message));
	fprintf(line.out, " [%s]", finding->rule->id);
	state->errors[state->n_errors - 1] = vml_text_close(&line);
}

/*
 * Print the findings of a document: errors first; findings that differ only in the device as one.
 */
static void put_condensed(vml_output *output, const vml_input *input, const vml_result *result)
{
	const size_t n = result->n_findings;
	vml_alike alike = vml_alike_of(result->findings, n);
	const vml_finding **others = vml_realloc(NULL, (n + 1) * sizeof(*others));

	for (int errors = 1; errors >= 0; errors--) {
		for (size_t i = 0; i < n; i++) {
			const vml_finding *finding = result->findings[i];
			size_t k = 0;

			if ((finding->severity == VML_ERROR) != errors)
				continue;
			keep_error(output, input, finding);
			if (alike.later[i])
				continue;
			for (size_t at = alike.next[i]; at; at = alike.next[at])
				others[k++] = result->findings[at];
			others[k] = NULL;
			vml_text_put_finding(output, input, finding, others);
		}
	}
	free(others);
	vml_alike_free(&alike);
}

static void fleet(vml_output *output, const vml_input *input, const vml_result *result)
{
	static const vml_finding *const none[] = { NULL };
	vml_text_state *state = output->state;

	if (output->layout.condensed) {
		put_condensed(output, input, result);
	} else {
		for (size_t i = 0; i < result->n_findings; i++) {
			keep_error(output, input, result->findings[i]);
			vml_text_put_finding(output, input, result->findings[i], none);
		}
	}
	state->with_findings += result->n_findings != 0;
	if (!output->quiet && result->n_findings && !output->layout.brief)
		put_domains(output, input, result);
}

static void document(vml_output *output, const vml_input *input, const vml_result *result)
{
	vml_text_state *state = output->state;

	fleet(output, input, result);
	vml_applicability_add(&state->applicability, result, output->rules);
	state->live = input->kind == VML_INPUT_LIVE;
	state->checked = 0;
	for (size_t i = 0; output->layout.closing && output->rules[i] && result->n_domains; i++)
		state->checked += result->ran[0][i];
}

/* List the errors again in the closing lines, if some may have scrolled off the screen. */
static void put_errors(vml_output *output)
{
	enum { SCREEN = 40 };
	const vml_text_state *state = output->state;
	const size_t rows = output->layout.rows ? output->layout.rows : SCREEN;
	vml_wrap wrap = { .out = output->out, .lead = "    ", .limit = line_limit(output) };

	if (!state->n_errors || state->lines < rows)
		return;
	fprintf(output->out, "\n%zu error%s%s\n", state->n_errors, state->n_errors == 1 ? "" : "s",
		state->n_errors > VML_ERRORS_LISTED
			? "; list them with --min-severity error -f concise"
			: ":");
	if (state->n_errors > VML_ERRORS_LISTED)
		return;
	for (size_t i = 0; i < state->n_errors; i++) {
		const char *error = state->errors[i];

		fputs("  ", output->out);
		wrap.column = 2;
		wrap.joined = true;
		for (size_t len; *error; error += len + (error[len] == ' ')) {
			len = strcspn(error, " ");
			vml_wrap_word(&wrap, len);
			fwrite(error, 1, len, output->out);
		}
		fputc('\n', output->out);
	}
}

/* Write the options that the user may need next. */
static void put_next_steps(vml_output *output, const vml_summary *summary)
{
	const vml_text_state *state = output->state;
	const size_t safe = summary->by_fix[VML_FIX_SAFE],
		     all = safe + summary->by_fix[VML_FIX_REVIEW];
	vml_wrap wrap = { .out = output->out,
		.lead = "      ",
		.limit = output->layout.columns,
		.joined = true };
	vml_text_stream text;

	vml_text_open(&text);
	fputs("next:", text.out);
	if (all)
		fprintf(text.out, " --diff=review shows the %zu fix%s,", all, all == 1 ? "" : "es");
	if (safe && !state->live)
		fprintf(text.out, " --fix applies the %zu safe one%s,", safe, safe == 1 ? "" : "s");
	fprintf(text.out,
		" --explain %s explains a rule, --write-baseline FILE accepts these "
		"findings",
		output->statistics->counts[0].id);
	vml_text_close(&text);
	vml_wrap_text(&wrap, text.text, text.len);
	fputc('\n', output->out);
	free(text.text);
}

/* Write the total of several domains, or of a domain without findings. */
static void put_totals(vml_output *output, const vml_summary *summary)
{
	const vml_text_state *state = output->state;
	vml_wrap wrap = {
		.out = output->out, .lead = "    ", .limit = line_limit(output), .joined = true
	};
	vml_text_stream text;
	FILE *out;
	size_t n = 0;

	vml_text_open(&text);
	out = text.out;
	fprintf(out, "%zu domain%s in %zu input%s: ", summary->domains,
		summary->domains == 1 ? "" : "s", summary->inputs, summary->inputs == 1 ? "" : "s");
	put_counts(out, summary->by_severity, summary->by_state);
	put_fixes(out, output, summary->by_fix, state->live);
	while (output->layout.closing && output->rules[n])
		n++;
	if (summary->domains == 1 && state->checked && !state->with_findings)
		fprintf(out, "; checked by %zu of %zu rules", state->checked, n);
	vml_text_close(&text);
	fputs(state->printed ? "\n" : "", output->out);
	vml_wrap_text(&wrap, text.text, text.len);
	fputc('\n', output->out);
	free(text.text);
}

static void put_closing(vml_output *output, const vml_summary *summary)
{
	const vml_layout *layout = &output->layout;
	const vml_statistics *statistics = output->statistics;
	const bool table = statistics && statistics->n &&
		(layout->statistics || (layout->closing && summary->domains > 1));

	if (table) {
		fputc('\n', output->out);
		vml_statistics_print(output->out, statistics);
	}
	if (layout->closing)
		put_errors(output);
}

static void end(vml_output *output, const vml_summary *summary)
{
	vml_text_state *state = output->state;

	if (!output->quiet || output->layout.statistics)
		put_closing(output, summary);
	/* a single domain with findings: its counts are the total, and have been printed */
	if (!output->quiet && summary->domains &&
		(summary->domains > 1 || !state->with_findings || output->layout.brief))
		put_totals(output, summary);
	if (!output->quiet && summary->domains)
		vml_applicability_print(output->out, &state->applicability);
	if (!output->quiet && output->layout.closing && output->statistics->n)
		put_next_steps(output, summary);
	for (size_t i = 0; i < state->n_errors && i < VML_ERRORS_LISTED; i++)
		free(state->errors[i]);
	vml_tally_free(&state->remedies);
	vml_tally_free(&state->consequences);
	free(state->heading);
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
