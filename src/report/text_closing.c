/* Closing lines of the text report: a table by rule, the errors again, totals, next steps. */
#include "text_closing.h"

#include "escape.h"
#include "statistics.h"
#include "text_parts.h"
#include "wrap.h"

#include "arena.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

void vml_text_put_counts(FILE *out, const size_t by_severity[], const size_t by_state[])
{
	bool first = true;

	for (int s = VML_ERROR; s >= VML_INFO; s--) {
		const char *name = vml_severity_name((vml_severity)s);

		if (!by_severity[s])
			continue;
		fprintf(out, "%s%zu %s%s", first ? "" : ", ", by_severity[s], name,
			by_severity[s] == 1 || s == VML_INFO ? "" : "s");
		first = false;
	}
	if (first)
		fputs("nothing found", out);
	for (vml_state s = VML_STATE_SUPPRESSED; s < VML_STATE_COUNT; s++)
		if (by_state[s])
			fprintf(out, ", %zu %s", by_state[s], vml_state_name(s));
}

/*
 * Write a number of fixes, and how many findings appear only after these fixes and are then fixed
 * by --fix, too: "10, and 5 that follow".
 */
static void put_fix_count(FILE *out, size_t n, size_t following)
{
	fprintf(out, " %zu", n);
	if (following)
		fprintf(out, ", and %zu that follow%s", following, following == 1 ? "s" : "");
}

void vml_text_put_fixes(FILE *out, const vml_output *output, const size_t by_fix[], bool live)
{
	const size_t safe = by_fix[VML_FIX_SAFE], all = safe + by_fix[VML_FIX_REVIEW];
	const char *way = live ? "--diff" : "--fix";

	if (all > 0) {
		fprintf(out, "; %s would %s", way, live ? "show" : "fix");
		put_fix_count(out, safe, output->following[VML_FIX_SAFE]);
	}
	if (all > safe) {
		fprintf(out, ", %s=review", way);
		put_fix_count(out, all, output->following[VML_FIX_REVIEW]);
	}
}

void vml_text_keep_error(vml_output *output, const vml_input *input, const vml_finding *finding)
{
	vml_text_state *state = output->state;
	vml_text_stream location;
	const char *end = NULL;

	if (finding->severity != VML_ERROR || finding->state != VML_STATE_ACTIVE ||
		state->n_errors++ >= VML_ERRORS_LISTED)
		return;
	/*
	 * leave out the consequence, which follows the last ": ": it was printed with the finding
	 */
	for (const char *at = finding->message; (at = strstr(at, ": ")); at++)
		end = at;
	vml_text_open(&location);
	vml_put_location(location.out, input, finding);
	state->errors[state->n_errors - 1] =
		(vml_text_error){ .location = vml_text_close(&location),
			.message = vml_strndup(finding->message,
				end ? (size_t)(end - finding->message) : strlen(finding->message)),
			.rule = finding->rule->id };
}

/*
 * Return the length of the directory, including its last slash, with which the locations of all
 * stored errors begin; 0 if they have none in common.
 */
static size_t common_directory(const vml_text_state *state, size_t n)
{
	const char *first = state->errors[0].location;
	size_t len = strlen(first);

	for (size_t i = 1; i < n; i++) {
		size_t equal = 0;

		while (equal < len && first[equal] == state->errors[i].location[equal])
			equal++;
		len = equal;
	}
	while (len && first[len - 1] != '/')
		len--;
	return n > 1 ? len : 0;
}

/*
 * Return how many columns a listed error needs without its message. skipped: see common_directory()
 */
static size_t columns_around(const vml_text_error *error, size_t skipped)
{
	const char *location = error->location + skipped;

	return strlen("  : ") + vml_columns_of(location, strlen(location)) + strlen(" []") +
		strlen(error->rule);
}

/* Return true if one of the listed errors is wider than the terminal. */
static bool has_wide_error(const vml_text_state *state, size_t n, size_t limit)
{
	for (size_t i = 0; limit && i < n; i++) {
		const vml_text_error *error = &state->errors[i];

		if (columns_around(error, 0) +
				vml_columns_of(error->message, strlen(error->message)) >
			limit)
			return true;
	}
	return false;
}

/* Return how many bytes of a message fit in `columns`, up to the end of a word if a word fits. */
static size_t fitting(const char *message, size_t columns)
{
	size_t len = 0, word = 0;

	for (size_t end; message[len]; len = end) {
		for (end = len + 1; ((unsigned char)message[end] & 0xc0) == 0x80; end++)
			;
		if (vml_columns_of(message, end) > columns)
			return word ? word : len;
		if (message[end] == ' ')
			word = end;
	}
	return len;
}

/*
 * Write an error in one line, with its message cut to the width of the terminal. If the terminal is
 * too narrow even for a part of the message, wrap the message.
 */
static void put_error(
	const vml_output *output, const vml_text_error *error, size_t skipped, size_t limit)
{
	enum { DOTS = 3 };
	const size_t around = columns_around(error, skipped), len = strlen(error->message);
	const char *location = error->location + skipped;
	vml_wrap wrap = { .out = output->out, .lead = "    ", .limit = limit, .column = 2 };

	fputs("  ", output->out);
	vml_puts_safe_first(output->out, location);
	fputc(':', output->out);
	if (around + 1 + DOTS <= limit && around + vml_columns_of(error->message, len) > limit) {
		fputc(' ', output->out);
		vml_put_safe(output->out, error->message,
			fitting(error->message, limit - around - DOTS));
		fprintf(output->out, "... [%s]\n", error->rule);
		return;
	}
	wrap.column += vml_columns_of(location, strlen(location)) + 1;
	vml_wrap_text(&wrap, error->message, len);
	vml_wrap_word(&wrap, strlen(error->rule) + 2);
	fprintf(output->out, "[%s]\n", error->rule);
}

/*
 * List the errors again, unless all findings fit on the screen. If there are more than
 * VML_ERRORS_LISTED, write only their number.
 */
static void put_errors(vml_output *output)
{
	enum { SCREEN = 40, CLOSING = 6 /* lines of totals and next steps */ };
	const vml_text_state *state = output->state;
	const size_t printed = state->lines + output->statistics->n + CLOSING;
	const size_t rows = output->layout.rows ? output->layout.rows : SCREEN;
	const size_t n = state->n_errors, limit = vml_text_limit(output);
	size_t skipped;

	if (!n || printed < rows)
		return;
	fprintf(output->out, "\n%zu error%s", n, n == 1 ? "" : "s");
	if (n > VML_ERRORS_LISTED) {
		fputs("; list them with --min-severity error -f concise\n", output->out);
		return;
	}
	skipped = has_wide_error(state, n, limit) ? common_directory(state, n) : 0;
	if (skipped)
		fprintf(output->out, " in %.*s", (int)skipped, state->errors[0].location);
	fputs(":\n", output->out);
	for (size_t i = 0; i < n; i++)
		put_error(output, &state->errors[i], skipped, limit);
}

/*
 * Write a collected text as a wrapped paragraph, and free it. lead: written at the start of each
 * line except the first
 */
static void put_paragraph(vml_output *output, vml_text_stream *text, const char *lead, size_t limit)
{
	vml_wrap wrap = { .out = output->out, .lead = lead, .limit = limit, .joined = true };

	vml_text_close(text);
	vml_wrap_text(&wrap, text->text, text->len);
	fputc('\n', output->out);
	free(text->text);
}

/* Write how many findings are not printed, and which options print them. */
static void put_omitted(vml_output *output)
{
	const vml_text_state *state = output->state;
	const size_t counted = state->counted, mirrored = state->mirrored;
	vml_text_stream text;

	if (!counted && !mirrored)
		return;
	vml_text_open(&text);
	fputs("not printed:", text.out);
	if (counted)
		fprintf(text.out, " %zu repeated finding%s, only counted%s", counted,
			counted == 1 ? "" : "s", mirrored ? ";" : "");
	if (mirrored)
		fprintf(text.out, " %zu conflict%s that the finding of the other domain describes",
			mirrored, mirrored == 1 ? "" : "s");
	fputs("; -f concise prints all, -v in full", text.out);
	put_paragraph(output, &text, "    ", vml_text_limit(output));
}

/* Write the options that the user may need next. */
static void put_next_steps(vml_output *output, const vml_summary *summary)
{
	const vml_text_state *state = output->state;
	const size_t safe = summary->by_fix[VML_FIX_SAFE],
		     all = safe + summary->by_fix[VML_FIX_REVIEW];
	vml_text_stream text;

	vml_text_open(&text);
	fputs("next:", text.out);
	if (all)
		fprintf(text.out, " --diff=review shows the %zu fix%s,", all, all == 1 ? "" : "es");
	if (safe && !state->live)
		fprintf(text.out, " --fix applies the %zu safe one%s,", safe, safe == 1 ? "" : "s");
	fprintf(text.out,
		" --explain %s explains a rule, --write-baseline FILE accepts these "
		"findings",
		output->statistics->counts[0].id);
	put_paragraph(output, &text, "      ", output->layout.columns);
}

/* Write the totals, for several domains or for a domain without findings. */
static void put_totals(vml_output *output, const vml_summary *summary)
{
	const vml_text_state *state = output->state;
	vml_text_stream text;
	FILE *out;
	size_t n = 0;

	vml_text_open(&text);
	out = text.out;
	fprintf(out, "%zu domain%s in %zu input%s: ", summary->domains,
		summary->domains == 1 ? "" : "s", summary->inputs, summary->inputs == 1 ? "" : "s");
	vml_text_put_counts(out, summary->by_severity, summary->by_state);
	vml_text_put_fixes(out, output, summary->by_fix, state->live);
	while (output->layout.closing && output->rules[n])
		n++;
	if (summary->domains == 1 && state->checked && !state->with_findings)
		fprintf(out, "; checked by %zu of %zu rules", state->checked, n);
	fputs(state->printed ? "\n" : "", output->out);
	put_paragraph(output, &text, "    ", vml_text_limit(output));
}

static void put_lists(vml_output *output, const vml_summary *summary)
{
	const vml_layout *layout = &output->layout;
	const vml_statistics *statistics = output->statistics;
	const bool table = statistics && statistics->n &&
		(layout->statistics || (layout->closing && summary->domains > 1));

	if (table) {
		fputc('\n', output->out);
		vml_statistics_print(output->out, statistics);
	}
	if (layout->closing)
		put_errors(output);
}

void vml_text_put_closing(vml_output *output, const vml_summary *summary)
{
	const vml_text_state *state = output->state;

	if (!output->quiet || output->layout.statistics)
		put_lists(output, summary);
	/* the counts of a single domain with findings are the totals, and have been printed */
	if (!output->quiet && summary->domains &&
		(summary->domains > 1 || !state->with_findings || output->layout.brief))
		put_totals(output, summary);
	if (!output->quiet)
		put_omitted(output);
	if (!output->quiet && summary->domains)
		vml_applicability_print(output->out, &state->applicability);
	if (!output->quiet && output->layout.closing && output->statistics->n)
		put_next_steps(output, summary);
}
