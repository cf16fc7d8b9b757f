/* Prometheus report: metrics for node_exporter's textfile collector. */
#include "escape.h"
#include "grouped.h"
#include "jsonvalue.h"
#include "location.h"
#include "report.h"

#include "arena.h"
#include "buffer.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/*
 * findings, failed: number of findings and of failed inputs, by labels. Written at the end, because
 * a file must not repeat a series, but documents of a run may have the same labels (a snapshot
 * contains a domain twice).
 */
struct state {
	json_t *findings, *failed;
	size_t domains, clean;
	struct timespec start;
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

/* Append a label with the host of a connection; nothing for files. */
static void add_connection(vml_buffer *out, const vml_input *input)
{
	char *host = vml_connection_host(input);

	if (host)
		add_label(out, "connection", host);
	free(host);
}

/* Increment the count of these labels, and free them. */
static void count(json_t *counts, vml_buffer *labels)
{
	const char *key = labels->bytes ? labels->bytes : "";
	json_int_t n = json_integer_value(json_object_get(counts, key));

	vml_json_put(counts, key, json_integer(n + 1));
	vml_buffer_free(labels);
}

static void begin(vml_output *output)
{
	struct state *state = vml_realloc(NULL, sizeof(*state));

	*state = (struct state){ .findings = json_object(), .failed = json_object() };
	clock_gettime(CLOCK_MONOTONIC, &state->start);
	output->state = state;
}

/* Return the number of domains without any finding that the report lists. */
static size_t clean_domains(const vml_output *output, const vml_result *result)
{
	vml_grouped grouped = vml_group(result, result->findings, result->n_findings);
	size_t clean = 0;

	for (size_t i = 0; i < result->n_domains; i++) {
		size_t at = grouped.start[i], end = grouped.start[i + 1];

		while (at < end && !vml_is_listed(output, grouped.findings[at]))
			at++;
		clean += at == end;
	}
	vml_grouped_free(&grouped);
	return clean;
}

static void count_findings(vml_output *output, const vml_input *input, const vml_result *result)
{
	struct state *state = output->state;

	for (size_t i = 0; i < result->n_findings; i++) {
		const vml_finding *finding = result->findings[i];
		vml_buffer labels = { 0 };

		if (!vml_is_listed(output, finding))
			continue;
		add_connection(&labels, input);
		add_label(&labels, "domain", finding->facts->name);
		add_label(&labels, "rule", finding->rule->id);
		add_label(&labels, "severity", vml_severity_name(finding->severity));
		count(state->findings, &labels);
	}
}

static void document(vml_output *output, const vml_input *input, const vml_result *result)
{
	struct state *state = output->state;

	state->domains += result->n_domains;
	state->clean += clean_domains(output, result);
	count_findings(output, input, result);
}

/*
 * Count the findings that the rules across domains report on one domain. document() has already
 * counted the domain itself.
 */
static void fleet(vml_output *output, const vml_input *input, const vml_result *result)
{
	struct state *state = output->state;

	if (result->was_clean && !clean_domains(output, result))
		state->clean--;
	count_findings(output, input, result);
}

static void input_done(vml_output *output, const vml_input *input)
{
	struct state *state = output->state;
	vml_buffer labels = { 0 };

	if (input->status != VML_INPUT_ERROR)
		return;
	add_connection(&labels, input);
	count(state->failed, &labels);
}

static void put_head(FILE *out, const char *name, const char *help)
{
	fprintf(out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

/* Write all series of a metric, and free them; nothing if there are none. */
static void put_counts(FILE *out, const char *name, const char *help, json_t *counts)
{
	if (json_object_size(counts))
		put_head(out, name, help);
	for (void *at = json_object_iter(counts); at; at = json_object_iter_next(counts, at)) {
		const char *labels = json_object_iter_key(at);

		fprintf(out, *labels ? "%s{%s} " : "%s%s ", name, labels);
		fprintf(out, "%lld\n", (long long)json_integer_value(json_object_iter_value(at)));
	}
	json_decref(counts);
}

static void put_number(FILE *out, const char *name, const char *help, long long value)
{
	put_head(out, name, help);
	fprintf(out, "%s %lld\n", name, value);
}

static void put_duration(FILE *out, const struct timespec *start)
{
	struct timespec now;
	long long us;

	clock_gettime(CLOCK_MONOTONIC, &now);
	us = (now.tv_sec - start->tv_sec) * 1000000LL + (now.tv_nsec - start->tv_nsec) / 1000;
	put_head(out, "vmlint_duration_seconds", "Duration of the last run.");
	fprintf(out, "vmlint_duration_seconds %lld.%06lld\n", us / 1000000, us % 1000000);
}

static void end(vml_output *output, const vml_summary *summary)
{
	struct state *state = output->state;
	FILE *out = output->out;

	(void)summary;
	put_counts(out, "vmlint_findings", "Findings of the last run.", state->findings);
	put_counts(out, "vmlint_inputs_failed",
		"Files and connections that the last run could not read completely.",
		state->failed);
	if (state->domains)
		put_number(out, "vmlint_domains", "Domains audited by the last run.",
			(long long)state->domains);
	put_number(out, "vmlint_clean_domains", "Domains without findings in the last run.",
		(long long)state->clean);
	put_number(out, "vmlint_last_run_timestamp_seconds", "Time at which the last run ended.",
		(long long)time(NULL));
	put_duration(out, &state->start);
	put_head(out, "vmlint_build_info", "The version of vmlint.");
	fputs("vmlint_build_info{version=\"" VMLINT_VERSION "\"} 1\n", out);
	free(state);
}

const vml_reporter vml_reporter_prometheus = {
	.name = "prometheus",
	.about = "metrics for the textfile collector of Prometheus' node_exporter",
	.begin = begin,
	.document = document,
	.input = input_done,
	.fleet = fleet,
	.end = end,
};
