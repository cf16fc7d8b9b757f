/* Text report: the findings of each domain, their counts, and the closing lines. */
#include "alike.h"
#include "escape.h"
#include "grouped.h"
#include "mirrored.h"
#include "text_closing.h"
#include "text_parts.h"
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

/* Numbers of a domain's findings. */
struct counts {
	size_t by_severity[VML_ERROR + 1], by_fix[VML_FIX_SAFE + 1], by_state[VML_STATE_COUNT];
};

static struct counts count(const vml_finding *const *findings, size_t n, vml_severity shown)
{
	struct counts counts = { 0 };

	for (size_t i = 0; i < n; i++) {
		const vml_finding *finding = findings[i];

		if (finding->severity < shown)
			continue;
		counts.by_state[finding->state]++;
		if (finding->state != VML_STATE_ACTIVE)
			continue;
		counts.by_severity[finding->severity]++;
		if (vml_finding_fixable(finding))
			counts.by_fix[finding->level]++;
	}
	return counts;
}

/* Write an untrusted name and a colon as the first or next word of a line. */
static void put_name(vml_wrap *wrap, const char *name)
{
	size_t columns = vml_columns_of(name, strlen(name)) + 1;

	if (wrap->column) {
		vml_wrap_word(wrap, columns);
		vml_puts_safe(wrap->out, name);
	} else {
		wrap->column = columns;
		vml_puts_safe_first(wrap->out, name);
	}
	fputc(':', wrap->out);
}

static const char *name_of(const vml_facts *domain)
{
	return *domain->name ? domain->name : "(unnamed domain)";
}

/* Write the counts of a domain: "web1: 9 warnings, 4 info; --fix would fix 2, --fix=review 9". */
static void put_domain(vml_output *output, const vml_input *input, const vml_facts *domain,
	const struct counts *counts)
{
	vml_wrap wrap = { .out = output->out, .lead = "    ", .limit = vml_text_limit(output) };
	vml_text_stream text;

	fputc('\n', output->out);
	if (input->host)
		put_name(&wrap, input->host);
	put_name(&wrap, name_of(domain));
	vml_text_open(&text);
	vml_text_put_counts(text.out, counts->by_severity, counts->by_state);
	vml_text_put_fixes(text.out, output, counts->by_fix, input->kind == VML_INPUT_LIVE);
	vml_text_close(&text);
	vml_wrap_text(&wrap, text.text, text.len);
	fputc('\n', output->out);
	free(text.text);
	vml_text_count_lines(output, 2);
	((vml_text_state *)output->state)->in_short = false;
}

/* Return true if the file is named after the domain: web1.xml. */
static bool is_file_of(const vml_input *input, const char *name)
{
	const char *slash = strrchr(input->name, '/'), *file = slash ? slash + 1 : input->name;
	size_t len = strlen(name);

	return input->kind == VML_INPUT_FILE && !strncmp(file, name, len) &&
		!strcmp(file + len, ".xml");
}

/*
 * Return true if the heading should omit the domain's name: the line has no space for it, and the
 * file has only this domain.
 */
static bool is_narrow(const vml_output *output, const vml_input *input, const vml_result *result,
	const char *name, size_t columns)
{
	const size_t limit = vml_text_limit(output);

	return input->kind == VML_INPUT_FILE && result->n_domains == 1 && limit &&
		columns + vml_columns_of(name, strlen(name)) + strlen(": ") > limit;
}

/* Write the heading of a domain: "vms/web1.xml: 9 warnings, 4 info". */
static void put_heading(vml_output *output, const vml_input *input, const vml_result *result,
	const vml_facts *domain, const struct counts *counts)
{
	vml_text_state *state = output->state;
	vml_wrap wrap = { .out = output->out, .lead = "    ", .limit = vml_text_limit(output) };
	const char *name = name_of(domain);
	vml_text_stream text;

	if (state->printed && !state->below_heading) {
		fputc('\n', output->out);
		vml_text_count_lines(output, 1);
	}
	vml_text_open(&text);
	if (!output->quiet)
		vml_text_put_counts(text.out, counts->by_severity, counts->by_state);
	vml_text_close(&text);
	fputs(vml_paint_on(output->colour, VML_PAINT_BOLD), output->out);
	put_name(&wrap, input->host ? input->host : input->name);
	if (!is_file_of(input, name) &&
		!is_narrow(output, input, result, name, wrap.column + 1 + text.len))
		put_name(&wrap, name);
	fputs(vml_paint_on(output->colour, VML_PAINT_OFF), output->out);
	if (text.len)
		vml_wrap_text(&wrap, text.text, text.len);
	free(text.text);
	fputc('\n', output->out);
	vml_text_count_lines(output, wrap.breaks + 1);
	state->printed = state->below_heading = true;
}

/*
 * Remove the active findings whose conflict a printed finding of another domain already describes,
 * except errors. Returns the number of remaining findings.
 */
static size_t drop_mirrored(
	vml_text_state *state, const vml_input *input, const vml_finding **findings, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		const vml_finding *finding = findings[i];

		if (!vml_is_mirrored(&state->conflicts, input, finding) ||
			finding->severity == VML_ERROR || finding->state != VML_STATE_ACTIVE)
			findings[kept++] = finding;
	}
	state->mirrored += n - kept;
	return kept;
}

/*
 * Print findings of a document, errors first. Findings that differ only in the device are printed
 * as one.
 */
static void put_condensed(
	vml_output *output, const vml_input *input, const vml_finding *const *findings, size_t n)
{
	vml_text_state *state = output->state;
	vml_alike alike = vml_alike_of(findings, n);
	const vml_finding **others = vml_realloc(NULL, (n + 1) * sizeof(*others));

	for (int errors = 1; errors >= 0; errors--) {
		for (size_t i = 0; i < n; i++) {
			const vml_finding *finding = findings[i];
			size_t k = 0;

			if ((finding->severity == VML_ERROR) != errors)
				continue;
			vml_text_keep_error(output, input, finding);
			if (alike.later[i])
				continue;
			for (size_t at = alike.next[i]; at; at = alike.next[at])
				others[k++] = findings[at];
			others[k] = NULL;
			if (!output->layout.grouped || vml_text_is_listed(state, finding))
				vml_text_put_finding(output, input, finding, others);
			else
				state->counted += 1 + k;
		}
	}
	free(others);
	vml_alike_free(&alike);
}

/* Print all findings of a document in full. */
static void put_all(vml_output *output, const vml_input *input, const vml_result *result)
{
	static const vml_finding *const none[] = { NULL };

	for (size_t i = 0; i < result->n_findings; i++) {
		vml_text_keep_error(output, input, result->findings[i]);
		vml_text_put_finding(output, input, result->findings[i], none);
	}
}

/*
 * For a domain in the section "Conflicts between domains": if none of its findings is to be
 * printed, count them instead and return true. The domain then needs no heading.
 */
static bool count_conflicts(
	vml_output *output, const vml_input *input, const vml_finding *const *findings, size_t n)
{
	vml_text_state *state = output->state;

	for (size_t i = 0; i < n; i++)
		if (!state->joins || vml_text_is_listed(state, findings[i]))
			return false;
	for (size_t i = 0; i < n; i++)
		vml_text_keep_error(output, input, findings[i]);
	state->counted += n;
	return true;
}

/*
 * Print the counts of each domain that has findings to print. If the report is condensed
 * (vml_layout), also print the findings, grouped by domain; if not, put_all() has printed them.
 */
static void put_domains(vml_output *output, const vml_input *input, const vml_result *result)
{
	const vml_layout *layout = &output->layout;
	vml_grouped all = vml_group(result, (const vml_finding *const *)result->all, result->n_all);
	vml_grouped shown = vml_group(result, result->findings, result->n_findings);

	for (size_t i = 0; i < result->n_domains; i++) {
		const vml_finding **findings = shown.findings + shown.start[i];
		size_t n = shown.start[i + 1] - shown.start[i];
		struct counts counts = count(all.findings + all.start[i],
			all.start[i + 1] - all.start[i], result->shown);

		if (layout->grouped)
			n = drop_mirrored(output->state, input, findings, n);
		if (n && layout->grouped && count_conflicts(output, input, findings, n))
			continue;
		if (n && layout->grouped)
			put_heading(output, input, result, result->domains[i], &counts);
		if (n && layout->condensed)
			put_condensed(output, input, findings, n);
		if (n && !layout->grouped && !output->quiet)
			put_domain(output, input, result->domains[i], &counts);
	}
	vml_grouped_free(&all);
	vml_grouped_free(&shown);
}

static void put_findings(vml_output *output, const vml_input *input, const vml_result *result)
{
	if (!result->n_findings)
		return;
	if (!output->layout.condensed)
		put_all(output, input, result);
	put_domains(output, input, result);
	((vml_text_state *)output->state)->with_findings++;
}

static void fleet(vml_output *output, const vml_input *input, const vml_result *result)
{
	vml_text_state *state = output->state;

	if (!state->joins && result->n_findings && output->layout.grouped) {
		fprintf(output->out, "%s%sConflicts between domains%s\n",
			state->printed ? "\n" : "", vml_paint_on(output->colour, VML_PAINT_BOLD),
			vml_paint_on(output->colour, VML_PAINT_OFF));
		vml_text_count_lines(output, 2);
		state->joins = state->below_heading = true;
	}
	put_findings(output, input, result);
}

static void document(vml_output *output, const vml_input *input, const vml_result *result)
{
	vml_text_state *state = output->state;

	/* group by domain if the report has several domains: in this document, or in earlier ones */
	if (output->layout.condensed && (result->n_domains > 1 || state->with_findings))
		output->layout.grouped = true;
	put_findings(output, input, result);
	vml_applicability_add(&state->applicability, result, output->rules);
	state->live = input->kind == VML_INPUT_LIVE;
	state->checked = 0;
	for (size_t i = 0; output->layout.closing && output->rules[i] && result->n_domains; i++)
		state->checked += result->ran[0][i];
}

static void end(vml_output *output, const vml_summary *summary)
{
	vml_text_state *state = output->state;

	vml_text_put_closing(output, summary);
	for (size_t i = 0; i < state->n_errors && i < VML_ERRORS_LISTED; i++) {
		free(state->errors[i].location);
		free(state->errors[i].message);
	}
	vml_tally_free(&state->rules);
	vml_tally_free(&state->remedies);
	vml_tally_free(&state->fixes);
	vml_tally_free(&state->consequences);
	vml_tally_free(&state->conflicts);
	free(state);
}

const vml_reporter vml_reporter_text = {
	.name = "text",
	.about = "each finding with its source line and its fix (default)",
	.counts = true,
	.begin = begin,
	.document = document,
	.fleet = fleet,
	.end = end,
};
