/* One finding of the text report. */
#include "text_finding.h"

#include "bytemap.h"
#include "context.h"
#include "escape.h"
#include "hash.h"
#include "location.h"
#include "secrets.h"
#include "stored.h"
#include "wrap.h"

#include "arena.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* PARAGRAPH: default width of paragraphs in columns. GUTTER: width of "      | " before them. */
enum { PARAGRAPH = 90, GUTTER = 8 };

static const char gutter[] = "      | ";

/* Return the width of a line of a paragraph, in columns, including the gutter. */
static size_t paragraph_limit(const vml_output *output)
{
	return output->layout.columns ? output->layout.columns : PARAGRAPH + GUTTER;
}

/*
 * Return the width at which headlines and fixes are wrapped, which only a terminal needs; 0:
 * unlimited.
 */
static size_t line_limit(const vml_output *output)
{
	return output->layout.terminal ? output->layout.columns : 0;
}

static void count_lines(vml_output *output, size_t n)
{
	((vml_text_state *)output->state)->lines += n;
}

/* Write a paragraph with "|" in front of each line. label: written before the text. */
static void put_paragraph(vml_output *output, const char *label, const char *text)
{
	vml_wrap wrap = { .out = output->out, .lead = gutter, .limit = paragraph_limit(output) };

	fputs(gutter, output->out);
	fputs(label, output->out);
	wrap.column = GUTTER + strlen(label);
	vml_wrap_text(&wrap, text, strlen(text));
	fputc('\n', output->out);
	count_lines(output, wrap.breaks + 1);
}

/* Return the label of a remedy: "safe:", "review:", or "do:" if there is no automatic fix. */
static const char *label_of(const vml_finding *finding, size_t n_fixes)
{
	if (finding->level == VML_FIX_SAFE)
		return "safe:";
	return finding->level == VML_FIX_REVIEW && n_fixes ? "review:" : "do:";
}

/*
 * Write the lines of the fix and return their number. label: NULL, or if the remedy was printed
 * before, its label ("safe:"), written as "(safe: as above)".
 */
static size_t put_fix(vml_output *output, const vml_finding *finding, const char *label)
{
	const bool colour = output->colour;
	size_t n;
	const char *const *lines = vml_finding_preview(finding, &n);

	if (finding->level == VML_FIX_NONE)
		n = 0; /* no automatic fix: the remedy describes the choices */
	for (size_t i = 0; i < n; i++) {
		vml_wrap wrap = { .out = output->out,
			.lead = "      |   ",
			.limit = line_limit(output),
			.column = GUTTER,
			.joined = true };

		fprintf(output->out, "  %s | %s", i ? "   " : "fix",
			vml_paint_on(colour, VML_PAINT_FIX));
		vml_wrap_text(&wrap, lines[i], strlen(lines[i]));
		fputs(vml_paint_on(colour, VML_PAINT_OFF), output->out);
		if (label && i + 1 == n) {
			vml_wrap_word(&wrap, strlen(label) + sizeof(" as above)"));
			fprintf(output->out, "(%s as above)", label);
		}
		fputc('\n', output->out);
		count_lines(output, wrap.breaks + 1);
	}
	return n;
}

static void put_command(vml_output *output, const vml_input *input, const vml_finding *finding)
{
	const char *command =
		vml_finding_command(finding, input->kind == VML_INPUT_LIVE ? input->name : NULL);

	if (!command)
		return;
	fputs("  run | ", output->out);
	vml_puts_safe(output->out, command);
	fputc('\n', output->out);
	count_lines(output, 1);
}

static void put_evidence(vml_output *output, const vml_input *input, const vml_finding *finding)
{
	vml_excerpt excerpt;

	if (!vml_excerpt_of(finding, &excerpt))
		return;
	excerpt.columns = line_limit(output);
	vml_put_excerpt(output->out, input->kind == VML_INPUT_LIVE ? 0 : finding->range.start.line,
		&excerpt, output->colour);
	count_lines(output, 2);
}

/*
 * Write "file:line:column:"; in the brief report, whose headings name the file, only
 * "line:column:". Returns the width in columns.
 */
static size_t put_place(vml_output *output, const vml_input *input, const vml_finding *finding)
{
	const bool placed = vml_has_location(input, finding);
	const char *name = placed ? "" : finding->facts->name;
	char position[64] = "";

	if (placed)
		snprintf(position, sizeof(position), ":%lu:%lu", finding->range.start.line,
			finding->range.start.column);
	fputs(vml_paint_on(output->colour, VML_PAINT_BOLD), output->out);
	if (output->layout.brief)
		fprintf(output->out, "  %s", placed ? position + 1 : "");
	else
		vml_put_location(output->out, input, finding);
	fprintf(output->out, "%s%s", output->layout.brief && !placed ? "" : ":",
		vml_paint_on(output->colour, VML_PAINT_OFF));
	if (output->layout.brief)
		return 2 + strlen(position);
	return line_limit(output) ? vml_columns_of(input->name, strlen(input->name)) +
			strlen(position) + (placed ? 0 : 2) + vml_columns_of(name, strlen(name)) + 1
				  : 1;
}

/* Write "[rule]", as a hyperlink if the terminal supports it. */
static void put_rule(vml_output *output, const vml_rule *rule)
{
	const bool link = output->layout.links && vml_is_link(rule->url);

	fputs(vml_paint_on(output->colour, VML_PAINT_DIM), output->out);
	if (link)
		fprintf(output->out, "\033]8;;%s\033\\", rule->url);
	fprintf(output->out, "[%s]", rule->id);
	if (link)
		fputs("\033]8;;\033\\", output->out);
	fputs(vml_paint_on(output->colour, VML_PAINT_OFF), output->out);
}

/*
 * Write the headline.
 *
 * len: number of bytes of the message that are written
 * note: text after the rule's id, or NULL
 */
static void put_headline(vml_output *output, const vml_input *input, const vml_finding *finding,
	size_t len, const char *note)
{
	const char *severity = vml_severity_name(finding->severity);
	const char *state = vml_state_name(finding->state);
	vml_wrap wrap = { .out = output->out, .lead = "    ", .limit = line_limit(output) };

	wrap.column = put_place(output, input, finding);
	vml_wrap_word(&wrap, strlen(severity) + 1);
	fputs(vml_paint_on(output->colour, vml_paint_of(finding->severity)), output->out);
	if (finding->state != VML_STATE_ACTIVE) {
		fprintf(output->out, "%s ", state);
		wrap.column += strlen(state) + 1;
	}
	fprintf(output->out, "%s:%s", severity, vml_paint_on(output->colour, VML_PAINT_OFF));
	vml_wrap_text(&wrap, finding->message, len);
	vml_wrap_word(&wrap, strlen(finding->rule->id) + 2);
	put_rule(output, finding->rule);
	if (note)
		vml_wrap_text(&wrap, note, strlen(note));
	fputc('\n', output->out);
	count_lines(output, wrap.breaks + 1);
}

/* Record that a text of a rule was printed; returns true if this is the first time. */
static bool is_new(vml_tally *tally, const vml_rule *rule, const char *text)
{
	uint64_t key = vml_hash_bytes(0, rule->id, strlen(rule->id) + 1);

	return vml_tally_add(tally, vml_hash_bytes(key, text, strlen(text))) == 1;
}

/*
 * Return how many bytes of the message to print: all, or if the consequence (after the last ": ")
 * was printed before, only what precedes it. Errors are printed in full.
 */
static size_t message_len(vml_text_state *state, const vml_finding *finding)
{
	const char *end = NULL;

	for (const char *at = finding->message; (at = strstr(at, ": ")); at++)
		end = at;
	if (!end || is_new(&state->consequences, finding->rule, end) ||
		finding->severity == VML_ERROR)
		return strlen(finding->message);
	return (size_t)(end - finding->message);
}

/* Return the length of the kind in the name of a device: 4 for "disk 'vda'". */
static size_t kind_len(const char *device)
{
	const char *quote = strstr(device, " '"), *space = strrchr(device, ' ');

	return quote ? (size_t)(quote - device) : space ? (size_t)(space - device) : 0;
}

/* Write the devices of similar findings: "also disks 'vdb' (line 30), 'vdc' (line 36)". */
static void put_alike(vml_output *output, const vml_input *input, const vml_finding *const *alike)
{
	vml_wrap wrap = { .out = output->out,
		.lead = gutter,
		.limit = paragraph_limit(output),
		.column = GUTTER,
		.joined = true };
	const char *device = vml_finding_device(alike[0]);
	char *label;
	size_t n = 0;

	while (alike[n])
		n++;
	label = n > 1 ? vml_asprintf("also %zu %.*ss:", n, (int)kind_len(device), device)
		      : vml_asprintf("also %.*s", (int)kind_len(device), device);
	fputs(gutter, output->out);
	vml_wrap_text(&wrap, label, strlen(label));
	free(label);
	for (size_t i = 0; i < n; i++) {
		const char *name, *end = i + 1 < n ? "," : "";
		char *text;

		device = vml_finding_device(alike[i]);
		name = device + kind_len(device);
		name += *name == ' ';
		text = vml_has_location(input, alike[i])
			? vml_asprintf("%s (line %lu)%s", name, alike[i]->range.start.line, end)
			: vml_asprintf("%s%s", name, end);
		vml_wrap_text(&wrap, text, strlen(text));
		free(text);
	}
	fputc('\n', output->out);
	count_lines(output, wrap.breaks + 1);
}

/* Write the heading of the brief report, once per input or live domain. */
static void put_heading(vml_output *output, const vml_input *input, const vml_finding *finding)
{
	vml_text_state *state = output->state;
	char *heading = input->kind == VML_INPUT_LIVE
		? vml_asprintf("%s: %s", input->name, finding->facts->name)
		: vml_strdup(input->name);

	if (state->heading && !strcmp(state->heading, heading)) {
		free(heading);
		return;
	}
	fputs(state->printed ? "\n" : "", output->out);
	fputs(vml_paint_on(output->colour, VML_PAINT_BOLD), output->out);
	vml_puts_safe_first(output->out, heading);
	fprintf(output->out, "%s\n", vml_paint_on(output->colour, VML_PAINT_OFF));
	free(state->heading);
	state->heading = heading;
	count_lines(output, 2);
}

static void put_brief(vml_output *output, const vml_input *input, const vml_finding *finding,
	const vml_finding *const *alike)
{
	vml_text_state *state = output->state;

	put_heading(output, input, finding);
	state->printed = true;
	put_headline(output, input, finding, message_len(state, finding), NULL);
	if (alike[0])
		put_alike(output, input, alike);
	if (finding->state == VML_STATE_ACTIVE)
		put_fix(output, finding, NULL);
}

/* Write the fix, the remedy and the commands. first: the remedy was not printed before. */
static void put_advice(vml_output *output, const vml_input *input, const vml_finding *finding,
	const vml_finding *const *alike, bool first)
{
	size_t n;

	vml_finding_preview(finding, &n);
	n = put_fix(output, finding, first ? NULL : label_of(finding, n));
	if (first)
		put_paragraph(output, label_of(finding, n), finding->remedy);
	if (alike[0])
		put_alike(output, input, alike);
	put_command(output, input, finding);
	for (size_t i = 0; alike[i]; i++)
		put_command(output, input, alike[i]);
}

void vml_text_put_finding(vml_output *output, const vml_input *input, const vml_finding *finding,
	const vml_finding *const *alike)
{
	vml_text_state *state = output->state;
	const bool active = finding->state == VML_STATE_ACTIVE;
	const bool condensed = output->layout.condensed && active;
	bool first, in_short;
	size_t n;

	if (output->layout.brief) {
		put_brief(output, input, finding, alike);
		return;
	}
	first = !condensed || is_new(&state->remedies, finding->rule, finding->remedy);
	in_short = !first && finding->severity != VML_ERROR;
	if (state->printed && !(in_short && state->in_short)) {
		fputc('\n', output->out);
		count_lines(output, 1);
	}
	state->printed = true;
	state->in_short = in_short;
	vml_finding_preview(finding, &n);
	put_headline(output, input, finding,
		condensed ? message_len(state, finding) : strlen(finding->message),
		first || (n && finding->level != VML_FIX_NONE) ? NULL : "(as above)");
	if (finding->has_range && !in_short)
		put_evidence(output, input, finding);
	if (active)
		put_advice(output, input, finding, alike, first);
	else if (finding->reason)
		put_paragraph(output, "reason:", finding->reason);
}
