/*
 * SARIF report: SARIF 2.1.0 with the properties that GitHub code scanning requires. The results of
 * a file are kept until the lines of the file are hashed at its end.
 */
#include "context.h"
#include "jsonvalue.h"
#include "linehash.h"
#include "location.h"
#include "report.h"
#include "sarif_locations.h"
#include "sarif_rules.h"

#include "arena.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FINGERPRINT_SIZE = 17 }; /* 16 hex digits */

/*
 * A result whose fingerprints are not written yet: the hash of its line is computed when all
 * documents of the file have been audited.
 */
struct pending {
	char *text; /* the result as JSON without its closing brace; owned */
	char fingerprint[FINGERPRINT_SIZE];
	/*
	 * line whose hash is written, 1-based: counted in the file if is_regular_file(), else in
	 * the document; 0 for findings across domains, which get no hash
	 */
	unsigned long line;
};

struct state {
	struct pending *pending;
	size_t n_pending, capacity;
	json_t *failures; /* notifications of input errors */
	bool any;
};

static json_t *replacement(vml_doc *doc, const vml_edit *edit)
{
	json_t *object = json_object(), *content = json_object();

	vml_json_put(object, "deletedRegion",
		vml_sarif_region(
			vml_utf16_pos_of(doc, edit->start), vml_utf16_pos_of(doc, edit->end)));
	vml_json_put(content, "text", vml_json_text(edit->text));
	vml_json_put(object, "insertedContent", content);
	return object;
}

/* Return an array with the fix, as one change with all edits; an empty array if there is none. */
static json_t *fixes(const char *path, const vml_input *input, const vml_finding *finding)
{
	json_t *array = json_array(), *fix, *changes, *change, *replacements;
	size_t n;
	const vml_edit *edits = vml_finding_edits(finding, &n);

	if (!n || input->kind == VML_INPUT_LIVE || finding->level == VML_FIX_NONE)
		return array;
	fix = json_object();
	changes = json_array();
	change = json_object();
	replacements = json_array();
	for (size_t i = 0; i < n; i++)
		vml_json_append(replacements, replacement(finding->ctx->doc, &edits[i]));
	vml_json_put(change, "artifactLocation", vml_sarif_artifact(path));
	vml_json_put(change, "replacements", replacements);
	vml_json_append(changes, change);
	vml_json_put(fix, "description", vml_sarif_message(finding->remedy));
	vml_json_put(fix, "artifactChanges", changes);
	vml_json_append(array, fix);
	return array;
}

/*
 * Return an array, even if it is empty: SARIF requires `suppressions` either on all results or on
 * none.
 */
static json_t *suppressions(const vml_output *output, const vml_finding *finding)
{
	json_t *array = json_array(), *object;

	if (vml_is_listed(output, finding))
		return array;
	object = json_object();
	vml_json_put(object, "kind",
		json_string(finding->state == VML_STATE_SUPPRESSED ? "inSource" : "external"));
	vml_json_put(object, "status", json_string("accepted"));
	if (finding->reason)
		vml_json_put(object, "justification", vml_json_safe(finding->reason));
	else if (finding->state == VML_STATE_BASELINED)
		vml_json_put(object, "justification", json_string("in the baseline"));
	vml_json_append(array, object);
	return array;
}

static json_t *properties(const vml_finding *finding)
{
	json_t *object = json_object();

	vml_json_put(object, "domain", vml_json_text(finding->facts->name));
	vml_json_put(object, "uuid", vml_json_text(finding->facts->uuid));
	vml_json_put(object, "device", vml_json_text(vml_finding_device(finding)));
	vml_json_put(object, "fixLevel",
		json_string(vml_fix_level_name(finding->ops ? finding->level : VML_FIX_NONE)));
	return object;
}

static json_t *result_of(vml_output *output, const vml_input *input, const vml_finding *finding)
{
	char *path = vml_input_path(output->root, input, finding->facts);
	json_t *object = json_object();
	size_t index = 0;

	while (output->rules[index] && output->rules[index] != finding->rule)
		index++;
	vml_json_put(object, "ruleId", vml_json_text(finding->rule->id));
	if (output->rules[index])
		vml_json_put(object, "ruleIndex", vml_json_count(index));
	vml_json_put(object, "level", json_string(vml_sarif_level(finding->severity)));
	vml_json_put(object, "message", vml_sarif_message(finding->message));
	vml_json_put(object, "locations", vml_sarif_locations(path, input, finding));
	if (finding->n_related)
		vml_json_put(object, "relatedLocations", vml_sarif_related(output, finding));
	vml_json_put(object, "fixes", fixes(path, input, finding));
	vml_json_put(object, "suppressions", suppressions(output, finding));
	if (output->known)
		vml_json_put(object, "baselineState",
			json_string(finding->state == VML_STATE_BASELINED ? "unchanged" : "new"));
	vml_json_put(object, "properties", properties(finding));
	free(path);
	return object;
}

/*
 * Return a pending result. The result is kept as text, which needs less memory than jansson values:
 * a file may have very many results.
 */
static struct pending make_pending(
	vml_output *output, const vml_input *input, const vml_finding *finding, unsigned long line)
{
	struct pending pending = { .line = line };
	vml_text_stream stream;
	char *text;

	vml_text_open(&stream);
	vml_json_dump(stream.out, result_of(output, input, finding));
	text = vml_text_close(&stream);
	/* remove the closing brace: write_result() writes it after the fingerprints */
	text[stream.len - 1] = '\0';
	/* copy without the spare capacity of the stream's buffer */
	pending.text = vml_strdup(text);
	free(text);
	snprintf(pending.fingerprint, sizeof(pending.fingerprint), "%s",
		vml_finding_fingerprint(finding));
	return pending;
}

/*
 * Write a result with its fingerprints, and free it.
 *
 * hashes: line hashes of the file or document; NULL: write no line hash, which GitHub then computes
 * itself
 */
static void write_result(vml_output *output, struct pending *result, const vml_line_hashes *hashes)
{
	struct state *state = output->state;
	char hash[VML_LINE_HASH_SIZE];

	fprintf(output->out, "%s%s,\"partialFingerprints\":{\"vmlintFinding/v1\":\"%s\"",
		state->any ? ",\n" : "\n", result->text, result->fingerprint);
	if (hashes) {
		vml_line_hash_text(hashes, result->line, hash);
		fprintf(output->out, ",\"primaryLocationLineHash\":\"%s\"", hash);
	}
	fputs("}}", output->out);
	state->any = true;
	free(result->text);
}

/* Return true if the file can be read again to hash all of its lines, as GitHub does. */
static bool is_regular_file(const vml_input *input)
{
	struct stat st;

	return input->kind == VML_INPUT_FILE && !stat(input->name, &st) && S_ISREG(st.st_mode);
}

static void keep(struct state *state, struct pending pending)
{
	if (state->n_pending == state->capacity) {
		state->capacity = state->capacity ? 2 * state->capacity : 64;
		state->pending =
			vml_realloc(state->pending, state->capacity * sizeof(*state->pending));
	}
	state->pending[state->n_pending++] = pending;
}

static void document(vml_output *output, const vml_input *input, const vml_result *result)
{
	bool wait = is_regular_file(input);
	vml_line_hashes hashes = { 0 };

	for (size_t i = 0; i < result->n_findings; i++) {
		const vml_finding *finding = result->findings[i];
		const vml_slice *slice = vml_doc_source(finding->ctx->doc);
		unsigned long line = finding->has_range ? finding->range.start.line : slice->line;
		struct pending pending =
			make_pending(output, input, finding, wait ? line : line - slice->line + 1);

		if (wait) {
			keep(output->state, pending);
			continue;
		}
		/* not a regular file: it cannot be read again, so hash only the document */
		if (!hashes.n)
			vml_hash_lines(slice->bytes, slice->len, &hashes);
		write_result(output, &pending, &hashes);
	}
	vml_line_hashes_free(&hashes);
}

static void fleet(vml_output *output, const vml_input *input, const vml_result *result)
{
	for (size_t i = 0; i < result->n_findings; i++) {
		struct pending pending = make_pending(output, input, result->findings[i], 0);

		write_result(output, &pending, NULL);
	}
}

static void write_pending(vml_output *output, const vml_input *input)
{
	struct state *state = output->state;
	vml_line_hashes hashes = { 0 };
	FILE *in = fopen(input->name, "re");

	if (in) {
		vml_hash_lines_of(in, &hashes);
		fclose(in);
	} else {
		vml_hash_lines("", 0, &hashes);
	}
	for (size_t i = 0; i < state->n_pending; i++)
		write_result(output, &state->pending[i], &hashes);
	state->n_pending = 0;
	vml_line_hashes_free(&hashes);
}

static json_t *failure(vml_output *output, const vml_input *input, const vml_input_error *error)
{
	char *path = vml_input_path(output->root, input, NULL);
	json_t *object = json_object(), *array = json_array(), *location = json_object();
	json_t *physical = json_object(), *at = json_object();

	vml_json_put(object, "level", json_string("error"));
	vml_json_put(object, "message", vml_sarif_message(error->message));
	vml_json_put(physical, "artifactLocation", vml_sarif_artifact(path));
	if (error->line) {
		vml_json_put(at, "startLine", vml_json_count(error->line));
		vml_json_put(physical, "region", at);
	} else {
		json_decref(at);
	}
	vml_json_put(location, "physicalLocation", physical);
	vml_json_append(array, location);
	vml_json_put(object, "locations", array);
	free(path);
	return object;
}

static void input_done(vml_output *output, const vml_input *input)
{
	struct state *state = output->state;
	vml_input_error error;

	if (state->n_pending)
		write_pending(output, input);
	for (size_t i = 0; vml_input_error_at(input, i, &error); i++)
		vml_json_append(state->failures, failure(output, input, &error));
}

static void begin(vml_output *output)
{
	struct state *state = vml_realloc(NULL, sizeof(*state));

	*state = (struct state){ .failures = json_array() };
	output->state = state;
	fputs("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\","
	      "\"version\":\"2.1.0\",\"runs\":[{\"columnKind\":\"utf16CodeUnits\",\n"
	      "\"tool\":",
		output->out);
	vml_json_dump(output->out, vml_sarif_tool(output->rules));
	fputs(",\n\"results\":[", output->out);
}

static void end(vml_output *output, const vml_summary *summary)
{
	struct state *state = output->state;
	json_t *array = json_array(), *object = json_object();

	vml_json_put(object, "executionSuccessful", json_boolean(!summary->failed));
	vml_json_put(object, "toolExecutionNotifications", state->failures);
	vml_json_append(array, object);
	fputs("],\n\"invocations\":", output->out);
	vml_json_dump(output->out, array);
	fputs("}]}\n", output->out);
	free(state->pending);
	free(state);
}

const vml_reporter vml_reporter_sarif = {
	.name = "sarif",
	.about = "SARIF 2.1.0, for GitHub code scanning and editors",
	.begin = begin,
	.document = document,
	.input = input_done,
	.fleet = fleet,
	.end = end,
};
