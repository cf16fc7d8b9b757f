/* JSON and JSON Lines reports: defined by src/report/vmlint.schema.json. */
#include "jsonvalue.h"
#include "location.h"
#include "report.h"

#include "arena.h"
#include "text.h"

#include <stdlib.h>

/*
 * A JSON array that is written after the findings. Kept as text, which needs a tenth of the memory
 * of jansson values.
 */
struct list {
	vml_text_stream text;
	bool any; /* an element was added */
};

struct state {
	struct list inputs, skipped;
	bool any; /* a finding was written */
};

static json_t *position(const vml_pos *pos)
{
	json_t *object = json_object();

	vml_json_put(object, "line", json_integer((json_int_t)pos->line));
	vml_json_put(object, "column", json_integer((json_int_t)pos->column));
	vml_json_put(object, "byte", vml_json_count(pos->byte));
	return object;
}

static json_t *range_object(const vml_range *range)
{
	json_t *object = json_object();

	vml_json_put(object, "start", position(&range->start));
	vml_json_put(object, "end", position(&range->end));
	return object;
}

static json_t *range(const vml_input *input, const vml_finding *finding)
{
	return vml_has_location(input, finding) ? range_object(&finding->range) : json_null();
}

static json_t *edits(const vml_input *input, const vml_finding *finding)
{
	json_t *array = json_array();
	size_t n;
	const vml_edit *list = vml_finding_edits(finding, &n);

	for (size_t i = 0; i < n && input->kind != VML_INPUT_LIVE; i++) {
		json_t *object = json_object();

		vml_json_put(object, "start", vml_json_count(list[i].start));
		vml_json_put(object, "end", vml_json_count(list[i].end));
		vml_json_put(object, "text", vml_json_text(list[i].text));
		vml_json_append(array, object);
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
	vml_json_put(object, "level", json_string(vml_fix_level_name(finding->level)));
	vml_json_put(object, "remedy", vml_json_text(finding->remedy));
	vml_json_put(object, "edits", edits(input, finding));
	command = vml_finding_command(finding, input->kind == VML_INPUT_LIVE ? input->name : NULL);
	vml_json_put(object, "command", command ? vml_json_text(command) : json_null());
	return object;
}

static json_t *domain(const vml_facts *facts)
{
	json_t *object = json_object();

	vml_json_put(object, "name", *facts->name ? vml_json_text(facts->name) : json_null());
	vml_json_put(object, "uuid", *facts->uuid ? vml_json_text(facts->uuid) : json_null());
	return object;
}

/* Return the name of the host of a connection; JSON null for other inputs. */
static json_t *connection(const vml_input *input)
{
	char *host = vml_connection_host(input);
	json_t *value = host ? vml_json_text(host) : json_null();

	free(host);
	return value;
}

/* Return the other domains of a conflict that the message names. */
static json_t *related(const vml_finding *finding)
{
	json_t *array = json_array();

	for (size_t i = 0; i < finding->n_related; i++) {
		const vml_related *other = &finding->related[i];
		bool located = other->has_range && other->kind != VML_INPUT_LIVE;
		json_t *object = json_object();

		vml_json_put(object, "input", vml_json_text(other->input));
		vml_json_put(object, "domain", domain(other->facts));
		vml_json_put(object, "path", vml_json_text(other->path));
		vml_json_put(object, "range", located ? range_object(&other->range) : json_null());
		vml_json_append(array, object);
	}
	return array;
}

/* Return the names of the hosts on which the finding occurs. finding->hosts must not be NULL. */
static json_t *hosts(const vml_finding *finding)
{
	json_t *array = json_array();

	for (size_t i = 0; finding->hosts[i]; i++)
		vml_json_append(array, vml_json_text(finding->hosts[i]));
	return array;
}

static json_t *finding_object(const vml_input *input, const vml_finding *finding)
{
	json_t *object = json_object();

	vml_json_put(object, "rule", vml_json_text(finding->rule->id));
	vml_json_put(object, "severity", json_string(vml_severity_name(finding->severity)));
	vml_json_put(object, "category", json_string(vml_category_name(finding->rule->category)));
	vml_json_put(object, "message", vml_json_text(finding->message));
	vml_json_put(object, "input", vml_json_text(input->name));
	vml_json_put(object, "connection", connection(input));
	vml_json_put(object, "domain", domain(finding->facts));
	vml_json_put(object, "path", vml_json_text(vml_finding_path(finding)));
	vml_json_put(object, "device", vml_json_text(vml_finding_device(finding)));
	vml_json_put(object, "range", range(input, finding));
	vml_json_put(object, "state", json_string(vml_state_name(finding->state)));
	vml_json_put(
		object, "reason", finding->reason ? vml_json_text(finding->reason) : json_null());
	vml_json_put(object, "url",
		*finding->rule->url ? vml_json_text(finding->rule->url) : json_null());
	if (finding->hosts)
		vml_json_put(object, "hosts", hosts(finding));
	vml_json_put(object, "fix", fix(input, finding));
	if (finding->n_related)
		vml_json_put(object, "related", related(finding));
	return object;
}

static void list_begin(struct list *list)
{
	vml_text_open(&list->text);
	fputc('[', list->text.out);
}

static void list_add(struct list *list, json_t *value)
{
	if (list->any)
		fputc(',', list->text.out);
	list->any = true;
	vml_json_dump(list->text.out, value);
}

static void list_end(struct list *list, FILE *to)
{
	char *text = vml_text_close(&list->text);

	fwrite(text, 1, list->text.len, to);
	fputc(']', to);
	free(text);
}

static void begin(vml_output *output)
{
	struct state *state = vml_realloc(NULL, sizeof(*state));

	*state = (struct state){ .any = false };
	list_begin(&state->inputs);
	list_begin(&state->skipped);
	output->state = state;
	/* findings are written at once, so that memory use does not grow with their number */
	fputs("{\"schema\":\"vmlint/1\",\"version\":\"" VMLINT_VERSION "\",\"findings\":[",
		output->out);
}

static void document(vml_output *output, const vml_input *input, const vml_result *result)
{
	struct state *state = output->state;

	for (size_t i = 0; i < result->n_findings; i++) {
		fputs(state->any ? ",\n" : "\n", output->out);
		state->any = true;
		vml_json_dump(output->out, finding_object(input, result->findings[i]));
	}
	for (size_t i = 0; i < result->n_skips; i++) {
		json_t *object = json_object();

		vml_json_put(object, "rule", json_string(result->skips[i].rule->id));
		vml_json_put(object, "domain", vml_json_text(result->skips[i].facts->name));
		vml_json_put(object, "why", vml_json_text(result->skips[i].why));
		list_add(&state->skipped, object);
	}
}

static json_t *error_object(const vml_input_error *error)
{
	json_t *object = json_object();

	vml_json_put(
		object, "line", error->line ? json_integer((json_int_t)error->line) : json_null());
	vml_json_put(object, "column",
		error->line ? json_integer((json_int_t)error->column) : json_null());
	vml_json_put(object, "message", vml_json_text(error->message));
	return object;
}

static void input_done(vml_output *output, const vml_input *input)
{
	static const char *const kinds[] = { "file", "stdin", "live" };
	static const char *const statuses[] = { "ok", "skipped", "error" };
	struct state *state = output->state;
	json_t *object = json_object(), *errors = json_array();
	vml_input_error error;

	for (size_t i = 0; vml_input_error_at(input, i, &error); i++)
		vml_json_append(errors, error_object(&error));
	vml_json_put(object, "name", vml_json_text(input->name));
	vml_json_put(object, "connection", connection(input));
	vml_json_put(object, "kind", json_string(kinds[input->kind]));
	vml_json_put(object, "status", json_string(statuses[input->status]));
	vml_json_put(object, "domains", vml_json_count(input->domains));
	vml_json_put(object, "error",
		vml_input_error_at(input, 0, &error) ? error_object(&error) : json_null());
	vml_json_put(object, "errors", errors);
	list_add(&state->inputs, object);
}

static void end(vml_output *output, const vml_summary *summary)
{
	struct state *state = output->state;
	json_t *object = json_object(), *fixable = json_object();

	vml_json_put(fixable, "safe", vml_json_count(summary->by_fix[VML_FIX_SAFE]));
	vml_json_put(fixable, "review", vml_json_count(summary->by_fix[VML_FIX_REVIEW]));
	vml_json_put(object, "inputs", vml_json_count(summary->inputs));
	vml_json_put(object, "domains", vml_json_count(summary->domains));
	vml_json_put(object, "failed", vml_json_count(summary->failed));
	vml_json_put(object, "error", vml_json_count(summary->by_severity[VML_ERROR]));
	vml_json_put(object, "warning", vml_json_count(summary->by_severity[VML_WARNING]));
	vml_json_put(object, "info", vml_json_count(summary->by_severity[VML_INFO]));
	vml_json_put(object, "suppressed", vml_json_count(summary->by_state[VML_STATE_SUPPRESSED]));
	vml_json_put(object, "baselined", vml_json_count(summary->by_state[VML_STATE_BASELINED]));
	vml_json_put(object, "fixable", fixable);
	fputs("],\n\"inputs\":", output->out);
	list_end(&state->inputs, output->out);
	fputs(",\n\"skipped\":", output->out);
	list_end(&state->skipped, output->out);
	fputs(",\n\"summary\":", output->out);
	vml_json_dump(output->out, object);
	fputs("}\n", output->out);
	free(state);
}

static void line_document(vml_output *output, const vml_input *input, const vml_result *result)
{
	for (size_t i = 0; i < result->n_findings; i++) {
		vml_json_dump(output->out, finding_object(input, result->findings[i]));
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
	.about = "JSON Lines: one object per finding",
	.document = line_document,
};
