/* GitLab report: input of the Code Quality widget. */
#include "jsonvalue.h"
#include "location.h"
#include "report.h"
#include "tally.h"

#include "arena.h"
#include "buffer.h"

#include <stdlib.h>

struct state {
	/*
	 * fingerprints so far, to make each unique: GitLab shows only one of several issues with
	 * equal fingerprints
	 */
	vml_tally fingerprints;
	bool any; /* an issue was written */
};

static void begin(vml_output *output)
{
	output->state = vml_realloc(NULL, sizeof(struct state));
	*(struct state *)output->state = (struct state){ 0 };
	fputc('[', output->out);
}

static json_t *location(const char *path, unsigned long first, unsigned long last)
{
	json_t *object = json_object(), *lines = json_object();

	vml_json_put(lines, "begin", vml_json_count(first));
	vml_json_put(lines, "end", vml_json_count(last));
	vml_json_put(object, "path", vml_json_text(path));
	vml_json_put(object, "lines", lines);
	return object;
}

/* Return "rule: message": the widget does not show check_name. */
static json_t *description(const char *check, const char *message)
{
	vml_buffer text = { 0 };
	json_t *value;

	vml_buffer_puts(&text, check);
	vml_buffer_puts(&text, ": ");
	vml_buffer_puts(&text, message);
	value = vml_json_safe(text.bytes);
	vml_buffer_free(&text);
	return value;
}

/* Return a unique fingerprint: `print`, or "print-n" for its n-th occurrence if n > 1. */
static json_t *unique(struct state *state, const char *print)
{
	unsigned int nth = vml_tally_add(&state->fingerprints, strtoull(print, NULL, 16));

	return nth == 1 ? json_string(print) : json_sprintf("%s-%u", print, nth);
}

static void write_issue(vml_output *output, json_t *issue, const char *category)
{
	struct state *state = output->state;
	json_t *categories = json_array();

	vml_json_append(categories, json_string(category));
	vml_json_put(issue, "categories", categories);
	vml_json_put(issue, "type", json_string("issue"));
	fputs(state->any ? ",\n" : "\n", output->out);
	state->any = true;
	vml_json_dump(output->out, issue);
}

static void put_finding(vml_output *output, const vml_input *input, const vml_finding *finding)
{
	static const char *const severities[] = { "", "info", "major", "critical" };
	static const char *const categories[] = { "", "Performance", "Security", "Bug Risk",
		"Compatibility", "Compatibility", "Bug Risk" };
	char *path = vml_input_path(output->root, input, finding->facts);
	bool has_location = vml_has_location(input, finding);
	json_t *issue = json_object(), *content = json_object();

	vml_json_put(issue, "description", description(finding->rule->id, finding->message));
	vml_json_put(issue, "check_name", vml_json_text(finding->rule->id));
	vml_json_put(issue, "fingerprint", unique(output->state, vml_finding_fingerprint(finding)));
	vml_json_put(issue, "severity", json_string(severities[finding->severity]));
	vml_json_put(issue, "location",
		location(path, has_location ? finding->range.start.line : 1,
			has_location ? finding->range.end.line : 1));
	vml_json_put(content, "body", vml_json_safe(finding->remedy));
	vml_json_put(issue, "content", content);
	write_issue(output, issue, categories[finding->rule->category]);
	free(path);
}

static void document(vml_output *output, const vml_input *input, const vml_result *result)
{
	for (size_t i = 0; i < result->n_findings; i++)
		if (vml_is_listed(output, result->findings[i]))
			put_finding(output, input, result->findings[i]);
}

/* Return the fingerprint of an input error: a hash of the path. */
static json_t *input_print(struct state *state, const char *path)
{
	char text[17];

	snprintf(text, sizeof(text), "%016llx", (unsigned long long)vml_hash(0, path));
	return unique(state, text);
}

static void put_error(vml_output *output, const vml_input *input, const vml_input_error *error)
{
	unsigned long line = error->line ? error->line : 1;
	char *path = vml_input_path(output->root, input, NULL);
	json_t *issue = json_object();

	vml_json_put(issue, "description", description(VML_INPUT_CHECK, error->message));
	vml_json_put(issue, "check_name", json_string(VML_INPUT_CHECK));
	vml_json_put(issue, "fingerprint", input_print(output->state, path));
	vml_json_put(issue, "severity", json_string("blocker"));
	vml_json_put(issue, "location", location(path, line, line));
	write_issue(output, issue, "Bug Risk");
	free(path);
}

static void input_done(vml_output *output, const vml_input *input)
{
	vml_input_error error;

	for (size_t i = 0; vml_input_error_at(input, i, &error); i++)
		put_error(output, input, &error);
}

static void end(vml_output *output, const vml_summary *summary)
{
	struct state *state = output->state;

	(void)summary;
	fputs("]\n", output->out);
	vml_tally_free(&state->fingerprints);
	free(state);
}

const vml_reporter vml_reporter_gitlab = {
	.name = "gitlab",
	.about = "GitLab Code Quality",
	.begin = begin,
	.document = document,
	.input = input_done,
	.end = end,
};
