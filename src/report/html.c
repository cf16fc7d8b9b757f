/*
 * HTML report: one file that works without network and script; the script adds filters and sorting.
 * Rows are kept until the end, because the charts come before them.
 */
#include "html_chart.h"
#include "html_finding.h"
#include "html_page.h"
#include "location.h"
#include "report.h"

#include "arena.h"
#include "text.h"

#include <stdlib.h>

struct state {
	/* rows: of the table of findings; errors: list items of inputs that failed */
	vml_text_stream rows, errors;
	size_t n_rows, n_errors;
	/* how often each name occurs in the rows */
	vml_counts severities, categories, hosts, domains, rules;
};

static void begin(vml_output *output)
{
	struct state *state = vml_realloc(NULL, sizeof(*state));

	*state = (struct state){ 0 };
	vml_text_open(&state->rows);
	vml_text_open(&state->errors);
	output->state = state;
}

static void count(struct state *state, const vml_finding *finding, const char *host)
{
	state->n_rows++;
	vml_counts_add(&state->severities, vml_severity_name(finding->severity));
	vml_counts_add(&state->categories, vml_category_name(finding->rule->category));
	vml_counts_add(&state->domains, vml_html_domain(finding->facts));
	vml_counts_add(&state->rules, finding->rule->id);
	for (size_t i = 0; finding->hosts && finding->hosts[i]; i++)
		vml_counts_add(&state->hosts, finding->hosts[i]);
	if (!finding->hosts && host)
		vml_counts_add(&state->hosts, host);
}

static void document(vml_output *output, const vml_input *input, const vml_result *result)
{
	struct state *state = output->state;
	char *host = vml_connection_host(input);

	for (size_t i = 0; i < result->n_findings; i++) {
		if (!vml_is_listed(output, result->findings[i]))
			continue;
		count(state, result->findings[i], host);
		vml_html_finding(state->rows.out, input, result->findings[i], host);
	}
	free(host);
}

static void input_done(vml_output *output, const vml_input *input)
{
	struct state *state = output->state;
	FILE *out = state->errors.out;
	vml_input_error error;

	for (size_t i = 0; vml_input_error_at(input, i, &error); i++) {
		state->n_errors++;
		fputs("<li><b>", out);
		vml_html_puts(out, input->name);
		if (error.line)
			fprintf(out, ":%lu:%lu", error.line, error.column);
		fputs("</b> ", out);
		vml_html_puts(out, error.message);
		fputs("</li>\n", out);
	}
}

static void put_number(FILE *out, const char *class, size_t n, const char *one, const char *many)
{
	fprintf(out, "<li class=\"%s\"><b>%zu</b> %s</li>\n", class, n, n == 1 ? one : many);
}

static void put_summary(FILE *out, struct state *state, const vml_summary *summary)
{
	const size_t *n = summary->by_severity, *fix = summary->by_fix;

	fputs("<header>\n<h1>vmlint report</h1>\n<ul class=\"numbers\">\n", out);
	put_number(out, "error", n[VML_ERROR], "error", "errors");
	put_number(out, "warning", n[VML_WARNING], "warning", "warnings");
	put_number(out, "info", n[VML_INFO], "info", "info");
	put_number(out, "", summary->domains, "domain", "domains");
	put_number(out, "", summary->inputs, "input", "inputs");
	if (fix[VML_FIX_SAFE] + fix[VML_FIX_REVIEW])
		put_number(out, "", fix[VML_FIX_SAFE] + fix[VML_FIX_REVIEW], "with a fix",
			"with a fix");
	if (summary->by_state[VML_STATE_SUPPRESSED])
		put_number(out, "", summary->by_state[VML_STATE_SUPPRESSED], "suppressed",
			"suppressed");
	if (summary->by_state[VML_STATE_BASELINED])
		put_number(
			out, "", summary->by_state[VML_STATE_BASELINED], "baselined", "baselined");
	fputs("</ul>\n</header>\n<main>\n", out);
	if (!state->n_rows)
		return;
	fputs("<h2>Overview</h2>\n<div class=\"charts\">\n", out);
	vml_html_chart(out, &state->severities, "severity", "Severity");
	vml_html_chart(out, &state->categories, "category", "Category");
	vml_html_chart(out, &state->hosts, "host", "Host");
	vml_html_chart(out, &state->domains, "domain", "Domain");
	fputs("</div>\n", out);
}

static void put_table(FILE *out, const struct state *state, const char *rows, size_t len)
{
	static const char *const columns[] = { "severity", "host", "domain", "finding", "location",
		"rule" };

	vml_html_element(out, "h2 id=\"findings\"", "Findings");
	if (!state->n_rows) {
		fputs("<p>No findings.</p>\n", out);
		return;
	}
	fprintf(out, "<table aria-labelledby=\"findings\"%s>\n<thead><tr>",
		state->hosts.used ? "" : " class=\"no-hosts\"");
	for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++)
		vml_html_element(out, "th scope=\"col\"", columns[i]);
	fputs("</tr></thead>\n<tbody>", out);
	fwrite(rows, 1, len, out);
	fputs("\n</tbody>\n</table>\n", out);
}

static void put_rule(FILE *out, const vml_rule *rule)
{
	fputs("<article id=\"rule-", out);
	vml_html_puts(out, rule->id);
	fputs("\">\n", out);
	vml_html_element(out, "h3", rule->id);
	fputs("\n<p class=\"meta\">", out);
	fprintf(out, "%s, %s</p>\n", vml_severity_name(rule->severity),
		vml_category_name(rule->category));
	vml_html_element(out, "p class=\"lead\"", rule->summary);
	if (rule->why != rule->summary) /* a custom rule has the same text for both */
		vml_html_element(out, "p", rule->why);
	if (*rule->remedy)
		vml_html_element(out, "p", rule->remedy);
	if (*rule->url) {
		fputs("<p>", out);
		vml_html_link(out, rule->url, "Documentation");
		fputs("</p>", out);
	}
	fputs("\n</article>\n", out);
}

static void end(vml_output *output, const vml_summary *summary)
{
	struct state *state = output->state;
	char *rows = vml_text_close(&state->rows), *errors = vml_text_close(&state->errors);
	FILE *out = output->out;

	vml_html_open(out, "vmlint report", true);
	put_summary(out, state, summary);
	if (state->n_errors)
		fprintf(out, "<h2>Inputs with errors</h2>\n<ul class=\"failed\">\n%s</ul>\n",
			errors);
	put_table(out, state, rows, state->rows.len);
	if (state->n_rows)
		fputs("<h2>Rules</h2>\n", out);
	for (const vml_rule *const *rule = output->rules; *rule; rule++)
		if (vml_counts_of(&state->rules, (*rule)->id))
			put_rule(out, *rule);
	fputs("</main>\n<footer>vmlint " VMLINT_VERSION "</footer>\n", out);
	vml_html_close(out, true);
	vml_counts_free(&state->severities);
	vml_counts_free(&state->categories);
	vml_counts_free(&state->hosts);
	vml_counts_free(&state->domains);
	vml_counts_free(&state->rules);
	free(rows);
	free(errors);
	free(state);
}

const vml_reporter vml_reporter_html = {
	.name = "html",
	.about = "HTML page with charts, filters and all details",
	.begin = begin,
	.document = document,
	.input = input_done,
	.end = end,
};
