/* Open documents: text, lines, positions, audits. */
#define _GNU_SOURCE /* memmem */
#include "document.h"

#include "arena.h"
#include "baselines.h"
#include "file_uri.h"
#include "repaired.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

vml_document *vml_document_new(const char *uri)
{
	vml_document *document = vml_realloc(NULL, sizeof(*document));

	*document = (vml_document){ .uri = vml_strdup(uri), .parser = vml_parser_new() };
	document->path = vml_uri_path(uri);
	document->is_virsh_edit = document->path && vml_is_virsh_edit(document->path);
	if (document->is_virsh_edit) {
		/*
		 * without a path, the configuration's [files] sections do not apply to the
		 * temporary file
		 */
		free(document->path);
		document->path = NULL;
	}
	vml_document_edit(document, 0, 0, "", 0);
	return document;
}

void vml_document_free(vml_document *document)
{
	vml_document_drop_audit(document);
	vml_parser_free(document->parser);
	vml_buffer_free(&document->text);
	free(document->lines);
	free(document->path);
	free(document->uri);
	free(document);
}

static void add_line(vml_document *document, size_t start)
{
	if (document->n_lines == document->max_lines) {
		document->max_lines = document->max_lines ? document->max_lines * 2 : 256;
		document->lines = vml_realloc(
			document->lines, document->max_lines * sizeof(*document->lines));
	}
	document->lines[document->n_lines++] = start;
}

static void find_lines(vml_document *document)
{
	const char *bytes = document->text.bytes;
	size_t len = document->text.len;

	document->n_lines = 0;
	add_line(document, 0);
	for (size_t i = 0; i < len; i++)
		if (bytes[i] == '\n' ||
			(bytes[i] == '\r' && (i + 1 == len || bytes[i + 1] != '\n')))
			add_line(document, i + 1);
}

void vml_document_edit(
	vml_document *document, size_t start, size_t end, const char *bytes, size_t len)
{
	vml_buffer *text = &document->text;

	vml_buffer_reserve(text, len + 1);
	memmove(text->bytes + start + len, text->bytes + end, text->len - end);
	memcpy(text->bytes + start, bytes, len);
	text->len = text->len - (end - start) + len;
	text->bytes[text->len] = '\0';
	find_lines(document);
	document->audited.valid = false;
	document->outdated = true;
}

/* Return the offset of the end of a line, before its line break. */
static size_t line_end(const vml_document *document, size_t line)
{
	size_t end = line + 1 < document->n_lines ? document->lines[line + 1] : document->text.len;

	while (end > document->lines[line] && line + 1 < document->n_lines &&
		(document->text.bytes[end - 1] == '\n' || document->text.bytes[end - 1] == '\r'))
		end--;
	return end;
}

/* Return the length of a UTF-8 character in bytes. c: its first byte. */
static size_t char_bytes(char c)
{
	unsigned char first = (unsigned char)c;

	return first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* Return how many units the protocol counts for a character of n_bytes bytes in UTF-8. */
static size_t char_units(size_t n_bytes, vml_units units)
{
	return units == VML_UTF8 ? n_bytes : n_bytes == 4 ? 2 : 1;
}

size_t vml_document_offset(const vml_document *document, vml_units units, vml_position position)
{
	size_t at, end, character = 0;

	if (position.line >= document->n_lines)
		return document->text.len;
	at = document->lines[position.line];
	end = line_end(document, position.line);
	while (at < end) {
		size_t n = char_bytes(document->text.bytes[at]);

		character += char_units(n, units);
		if (character > position.character)
			break;
		at += n;
	}
	return at < end ? at : end;
}

/* Return the 0-based number of the line that contains an offset. */
static size_t line_of(const vml_document *document, size_t byte)
{
	size_t low = 0, high = document->n_lines;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (document->lines[middle] <= byte)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Move the locator back by one character; returns its length in locator->units. */
static size_t step_back(const vml_document *document, vml_locator *locator)
{
	size_t end = locator->byte;

	do
		locator->byte--;
	while (locator->byte > document->lines[locator->line] &&
		((unsigned char)document->text.bytes[locator->byte] & 0xc0) == 0x80);
	return char_units(end - locator->byte, locator->units);
}

vml_position vml_locate_byte(vml_locator *locator, size_t byte)
{
	const vml_document *document = locator->document;
	size_t line;

	if (byte > document->text.len)
		byte = document->text.len;
	line = line_of(document, byte);
	if (line != locator->line || locator->byte < document->lines[line]) {
		locator->line = line;
		locator->byte = document->lines[line];
		locator->character = 0;
	}
	/*
	 * forward or backward from the last position: stays fast if the document is one long line
	 */
	while (locator->byte > byte)
		locator->character -= step_back(document, locator);
	while (locator->byte < byte) {
		size_t n = char_bytes(document->text.bytes[locator->byte]);

		if (locator->byte + n > byte)
			break;
		locator->byte += n;
		locator->character += char_units(n, locator->units);
	}
	return (vml_position){ line, locator->character };
}

static json_t *position_json(vml_position position)
{
	return json_pack("{s:I,s:I}", "line", (json_int_t)position.line, "character",
		(json_int_t)position.character);
}

json_t *vml_range_of(vml_locator *locator, size_t start, size_t end)
{
	vml_position from = vml_locate_byte(locator, start);
	vml_position to = vml_locate_byte(locator, end < start ? start : end);

	return json_pack("{s:o,s:o}", "start", position_json(from), "end", position_json(to));
}

bool vml_position_read(const json_t *value, vml_position *ret)
{
	const json_t *line = json_object_get(value, "line");
	const json_t *character = json_object_get(value, "character");

	if (!json_is_integer(line) || !json_is_integer(character) || json_integer_value(line) < 0 ||
		json_integer_value(character) < 0)
		return false;
	*ret = (vml_position){ (size_t)json_integer_value(line),
		(size_t)json_integer_value(character) };
	return true;
}

/*
 * Overwrite the encoding in the XML declaration with spaces: the text from an editor is UTF-8,
 * whatever the encoding of the file.
 */
static void blank_encoding(char *bytes, size_t len)
{
	char *end = len > 5 && !memcmp(bytes, "<?xml", 5) ? memmem(bytes, len, "?>", 2) : NULL;
	char *name = end ? memmem(bytes, (size_t)(end - bytes), "encoding", 8) : NULL, *quote;

	if (!name)
		return;
	quote = name + 8;
	while (quote < end && *quote != '"' && *quote != '\'')
		quote++;
	quote = quote < end ? memchr(quote + 1, *quote, (size_t)(end - quote - 1)) : NULL;
	if (quote)
		memset(name, ' ', (size_t)(quote + 1 - name));
}

void vml_document_drop_audit(vml_document *document)
{
	free(document->audited.findings);
	vml_document_conflicts_free(&document->audited.conflicts);
	vml_doc_free(document->audited.doc);
	free(document->audited.bytes);
	document->audited = (vml_audited){ 0 };
}

const vml_selection *vml_document_selection(const vml_document *document)
{
	return vml_policy_for(document->project->policy, document->path);
}

/* Mark the findings that the baseline accepts. A baseline that cannot be read accepts none. */
static void apply_baseline(vml_document *document)
{
	const vml_project *project = document->project;
	const vml_settings settings = { .baseline = project->settings.baseline, .quiet = true };
	vml_audited *audited = &document->audited;
	vml_baselines *known;

	if (!settings.baseline || access(settings.baseline, R_OK) ||
		vml_baselines_open(&settings, project->policy, document->parser, &known))
		return;
	vml_baselines_apply(
		known, document->path, vml_document_selection(document), &audited->result);
	for (size_t i = 0; i < audited->conflicts.n; i++)
		vml_baselines_apply(known, document->path, vml_document_selection(document),
			&audited->conflicts.results[i]);
	vml_baselines_close(known, false);
	vml_result_partition(audited->doc, &audited->result, false);
	vml_document_conflicts_partition(&audited->conflicts, false);
}

/* Append the findings of a result to audited->findings. */
static void add_findings(vml_audited *audited, const vml_result *result)
{
	audited->findings = vml_realloc(audited->findings,
		(audited->n_findings + result->n_findings) * sizeof(*audited->findings));
	for (size_t i = 0; i < result->n_findings; i++)
		audited->findings[audited->n_findings++] = result->findings[i];
}

/*
 * Find conflicts between the document's domains, apply the baseline, and list all findings in
 * audited->findings.
 */
static void finish_audit(vml_document *document)
{
	vml_audited *audited = &document->audited;
	const char *slash = document->path ? strrchr(document->path, '/') : NULL;
	const vml_input input = { .name = slash ? slash + 1 : "this document",
		.kind = VML_INPUT_FILE };

	vml_document_conflicts_find(&input, vml_document_selection(document), audited->doc,
		&audited->result, &audited->conflicts);
	apply_baseline(document);
	add_findings(audited, &audited->result);
	for (size_t i = 0; i < audited->conflicts.n; i++)
		add_findings(audited, &audited->conflicts.results[i]);
}

const vml_audited *vml_document_audit(vml_document *document)
{
	vml_audited *audited = &document->audited;
	size_t len = document->text.len;

	if (audited->valid)
		return audited;
	vml_document_drop_audit(document);
	audited->bytes = memcpy(vml_realloc(NULL, len + 1), document->text.bytes, len);
	audited->bytes[len] = '\0';
	blank_encoding(audited->bytes, len);
	audited->rejected =
		vml_audit_bytes(document->project->policy, document->parser, document->path,
			audited->bytes, len, &audited->doc, &audited->result, &audited->fault);
	if (!audited->rejected)
		finish_audit(document);
	audited->valid = true;
	return audited;
}
