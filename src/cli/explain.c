/* --explain and --list-rules, derived from the rule table and the fixtures. */
#include "explain.h"

#include "arena.h"
#include "configure.h"
#include "escape.h"
#include "examples.h"
#include "fleet.h"
#include "terminal.h"
#include "wrap.h"

#include "rules.h"
#include "suggest.h"
#include "text.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* Print indented text, wrapped to the width of the terminal. */
static void put_paragraph(FILE *out, const char *text)
{
	vml_wrap wrap = { .out = out,
		.lead = "  ",
		.limit = vml_terminal_of(fileno(out)).columns,
		.column = 2,
		.joined = true };

	fputs("  ", out);
	vml_wrap_text(&wrap, text, strlen(text));
	fputc('\n', out);
}

/*
 * Print the start tag of the element in one line; if the element has only text, also the text and
 * the end tag.
 */
static void put_element(FILE *out, const vml_example *example, const vml_finding *finding)
{
	const char *bytes = example->bytes, *limit = bytes + example->len;
	const char *tag = bytes + finding->range.start.byte, *end, *close;

	/* move from the value of the attribute back to the start of its tag */
	while (tag > bytes && *tag != '<')
		tag--;
	end = strchr(tag, '>') + 1;
	close = memchr(end, '<', (size_t)(limit - end));
	if (close && end[strspn(end, " \t\r\n")] != '<' && close[1] == '/')
		end = strchr(close, '>') + 1;
	fputs("  before  ", out);
	while (tag < end) {
		size_t blanks = strspn(tag, " \t\r\n");

		if (blanks)
			fputc(' ', out);
		else
			fputc(*tag, out);
		tag += blanks ? blanks : 1;
	}
	fputc('\n', out);
}

/* Print a finding of the rule's fixture before and after the fix. */
static void put_example(FILE *out, const vml_example *example, const vml_finding *finding)
{
	size_t n;
	const char *const *lines = vml_finding_preview(finding, &n);

	put_element(out, example, finding);
	for (size_t i = 0; i < n; i++)
		fprintf(out, "  %s  %s\n", i ? "      " : "after ", lines[i]);
	fprintf(out, "  message %s\n", finding->message);
}

/*
 * Print the heading of the remedy with the levels of all findings: checks may lower the rule's
 * level.
 */
static void put_levels(FILE *out, const vml_rule *rule, const vml_result *result)
{
	static const char *const names[] = { [VML_FIX_NONE] = "no automatic fix",
		[VML_FIX_REVIEW] = "review before you apply it",
		[VML_FIX_SAFE] = "safe to apply" };
	bool has[VML_FIX_SAFE + 1] = { [VML_FIX_NONE] = false }, first = true;

	has[rule->fix] = true;
	for (size_t i = 0; i < result->n_findings; i++)
		has[result->findings[i]->level] = true;
	fputs("\nRemedy (", out);
	for (int level = VML_FIX_SAFE; level >= (int)VML_FIX_NONE; level--) {
		if (!has[level])
			continue;
		fprintf(out, "%s%s", first ? "" : ", or ", names[level]);
		first = false;
	}
	fputs(has[VML_FIX_NONE] + has[VML_FIX_REVIEW] + has[VML_FIX_SAFE] > 1
			? ", depending on the guest)\n"
			: ")\n",
		out);
}

/*
 * Audit `doc`, the example of a rule; if the rule compares domains, compare those in the example.
 */
static void audit_example(const vml_rule *rule, const vml_selection *selection, vml_doc *doc,
	vml_fleet *fleet, vml_result *ret)
{
	vml_origin origin = { .name = "FILE" };

	vml_audit(doc, selection, ret);
	if (!rule->joined)
		return;
	vml_fleet_add(fleet, &origin, ret);
	vml_fleet_join(fleet);
	vml_fleet_next(fleet, &origin, ret);
}

/* Audit the rule's fixture and print an example. remedy: print the remedy before it. */
static void put_fixture(FILE *out, const vml_rule *rule, bool remedy)
{
	const vml_example *example = vml_example_of(rule->id);
	vml_selection *selection = vml_selection_new();
	vml_fleet *fleet = vml_fleet_new();
	vml_result result = { 0 };
	vml_doc *doc = NULL;
	char *unused;

	if (example && !vml_select(selection, VML_SELECT_ONLY, rule->id, &unused) &&
		!vml_load(example->bytes, example->len, &doc, &unused))
		audit_example(rule, selection, doc, fleet, &result);
	if (remedy) {
		put_levels(out, rule, &result);
		put_paragraph(out, rule->remedy);
	}
	if (remedy && result.n_findings)
		fputs("\nExample\n", out);
	if (result.n_findings)
		put_example(out, example, result.findings[0]);
	vml_free(doc);
	vml_fleet_free(fleet);
	vml_selection_free(selection);
}

void vml_put_example(FILE *out, const vml_rule *rule)
{
	put_fixture(out, rule, false);
}

static void explain(FILE *out, const vml_rule *rule)
{
	fprintf(out, "%s: %s, %s%s\n", rule->id, vml_severity_name(rule->severity),
		vml_category_name(rule->category),
		rule->optional ? ", optional: runs with -e or --only" : "");
	put_paragraph(out, rule->summary);
	if (rule->why != rule->summary) { /* a custom rule has the same text for both */
		fputs("\nWhy\n", out);
		put_paragraph(out, rule->why);
	}
	put_fixture(out, rule, true);
	if (*rule->url) {
		fputs("\nSee ", out);
		vml_puts_safe(out, rule->url);
		fputc('\n', out);
	}
}

static bool print_unknown_rule(
	const vml_settings *settings, const char *id, const vml_rule *const *rules)
{
	char *wrong = vml_unknown_word("rule", id, vml_nth_rule, rules);

	vml_messages_error(&settings->messages, &(vml_error){ .text = wrong });
	return false;
}

/* Read the configuration and create the policy; returns false after printing a message. */
static bool open_policy(vml_settings *settings, vml_policy **ret)
{
	vml_error error;

	if (!vml_configure(settings, ret, &error))
		return true;
	vml_messages_error(&settings->messages, &error);
	return false;
}

/*
 * Explain a built-in or custom rule. The configuration is read only if there is no such built-in
 * rule.
 *
 * policy: created by the first call that needs it; the caller frees it
 *
 * Returns false after printing a message.
 */
static bool explain_one(vml_settings *settings, vml_policy **policy, const char *id)
{
	const vml_rule *rule = vml_rule_by_id(id);
	const vml_selection *selection;

	if (!rule) {
		if (!*policy && !open_policy(settings, policy))
			return false;
		selection = vml_policy_for(*policy, NULL);
		rule = vml_selection_rule(selection, id);
		if (!rule)
			return print_unknown_rule(settings, id, vml_selection_rules(selection));
	}
	explain(stdout, rule);
	return true;
}

int vml_explain(vml_settings *settings)
{
	vml_policy *policy = NULL;
	bool good = true;

	if (!settings->n_operands) {
		vml_messages_printf(&settings->messages, VML_MESSAGE_ERROR,
			"list the rules with --list-rules", "--explain requires a rule id");
		return VML_EXIT_USAGE;
	}
	for (size_t i = 0; good && i < settings->n_operands; i++) {
		if (i)
			fputc('\n', stdout);
		good = explain_one(settings, &policy, settings->operands[i]);
	}
	vml_policy_free(policy);
	return good ? VML_EXIT_CLEAN : VML_EXIT_USAGE;
}

/* Print a rule on one line. It is wrapped on terminals only: programs read lines. */
static void list_text(FILE *out, const vml_rule *rule)
{
	const vml_terminal terminal = vml_terminal_of(fileno(out));
	vml_wrap wrap = {
		.out = out, .lead = "    ", .limit = terminal.known ? terminal.columns : 0
	};

	wrap.column = (size_t)fprintf(out, "%-28s %-8s %-14s", rule->id,
		vml_severity_name(rule->severity), vml_category_name(rule->category));
	vml_wrap_text(&wrap, rule->summary, strlen(rule->summary));
	if (rule->optional)
		vml_wrap_text(&wrap, "(optional)", strlen("(optional)"));
	fputc('\n', out);
}

static void list_markdown(FILE *out, const vml_rule *rule)
{
	fprintf(out, *rule->url ? "| [%s](%s) " : "| %s ", rule->id, rule->url);
	fprintf(out, "| %s | %s | %s | ", vml_severity_name(rule->severity),
		vml_category_name(rule->category), vml_fix_level_name(rule->fix));
	vml_put_markdown(out, rule->summary);
	fputs(rule->optional ? " (optional) |\n" : " |\n", out);
}

/*
 * Print text for mdoc(7), one sentence per line. No line may begin with a control character of
 * mdoc.
 */
static void put_mdoc(FILE *out, const char *text)
{
	bool start = true;

	for (; *text; text++) {
		if (start && (*text == '.' || *text == '\''))
			fputs("\\&", out);
		start = *text == ' ' && text[1] && text[-1] == '.';
		if (start)
			fputc('\n', out);
		else if (*text == '\\')
			fputs("\\e", out);
		else
			fputc(*text, out);
	}
	fputc('\n', out);
}

static void list_mdoc(FILE *out, const vml_rule *rule)
{
	fprintf(out, ".It Sy %s Pq %s, %s, fix: %s%s\n", rule->id,
		vml_severity_name(rule->severity), vml_category_name(rule->category),
		vml_fix_level_name(rule->fix), rule->optional ? ", optional" : "");
	put_mdoc(out, rule->summary);
	fputs(".Pp\n", out);
	put_mdoc(out, rule->why);
	fputs(".Pp\n", out);
	put_mdoc(out, rule->remedy);
	fprintf(out, ".Pp\n.Lk %s\n", rule->url);
}

static json_t *rule_object(const vml_rule *rule)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:b}", "id", rule->id,
		"severity", vml_severity_name(rule->severity), "category",
		vml_category_name(rule->category), "fix", vml_fix_level_name(rule->fix), "summary",
		rule->summary, "why", rule->why, "remedy", rule->remedy, "url", rule->url,
		"optional", rule->optional);
}

static void list(FILE *out, vml_list_format format, const vml_rule *const *rules)
{
	json_t *array = json_array();

	if (format == VML_LIST_MARKDOWN)
		fputs("| rule | severity | category | safest fix level | what it finds |\n|---|---|---|---|---|\n",
			out);
	if (format == VML_LIST_MDOC)
		fputs(".\\\" Generated from the rule table by vmlint --list-rules=mdoc.\n"
		      ".Dd $Mdocdate$\n.Dt VMLINT-RULES 7\n.Os\n.Sh NAME\n.Nm vmlint-rules\n"
		      ".Nd the rules of vmlint\n.Sh DESCRIPTION\nThe rules of\n.Xr vmlint 1 ,\n"
		      "each with its reason, its remedy and a reference.\n"
		      "In parentheses are the severity, the category and the fix level.\n"
		      "A finding may have a lower severity, or a fix level that is less safe.\n"
		      "The section GLOSSARY of\n.Xr vmlint 1\nexplains these terms.\n"
		      ".Bl -tag -width Ds\n",
			out);
	for (const vml_rule *const *rule = rules; *rule; rule++) {
		if (format == VML_LIST_MDOC)
			list_mdoc(out, *rule);
		else if (format == VML_LIST_TEXT)
			list_text(out, *rule);
		else if (format == VML_LIST_MARKDOWN)
			list_markdown(out, *rule);
		else
			json_array_append_new(array, rule_object(*rule));
	}
	if (format == VML_LIST_MDOC)
		fputs(".El\n.Sh SEE ALSO\n.Xr vmlint 1\n", out);
	if (format == VML_LIST_JSON) {
		json_dumpf(array, out, JSON_INDENT(2));
		fputc('\n', out);
	}
	json_decref(array);
}

int vml_list_rules(vml_command_line *line)
{
	vml_policy *policy = NULL;

	/* not for the manual page, which the build generates: it has only built-in rules */
	if (line->list != VML_LIST_MDOC && !open_policy(&line->settings, &policy))
		return VML_EXIT_USAGE;
	list(stdout, line->list,
		policy ? vml_selection_rules(vml_policy_for(policy, NULL)) : vml_rules());
	vml_policy_free(policy);
	return VML_EXIT_CLEAN;
}
