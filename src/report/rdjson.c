/* rdjson report: reviewdog's Diagnostic Format. Columns are bytes, as in vml_pos. */
#include "context.h"
#include "jsonvalue.h"
#include "location.h"
#include "report.h"
#include "secrets.h"

#include "arena.h"
#include "buffer.h"

#include <stdlib.h>
#include <string.h>

struct state {
	bool any; /* a diagnostic was written */
};

static void begin(vml_output *output)
{
	output->state = vml_realloc(NULL, sizeof(struct state));
	*(struct state *)output->state = (struct state){ 0 };
	fputs("{\"source\":{\"name\":\"vmlint\"},\"diagnostics\":[", output->out);
}

static json_t *position(unsigned long line, unsigned long column)
{
	json_t *object = json_object();

	vml_json_put(object, "line", vml_json_count(line));
	vml_json_put(object, "column", vml_json_count(column));
	return object;
}

static json_t *range(const vml_pos *start, const vml_pos *end)
{
	json_t *object = json_object();

	vml_json_put(object, "start", position(start->line, start->column));
	vml_json_put(object, "end", position(end->line, end->column));
	return object;
}

/* Return a location without a range, which the caller adds. */
static json_t *location(const char *path)
{
	json_t *object = json_object();

	vml_json_put(object, "path", vml_json_text(path));
	return object;
}

/*
 * Return one edit that replaces the range of all edits, because users may apply only some of
 * several edits. NULL if the range contains a secret or is not valid UTF-8.
 */
static json_t *merged(vml_doc *doc, const vml_edit *edits, size_t n)
{
	const size_t base = doc->slice.offset;
	const char *bytes = vml_doc_source(doc)->bytes, *shown = vml_source_shown(doc);
	size_t start = edits[0].start - base, end = edits[n - 1].end - base, at = start;
	vml_buffer whole = { 0 };
	json_t *value = NULL;

	for (size_t i = 0; i < n; i++) {
		vml_buffer_add(&whole, bytes + at, edits[i].start - base - at);
		vml_buffer_add(&whole, edits[i].text, edits[i].len);
		at = edits[i].end - base;
	}
	if (!memcmp(bytes + start, shown + start, end - start))
		value = json_stringn(whole.len ? whole.bytes : "", whole.len);
	vml_buffer_free(&whole);
	return value;
}

static json_t *suggestions(const vml_input *input, const vml_finding *finding)
{
	json_t *array = json_array(), *object, *text;
	vml_pos start, end;
	vml_doc *doc;
	size_t n;
	const vml_edit *edits = vml_finding_edits(finding, &n);

	if (!n || input->kind == VML_INPUT_LIVE || finding->level == VML_FIX_NONE)
		return array;
	doc = finding->ctx->doc;
	text = merged(doc, edits, n);
	if (!text)
		return array;
	start = vml_source_pos(doc, edits[0].start - doc->slice.offset);
	end = vml_source_pos(doc, edits[n - 1].end - doc->slice.offset);
	object = json_object();
	vml_json_put(object, "range", range(&start, &end));
	vml_json_put(object, "text", text);
	vml_json_append(array, object);
	return array;
}

static json_t *code(const vml_rule *rule)
{
	json_t *object = json_object();

	vml_json_put(object, "value", vml_json_text(rule->id));
	if (vml_is_link(rule->url))
		vml_json_put(object, "url", json_string(rule->url));
	return object;
}

static void write_diagnostic(vml_output *output, json_t *diagnostic)
{
	struct state *state = output->state;

	fputs(state->any ? ",\n" : "\n", output->out);
	state->any = true;
	vml_json_dump(output->out, diagnostic);
}

static void put_finding(vml_output *output, const vml_input *input, const vml_finding *finding)
{
	static const char *const severities[] = { "", "INFO", "WARNING", "ERROR" };
	char *path = vml_input_path(output->root, input, finding->facts);
	json_t *object = json_object(), *location_object = location(path);

	if (vml_has_location(input, finding))
		vml_json_put(location_object, "range",
			range(&finding->range.start, &finding->range.end));
	vml_json_put(object, "message", vml_json_safe(finding->message));
	vml_json_put(object, "location", location_object);
	vml_json_put(object, "severity", json_string(severities[finding->severity]));
	vml_json_put(object, "code", code(finding->rule));
	vml_json_put(object, "suggestions", suggestions(input, finding));
	write_diagnostic(output, object);
	free(path);
}

static void document(vml_output *output, const vml_input *input, const vml_result *result)
{
	for (size_t i = 0; i < result->n_findings; i++)
		if (vml_is_listed(output, result->findings[i]))
			put_finding(output, input, result->findings[i]);
}

static void put_error(vml_output *output, const vml_input *input, const vml_input_error *error)
{
	char *path = vml_input_path(output->root, input, NULL);
	json_t *object = json_object(), *location_object = location(path), *check = json_object();
	json_t *at;

	if (error->line) {
		at = json_object();
		vml_json_put(at, "start", position(error->line, error->column));
		vml_json_put(location_object, "range", at);
	}
	vml_json_put(check, "value", json_string(VML_INPUT_CHECK));
	vml_json_put(object, "message", vml_json_safe(error->message));
	vml_json_put(object, "location", location_object);
	vml_json_put(object, "severity", json_string("ERROR"));
	vml_json_put(object, "code", check);
	write_diagnostic(output, object);
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
	(void)summary;
	fputs("]}\n", output->out);
	free(output->state);
}

const vml_reporter vml_reporter_rdjson = {
	.name = "rdjson",
	.about = "reviewdog's Diagnostic Format",
	.begin = begin,
	.document = document,
	.input = input_done,
	.end = end,
};
