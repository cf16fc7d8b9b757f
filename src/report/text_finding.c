/* One finding of the text report: in full, shortened, or brief. */
#include "text_finding.h"

#include "hash.h"
#include "text_parts.h"

#include "arena.h"

#include <stdlib.h>
#include <string.h>

/* Return the label of a remedy: "safe:", "review:", or "do:" if there is no automatic fix. */
static const char *label_of(const vml_finding *finding, size_t n_fixes)
{
	if (finding->level == VML_FIX_SAFE)
		return "safe:";
	return finding->level == VML_FIX_REVIEW && n_fixes ? "review:" : "do:";
}

/* Return the note that is printed after a fix if its remedy was printed before. */
static const char *note_of(const vml_finding *finding)
{
	return finding->level == VML_FIX_SAFE ? "(safe: as above)" : "(review: as above)";
}

static uint64_t rule_key(const vml_rule *rule)
{
	return vml_hash_bytes(0, rule->id, strlen(rule->id) + 1);
}

/* Record that a text of a rule was printed; returns true if this is the first time. */
static bool is_new(vml_tally *tally, const vml_rule *rule, const char *text)
{
	return vml_tally_add(tally, vml_hash_bytes(rule_key(rule), text, strlen(text))) == 1;
}

/*
 * Return the hash of a remedy without the XML in it: remedies of one rule often differ only in the
 * XML.
 */
static uint64_t hash_prose(const vml_finding *finding)
{
	const char *at = finding->remedy;
	uint64_t key = rule_key(finding->rule);

	while (*at) {
		size_t len = strcspn(at, "<");

		key = vml_hash_bytes(key, at, len);
		at += len;
		while (*at == '<') {
			at += strcspn(at, ">");
			at += strspn(at, ">, ");
		}
	}
	return key;
}

/* Return the hash of a text; single and double quotes are treated as equal. */
static uint64_t hash_unquoted(uint64_t key, const char *text)
{
	for (size_t len; text && *text; text += len + (text[len] != '\0')) {
		len = strcspn(text, "'\"");
		key = vml_hash_bytes(key, text, len);
		key = vml_hash_bytes(key, "'", 1);
	}
	return vml_hash_bytes(key, "", 1);
}

/*
 * Return true if the fix makes other changes than the fix of the same rule that was printed last,
 * and store it as the last one.
 */
static bool is_new_fix(vml_tally *last, const vml_finding *finding)
{
	uint64_t key = rule_key(finding->rule), changes = key;
	unsigned int number;

	for (const vml_op *op = finding->ops; op; op = op->next) {
		changes = vml_hash_bytes(changes, &op->kind, sizeof(op->kind));
		changes = hash_unquoted(changes, (const char *)op->node->name);
		changes = hash_unquoted(changes, op->name);
		changes = hash_unquoted(changes, op->text);
	}
	number = (unsigned int)changes | 1;
	return vml_tally_set(last, key, number) != number;
}

/*
 * Return the part of a message that states the consequence or explanation. It begins at the last
 * ": " or with the first of `clauses`, whichever is earlier. NULL if there is none.
 */
static const char *consequence_of(const char *message)
{
	static const char *const clauses[] = { ", so ", ", which ", ", a ", ", an " };
	const char *ret = NULL;

	for (const char *at = message; (at = strstr(at, ": ")); at++)
		ret = at;
	for (size_t i = 0; i < sizeof(clauses) / sizeof(*clauses); i++) {
		const char *at = strstr(message, clauses[i]);

		if (at && (!ret || at < ret))
			ret = at;
	}
	return ret;
}

/*
 * Return how many bytes of the message to print: a consequence that was printed before is left out,
 * except for errors.
 */
static size_t message_len(vml_text_state *state, const vml_finding *finding)
{
	const char *end = consequence_of(finding->message);

	if (!end || is_new(&state->consequences, finding->rule, end) ||
		finding->severity == VML_ERROR)
		return strlen(finding->message);
	return (size_t)(end - finding->message);
}

/* Return true if the finding has an automatic fix. */
static bool has_fix(const vml_finding *finding)
{
	size_t n;

	vml_finding_preview(finding, &n);
	return n && finding->level != VML_FIX_NONE;
}

/*
 * Write an empty line before a finding, but not after a heading:
 * - in a report with headings (layout.grouped), if this finding and the previous one are both not
 *   shortened
 * - in other reports, if at least one of the two is not shortened
 *
 * in_short: this finding is shortened
 */
static void separate(vml_output *output, bool in_short)
{
	vml_text_state *state = output->state;
	const bool joined =
		output->layout.grouped ? in_short || state->in_short : in_short && state->in_short;

	if (state->printed && !state->below_heading && !joined) {
		fputc('\n', output->out);
		vml_text_count_lines(output, 1);
	}
	state->printed = true;
	state->below_heading = false;
	state->in_short = in_short;
}

static void put_brief(vml_output *output, const vml_input *input, const vml_finding *finding,
	const vml_finding *const *alike)
{
	vml_text_put_headline(output, input, finding,
		&(vml_text_headline){ .len = message_len(output->state, finding) });
	if (alike[0])
		vml_text_put_alike(output, input, alike);
	if (finding->state == VML_STATE_ACTIVE)
		vml_text_put_fix(output, finding, NULL);
}

static void put_commands(vml_output *output, const vml_input *input, const vml_finding *finding,
	const vml_finding *const *alike)
{
	vml_text_put_command(output, input, finding);
	for (size_t i = 0; alike[i]; i++)
		vml_text_put_command(output, input, alike[i]);
}

/* Write the fix, the remedy and the commands. first: the remedy was not printed before. */
static void put_advice(vml_output *output, const vml_input *input, const vml_finding *finding,
	const vml_finding *const *alike, bool first)
{
	size_t n = vml_text_put_fix(output, finding, first ? NULL : note_of(finding));

	if (first)
		vml_text_put_paragraph(output, label_of(finding, n), finding->remedy);
	if (alike[0])
		vml_text_put_alike(output, input, alike);
	put_commands(output, input, finding, alike);
}

/*
 * Return the length of the first sentences of a remedy: as many as fit in two lines, but at least
 * one.
 */
static size_t sentences_of(const char *remedy)
{
	enum { TWO_LINES = 135 /* bytes that fit in two lines of 80 columns */ };
	size_t len = 0;

	for (const char *at = remedy; (at = strstr(at, ". ")); at += 2) {
		size_t end = (size_t)(at - remedy) + 1;

		if (len && end > TWO_LINES)
			return len;
		len = end;
	}
	return !len || strlen(remedy) <= TWO_LINES ? strlen(remedy) : len;
}

/* Write the remedy of a finding below a heading; for info findings, only its first sentences. */
static void put_remedy(vml_output *output, const vml_finding *finding)
{
	size_t len = finding->severity == VML_INFO ? sentences_of(finding->remedy)
						   : strlen(finding->remedy);
	char *remedy = vml_strndup(finding->remedy, len);

	vml_text_put_paragraph(output, label_of(finding, has_fix(finding)), remedy);
	free(remedy);
}

/*
 * Write a finding whose rule was printed before: only what differs from the earlier findings of the
 * rule.
 */
static void put_short(vml_output *output, const vml_input *input, const vml_finding *finding,
	const vml_finding *const *alike, bool first_remedy)
{
	vml_text_state *state = output->state;
	const bool fix = has_fix(finding), first_fix = is_new_fix(&state->fixes, finding);
	char *others;

	separate(output, true);
	others = alike[0] ? vml_text_alike(input, alike) : NULL;
	vml_text_put_headline(output, input, finding,
		&(vml_text_headline){ .len = message_len(state, finding),
			.others = others,
			.above = !first_remedy && !(fix && first_fix) });
	free(others);
	if (first_remedy || first_fix)
		vml_text_put_fix(output, finding, first_remedy ? NULL : note_of(finding));
	if (first_remedy)
		put_remedy(output, finding);
	/* --fix changes files only: commands are the way to fix live domains */
	if (input->kind == VML_INPUT_LIVE)
		put_commands(output, input, finding, alike);
}

bool vml_text_is_listed(const vml_text_state *state, const vml_finding *finding)
{
	if (state->lines < VML_LINES_LISTED)
		return true;
	if (finding->severity == VML_ERROR && state->n_errors <= VML_ERRORS_LISTED)
		return true;
	return vml_tally_of(&state->rules, rule_key(finding->rule)) < VML_REPEATED;
}

/* Write the first finding of a rule in a report with several domains. */
static void put_first(vml_output *output, const vml_input *input, const vml_finding *finding,
	const vml_finding *const *alike)
{
	vml_text_state *state = output->state;

	is_new_fix(&state->fixes, finding);
	separate(output, false);
	vml_text_put_headline(
		output, input, finding, &(vml_text_headline){ .len = message_len(state, finding) });
	if (finding->severity == VML_ERROR)
		vml_text_put_evidence(output, input, finding);
	vml_text_put_fix(output, finding, NULL);
	put_remedy(output, finding);
	if (alike[0])
		vml_text_put_alike(output, input, alike);
	if (finding->severity > VML_INFO || input->kind == VML_INPUT_LIVE)
		put_commands(output, input, finding, alike);
}

/* Write a finding in a report with several domains. */
static void put_grouped(vml_output *output, const vml_input *input, const vml_finding *finding,
	const vml_finding *const *alike)
{
	vml_text_state *state = output->state;
	const bool first_remedy = vml_tally_add(&state->remedies, hash_prose(finding)) == 1;

	if (vml_tally_add(&state->rules, rule_key(finding->rule)) > 1)
		put_short(output, input, finding, alike, first_remedy);
	else
		put_first(output, input, finding, alike);
}

void vml_text_put_finding(vml_output *output, const vml_input *input, const vml_finding *finding,
	const vml_finding *const *alike)
{
	vml_text_state *state = output->state;
	const bool active = finding->state == VML_STATE_ACTIVE;
	const bool condensed = output->layout.condensed && active;
	bool first, in_short;

	if (output->layout.brief) {
		put_brief(output, input, finding, alike);
		return;
	}
	if (output->layout.grouped && active) {
		put_grouped(output, input, finding, alike);
		return;
	}
	first = !condensed || is_new(&state->remedies, finding->rule, finding->remedy);
	/* record what was printed: findings of further domains of this input may refer to it */
	if (condensed) {
		vml_tally_add(&state->rules, rule_key(finding->rule));
		vml_tally_add(&state->remedies, hash_prose(finding));
		is_new_fix(&state->fixes, finding);
	}
	in_short = !first && finding->severity != VML_ERROR;
	separate(output, in_short);
	vml_text_put_headline(output, input, finding,
		&(vml_text_headline){
			.len = condensed ? message_len(state, finding) : strlen(finding->message),
			.above = !first && !has_fix(finding) });
	if (!in_short)
		vml_text_put_evidence(output, input, finding);
	if (active)
		put_advice(output, input, finding, alike, first);
	else if (finding->reason)
		vml_text_put_paragraph(output, "reason:", finding->reason);
}
