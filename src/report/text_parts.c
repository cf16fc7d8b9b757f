/* Parts of a finding in the text report, wrapped to the width of the terminal. */
#include "text_parts.h"

#include "bytemap.h"
#include "escape.h"
#include "location.h"
#include "rule_link.h"
#include "wrap.h"

#include "arena.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* PARAGRAPH: default width of paragraphs in columns. GUTTER: width of "      | " before them. */
enum { PARAGRAPH = 90, GUTTER = 8 };

static const char gutter[] = "      | ";

/* Return the width of a paragraph's lines, in columns, including the gutter. */
static size_t paragraph_limit(const vml_output *output)
{
	return output->layout.columns ? output->layout.columns : PARAGRAPH + GUTTER;
}

size_t vml_text_limit(const vml_output *output)
{
	return output->layout.terminal ? output->layout.columns : 0;
}

void vml_text_count_lines(vml_output *output, size_t n)
{
	((vml_text_state *)output->state)->lines += n;
}

void vml_text_put_paragraph(vml_output *output, const char *label, const char *text)
{
	vml_wrap wrap = { .out = output->out, .lead = gutter, .limit = paragraph_limit(output) };

	fputs(gutter, output->out);
	fputs(label, output->out);
	wrap.column = GUTTER + strlen(label);
	wrap.joined = !*label;
	vml_wrap_text(&wrap, text, strlen(text));
	fputc('\n', output->out);
	vml_text_count_lines(output, wrap.breaks + 1);
}

/*
 * Return the lines of the automatic fix. *ret_n is 0 if the fix level is VML_FIX_NONE, even if the
 * finding has operations.
 */
static const char *const *fix_of(const vml_finding *finding, size_t *ret_n)
{
	const char *const *lines = vml_finding_preview(finding, ret_n);

	if (finding->level == VML_FIX_NONE)
		*ret_n = 0;
	return lines;
}

size_t vml_text_put_fix(vml_output *output, const vml_finding *finding, const char *note)
{
	const bool joined = output->layout.grouped && !output->layout.brief;
	size_t n;
	const char *const *lines = fix_of(finding, &n);
	vml_wrap wrap = {
		.out = output->out, .lead = "      |   ", .limit = vml_text_limit(output)
	};

	for (size_t i = 0; i < n; i++) {
		const bool last = i + 1 == n;

		if (!i || !joined) {
			fputs(i ? "      | " : "  fix | ", output->out);
			wrap.column = GUTTER;
			wrap.joined = true;
		}
		if (i && joined) { /* continue the line, unless it becomes too long */
			size_t columns = vml_columns_of(lines[i], strlen(lines[i]));

			vml_wrap_word(&wrap, columns);
			wrap.column -= columns;
			wrap.joined = true;
		}
		fputs(vml_paint_on(output->colour, VML_PAINT_FIX), output->out);
		vml_wrap_text(&wrap, lines[i], strlen(lines[i]));
		if (joined && !last) {
			fputc(',', output->out);
			wrap.column++;
		}
		fputs(vml_paint_on(output->colour, VML_PAINT_OFF), output->out);
		if (note && last)
			vml_wrap_text(&wrap, note, strlen(note));
		if (last || !joined) {
			fputc('\n', output->out);
			vml_text_count_lines(output, 1);
		}
	}
	vml_text_count_lines(output, wrap.breaks);
	return n;
}

void vml_text_put_command(vml_output *output, const vml_input *input, const vml_finding *finding)
{
	const char *command =
		vml_finding_command(finding, input->kind == VML_INPUT_LIVE ? input->name : NULL);

	if (!command)
		return;
	fputs("  run | ", output->out);
	vml_puts_safe(output->out, command);
	fputc('\n', output->out);
	vml_text_count_lines(output, 1);
}

void vml_text_put_evidence(vml_output *output, const vml_input *input, const vml_finding *finding)
{
	vml_excerpt excerpt;

	if (!vml_excerpt_of(finding, &excerpt))
		return;
	excerpt.columns = vml_text_limit(output);
	vml_put_excerpt(output->out, input->kind == VML_INPUT_LIVE ? 0 : finding->range.start.line,
		&excerpt, output->colour);
	vml_text_count_lines(output, 2);
}

/*
 * Write "file:line:column:", or only "line:column:" below a heading, which names the file. Returns
 * the width in columns.
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
	if (output->layout.grouped)
		fprintf(output->out, "  %s", placed ? position + 1 : "");
	else
		vml_put_location(output->out, input, finding);
	fprintf(output->out, "%s%s", output->layout.grouped && !placed ? "" : ":",
		vml_paint_on(output->colour, VML_PAINT_OFF));
	if (output->layout.grouped)
		return 2 + strlen(position);
	return vml_text_limit(output) ? vml_columns_of(input->name, strlen(input->name)) +
			strlen(position) + (placed ? 0 : 2) + vml_columns_of(name, strlen(name)) + 1
				      : 1;
}

/* Write "[rule]", as a hyperlink if the terminal supports it. */
static void put_rule(vml_output *output, const vml_rule *rule)
{
	char *link = output->layout.links ? vml_rule_link(rule) : NULL;

	fputs(vml_paint_on(output->colour, VML_PAINT_DIM), output->out);
	if (link)
		fprintf(output->out, "\033]8;;%s\033\\", link);
	fprintf(output->out, "[%s]", rule->id);
	if (link)
		fputs("\033]8;;\033\\", output->out);
	free(link);
	fputs(vml_paint_on(output->colour, VML_PAINT_OFF), output->out);
}

void vml_text_put_headline(vml_output *output, const vml_input *input, const vml_finding *finding,
	const vml_text_headline *headline)
{
	static const char above[] = "(as above)";
	const char *severity = vml_severity_name(finding->severity);
	const char *state = vml_state_name(finding->state);
	vml_wrap wrap = { .out = output->out, .lead = "    ", .limit = vml_text_limit(output) };

	wrap.column = put_place(output, input, finding);
	vml_wrap_word(&wrap, strlen(severity) + 1);
	fputs(vml_paint_on(output->colour, vml_paint_of(finding->severity)), output->out);
	if (finding->state != VML_STATE_ACTIVE) {
		fprintf(output->out, "%s ", state);
		wrap.column += strlen(state) + 1;
	}
	fprintf(output->out, "%s:%s", severity, vml_paint_on(output->colour, VML_PAINT_OFF));
	vml_wrap_text(&wrap, finding->message, headline->len);
	vml_wrap_word(&wrap, strlen(finding->rule->id) + 2);
	put_rule(output, finding->rule);
	if (headline->others)
		vml_wrap_text(&wrap, headline->others, strlen(headline->others));
	else if (headline->above && (!wrap.limit || wrap.column + sizeof(above) <= wrap.limit))
		fprintf(output->out, " %s", above);
	fputc('\n', output->out);
	vml_text_count_lines(output, wrap.breaks + 1);
}

/* Return the length of the device's kind in its name: 4 for "disk 'vda'". */
static size_t kind_len(const char *device)
{
	const char *quote = strstr(device, " '"), *space = strrchr(device, ' ');

	return quote ? (size_t)(quote - device) : space ? (size_t)(space - device) : 0;
}

char *vml_text_alike(const vml_input *input, const vml_finding *const *alike)
{
	const char *device = vml_finding_device(alike[0]);
	size_t n = 0;
	vml_text_stream text;

	while (alike[n])
		n++;
	vml_text_open(&text);
	fputs("also ", text.out);
	if (n > 1)
		fprintf(text.out, "%zu ", n);
	fprintf(text.out, "%.*s%s", (int)kind_len(device), device, n > 1 ? "s:" : "");
	for (size_t i = 0; i < n; i++) {
		const char *name;

		device = vml_finding_device(alike[i]);
		name = device + kind_len(device);
		fprintf(text.out, "%s%s", *name == ' ' ? "" : " ", name);
		if (vml_has_location(input, alike[i]))
			fprintf(text.out, " (line %lu)", alike[i]->range.start.line);
		fputs(i + 1 < n ? "," : "", text.out);
	}
	return vml_text_close(&text);
}

void vml_text_put_alike(vml_output *output, const vml_input *input, const vml_finding *const *alike)
{
	char *text = vml_text_alike(input, alike);

	vml_text_put_paragraph(output, "", text);
	free(text);
}
