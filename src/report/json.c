/* The json and jsonl reports: one shape, held by src/report/vmlint.schema.json. */
#include "escape.h"
#include "report.h"

#include "arena.h"
#include "buffer.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { FLAGS = JSON_COMPACT | JSON_ENSURE_ASCII };

struct state {
	json_t *inputs, *skipped;
	bool any;
};

/* A string of any bytes: what is no UTF-8 becomes U+FFFD, for JSON knows nothing else. */
static json_t *text(const char *bytes)
{
	json_t *value = json_string(bytes);
	vml_buffer clean = { 0 };

	if (value)
		return value;
	for (size_t i = 0, len = strlen(bytes); i < len;) {
		unsigned int code;
		size_t n = vml_utf8_char(bytes + i, len - i, &code);

		if (n)
			vml_buffer_add(&clean, bytes + i, n);
		else
			vml_buffer_puts(&clean, "\xef\xbf\xbd");
		i += n ? n : 1;
	}
	value = json_string(clean.bytes ? clean.bytes : "");
	vml_buffer_free(&clean);
	return value;
}

/* jansson takes each value over; a failed allocation has no other cause than no memory. */
static void put(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, value))
		vml_out_of_memory();
}

static json_t *count(size_t n)
{
	return json_integer((json_int_t)n);
}

static json_t *position(const vml_pos *pos)
{
	json_t *object = json_object();

	put(object, "line", json_integer((json_int_t)pos->line));
	put(object, "column", json_integer((json_int_t)pos->column));
	put(object, "byte", count(pos->byte));
	return object;
}

static json_t *range(const vml_input *input, const vml_finding *finding)
{
	json_t *object;

	if (!finding->has_range || input->kind == VML_INPUT_LIVE)
		return json_null();
	object = json_object();
	put(object, "start", position(&finding->range.start));
	put(object, "end", position(&finding->range.end));
	return object;
}

static json_t *edits(const vml_input *input, const vml_finding *finding)
{
	json_t *array = json_array();
	size_t n;
	const vml_edit *list = vml_finding_edits(finding, &n);

	for (size_t i = 0; i < n && input->kind != VML_INPUT_LIVE; i++) {
		json_t *object = json_object();

		put(object, "start", count(list[i].start));
		put(object, "end", count(list[i].end));
		put(object, "text", text(list[i].text));
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *fix(const vml_input *input, const vml_finding *finding)
{
	const char *command;
	json_t *object;

	if (!finding->ops || finding->level == VML_FIX_NONE)
		return json_null();
	object = json_object();
	put(object, "level", json_string(vml_fix_level_name(finding->level)));
	put(object, "remedy", text(finding->remedy));
	put(object, "edits", edits(input, finding));
	command = vml_finding_command(finding, input->kind == VML_INPUT_LIVE ? input->name : NULL);
	put(object, "command", command ? text(command) : json_null());
	return object;
}

static json_t *domain(const vml_facts *facts)
{
	json_t *object = json_object();

	put(object, "name", *facts->name ? text(facts->name) : json_null());
	put(object, "uuid", *facts->uuid ? text(facts->uuid) : json_null());
	return object;
}

static json_t *finding_object(const vml_input *input, const vml_finding *finding)
{
	json_t *object = json_object();

	put(object, "rule", text(finding->rule->id));
	put(object, "severity", json_string(vml_severity_name(finding->severity)));
	put(object, "category", json_string(vml_category_name(finding->rule->category)));
	put(object, "message", text(finding->message));
	put(object, "input", text(input->name));
	put(object, "domain", domain(finding->facts));
	put(object, "path", text(vml_finding_path(finding)));
	put(object, "device", text(vml_finding_device(finding)));
	put(object, "range", range(input, finding));
	put(object, "state", json_string(vml_state_name(finding->state)));
	put(object, "reason", finding->reason ? text(finding->reason) : json_null());
	put(object, "url", *finding->rule->url ? text(finding->rule->url) : json_null());
	put(object, "fix", fix(input, finding));
	return object;
}

static void dump(vml_output *output, json_t *value)
{
	json_dumpf(value, output->out, FLAGS);
	json_decref(value);
}

static void begin(vml_output *output)
{
	struct state *state = vml_realloc(NULL, sizeof(*state));

	*state = (struct state){ .inputs = json_array(), .skipped = json_array() };
	output->state = state;
	/* findings are streamed, so that memory does not grow with a fleet */
	fputs("{\"schema\":\"vmlint/1\",\"version\":\"" VMLINT_VERSION "\",\"findings\":[",
		output->out);
}

static void document(vml_output *output, const vml_input *input, const vml_result *result)
{
	struct state *state = output->state;

	for (size_t i = 0; i < result->n_findings; i++) {
		fputs(state->any ? ",\n" : "\n", output->out);
		state->any = true;
		dump(output, finding_object(input, result->findings[i]));
	}
	for (size_t i = 0; i < result->n_skips; i++) {
		json_t *object = json_object();

		put(object, "rule", json_string(result->skips[i].rule->id));
		put(object, "domain", text(result->skips[i].facts->name));
		put(object, "why", text(result->skips[i].why));
		json_array_append_new(state->skipped, object);
	}
}

static void input_done(vml_output *output, const vml_input *input)
{
	static const char *const kinds[] = { "file", "stdin", "live" };
	static const char *const statuses[] = { "ok", "skipped", "error" };
	struct state *state = output->state;
	json_t *object = json_object(), *error = json_null();

	if (input->status == VML_INPUT_ERROR) {
		error = json_object();
		put(error, "line",
			input->line ? json_integer((json_int_t)input->line) : json_null());
		put(error, "column",
			input->line ? json_integer((json_int_t)input->column) : json_null());
		put(error, "message", text(input->message));
	}
	put(object, "name", text(input->name));
	put(object, "kind", json_string(kinds[input->kind]));
	put(object, "status", json_string(statuses[input->status]));
	put(object, "domains", count(input->domains));
	put(object, "error", error);
	json_array_append_new(state->inputs, object);
}

static void end(vml_output *output, const vml_summary *summary)
{
	struct state *state = output->state;
	json_t *object = json_object(), *fixable = json_object();

	put(fixable, "safe", count(summary->by_fix[VML_FIX_SAFE]));
	put(fixable, "review", count(summary->by_fix[VML_FIX_REVIEW]));
	put(object, "inputs", count(summary->inputs));
	put(object, "domains", count(summary->domains));
	put(object, "failed", count(summary->failed));
	put(object, "error", count(summary->by_severity[VML_ERROR]));
	put(object, "warning", count(summary->by_severity[VML_WARNING]));
	put(object, "info", count(summary->by_severity[VML_INFO]));
	put(object, "suppressed", count(summary->by_state[VML_STATE_SUPPRESSED]));
	put(object, "baselined", count(summary->by_state[VML_STATE_BASELINED]));
	put(object, "fixable", fixable);
	fputs("],\n\"inputs\":", output->out);
	dump(output, state->inputs);
	fputs(",\n\"skipped\":", output->out);
	dump(output, state->skipped);
	fputs(",\n\"summary\":", output->out);
	dump(output, object);
	fputs("}\n", output->out);
	free(state);
}

static void line_document(vml_output *output, const vml_input *input, const vml_result *result)
{
	for (size_t i = 0; i < result->n_findings; i++) {
		dump(output, finding_object(input, result->findings[i]));
		fputc('\n', output->out);
	}
}

const vml_reporter vml_reporter_json = {
	.name = "json",
	.about = "one JSON object with inputs, findings and summary",
	.begin = begin,
	.document = document,
	.input = input_done,
	.end = end,
};

const vml_reporter vml_reporter_jsonl = {
	.name = "jsonl",
	.about = "one JSON object a finding and line",
	.document = line_document,
};
