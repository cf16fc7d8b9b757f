/* Prometheus report: metrics for node_exporter's textfile collector. */
#include "escape.h"
#include "jsonvalue.h"
#include "report.h"

#include "arena.h"
#include "buffer.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/*
 * Counts by labels. They are written at the end, because a series must not be repeated in a
 * file, but a domain may be (a snapshot has two).
 */
struct state {
	json_t *findings, *by_rule;
};

/* Append name="value", escaped as the format requires. */
static void add_label(vml_buffer *out, const char *name, const char *value)
{
	char *safe = vml_safe_text(value);

	vml_buffer_puts(out, out->len ? "," : "");
	vml_buffer_puts(out, name);
	vml_buffer_puts(out, "=\"");
	for (const char *p = safe; *p; p++) {
		vml_buffer_puts(out, *p == '\\' || *p == '"' ? "\\" : "");
		vml_buffer_add(out, p, 1);
	}
	vml_buffer_puts(out, "\"");
	free(safe);
}

static void count(json_t *counts, vml_buffer *labels, json_int_t by)
{
	json_int_t n = json_integer_value(json_object_get(counts, labels->bytes));

	vml_json_put(counts, labels->bytes, json_integer(n + by));
	vml_buffer_free(labels);
}

static void begin(vml_output *output)
{
	struct state *state = vml_realloc(NULL, sizeof(*state));

	*state = (struct state){ .findings = json_object(), .by_rule = json_object() };
	output->state = state;
	/* rules without findings are included, so that their series are continuous */
	for (const vml_rule *const *rule = output->rules; *rule; rule++) {
		vml_buffer labels = { 0 };

		add_label(&labels, "rule", (*rule)->id);
		count(state->by_rule, &labels, 0);
	}
}

static void document(vml_output *output, const vml_input *input, const vml_result *result)
{
	struct state *state = output->state;

	(void)input;
	for (size_t i = 0; i < result->n_findings; i++) {
		const vml_finding *finding = result->findings[i];
		vml_buffer labels = { 0 }, rule = { 0 };

		if (finding->state != VML_STATE_ACTIVE)
			continue;
		add_label(&labels, "domain", finding->facts->name);
		add_label(&labels, "uuid", finding->facts->uuid);
		add_label(&labels, "severity", vml_severity_name(finding->severity));
		add_label(&labels, "category", vml_category_name(finding->rule->category));
		count(state->findings, &labels, 1);
		add_label(&rule, "rule", finding->rule->id);
		count(state->by_rule, &rule, 1);
	}
}

static void put_head(FILE *out, const char *name, const char *help)
{
	fprintf(out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static void put_counts(FILE *out, const char *name, const char *help, json_t *counts)
{
	put_head(out, name, help);
	for (void *at = json_object_iter(counts); at; at = json_object_iter_next(counts, at))
		fprintf(out, "%s{%s} %lld\n", name, json_object_iter_key(at),
			(long long)json_integer_value(json_object_iter_value(at)));
	json_decref(counts);
}

static void put_number(FILE *out, const char *name, const char *help, long long value)
{
	put_head(out, name, help);
	fprintf(out, "%s %lld\n", name, value);
}

static void end(vml_output *output, const vml_summary *summary)
{
	struct state *state = output->state;
	FILE *out = output->out;

	put_counts(out, "vmlint_findings", "Findings of the last run, by domain.", state->findings);
	put_counts(
		out, "vmlint_rule_findings", "Findings of the last run, by rule.", state->by_rule);
	put_number(out, "vmlint_domains_scanned", "Domains audited by the last run.",
		(long long)summary->domains);
	put_number(out, "vmlint_inputs_failed", "Inputs that could not be audited by the last run.",
		(long long)summary->failed);
	put_number(out, "vmlint_last_run_timestamp_seconds", "Time at which the last run ended.",
		(long long)time(NULL));
	put_number(out, "vmlint_last_run_success", "1 if the last run audited all inputs, else 0.",
		!summary->failed);
	put_head(out, "vmlint_build_info", "The version of vmlint.");
	fputs("vmlint_build_info{version=\"" VMLINT_VERSION "\"} 1\n", out);
	free(state);
}

const vml_reporter vml_reporter_prometheus = {
	.name = "prometheus",
	.about = "metrics for the textfile collector of Prometheus' node_exporter",
	.begin = begin,
	.document = document,
	.end = end,
};
