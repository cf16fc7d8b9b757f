/* One finding of the HTML report. */
#include "html_finding.h"

#include "escape.h"
#include "html_page.h"

const char *vml_html_domain(const vml_facts *facts)
{
	return *facts->name ? facts->name : "(unnamed domain)";
}

static void put_excerpt(FILE *out, const vml_input *input, const vml_finding *finding)
{
	vml_buffer text = { 0 };
	vml_excerpt excerpt, shown;
	const char *end;

	if (!vml_excerpt_of(finding, &excerpt))
		return;
	shown = vml_excerpt_shown(&excerpt, &text);
	fputs("<pre class=\"excerpt\">", out);
	if (input->kind != VML_INPUT_LIVE)
		fprintf(out, "<span>%lu</span> ", finding->range.start.line);
	end = shown.line + shown.caret + shown.mark;
	fputs(shown.cut_before ? "&hellip;" : "", out);
	vml_html_text(out, shown.line, shown.caret);
	fputs("<mark>", out);
	vml_html_text(out, shown.line + shown.caret, shown.mark);
	fputs("</mark>", out);
	vml_html_text(out, end, (size_t)(shown.line + shown.len - end));
	fprintf(out, "%s</pre>", shown.cut_after ? "&hellip;" : "");
	vml_buffer_free(&text);
}

/* Write the lines of the fix, the remedy and the command. */
static void put_fix(FILE *out, const vml_input *input, const vml_finding *finding)
{
	static const char *const titles[] = { "Remedy", "Fix, to be reviewed", "Fix, safe" };
	const char *command =
		vml_finding_command(finding, input->kind == VML_INPUT_LIVE ? input->name : NULL);
	size_t n;
	const char *const *lines = vml_finding_preview(finding, &n);

	if (finding->level == VML_FIX_NONE)
		n = 0; /* no automatic fix: the remedy describes the choices */
	vml_html_element(out, "h3", titles[n ? finding->level : VML_FIX_NONE]);
	fputs(n ? "<pre class=\"fix\">" : "", out);
	for (size_t i = 0; i < n; i++) {
		vml_html_puts(out, lines[i]);
		fputs(i + 1 < n ? "\n" : "</pre>", out);
	}
	vml_html_element(out, "p", finding->remedy);
	if (command) {
		vml_html_element(out, "h3", "Command");
		vml_html_element(out, "pre class=\"command\"", command);
	}
}

/* Write the other domains that a conflict names. */
static void put_related(FILE *out, const vml_finding *finding)
{
	if (!finding->n_related)
		return;
	vml_html_element(out, "h3", "Other domains");
	fputs("<ul>", out);
	for (size_t i = 0; i < finding->n_related; i++) {
		const vml_related *other = &finding->related[i];

		fputs("<li>", out);
		vml_html_puts(out, vml_html_domain(other->facts));
		fputs(" <small>", out);
		vml_html_puts(out, other->input);
		if (other->has_range && other->kind != VML_INPUT_LIVE)
			fprintf(out, ":%lu:%lu", other->range.start.line,
				other->range.start.column);
		fputs("</small></li>", out);
	}
	if (finding->n_others > finding->n_related)
		fprintf(out, "<li>and %zu more</li>", finding->n_others - finding->n_related);
	fputs("</ul>", out);
}

static void put_hosts(FILE *out, const vml_finding *finding, const char *host)
{
	fputs("<td>", out);
	if (finding->hosts) {
		for (size_t i = 0; finding->hosts[i]; i++) {
			fputs(i ? ", " : "", out);
			vml_html_element(out, "span", finding->hosts[i]);
		}
	} else if (host) {
		vml_html_element(out, "span", host);
	}
	fputs("</td>", out);
}

static void put_details(FILE *out, const vml_input *input, const vml_finding *finding)
{
	const char *device = vml_finding_device(finding);

	fputs("<td><details><summary>", out);
	vml_html_puts(out, finding->message);
	if (finding->state != VML_STATE_ACTIVE) {
		fputs(" ", out);
		vml_html_element(out, "em", vml_state_name(finding->state));
	}
	/*
	 * with scripts enabled, <noscript> is a single text node, which the script parses when the
	 * details are opened: 10,000 findings would have 400,000 nodes, which take 2 s
	 */
	fputs("</summary><noscript>", out);
	if (*device)
		vml_html_element(out, "p class=\"device\"", device);
	put_excerpt(out, input, finding);
	put_fix(out, input, finding);
	put_related(out, finding);
	fputs("<p><a href=\"#rule-", out);
	vml_html_puts(out, finding->rule->id);
	fputs("\">Explanation of ", out);
	vml_html_puts(out, finding->rule->id);
	fputs("</a></p></noscript></details></td>", out);
}

void vml_html_finding(
	FILE *out, const vml_input *input, const vml_finding *finding, const char *host)
{
	const char *severity = vml_severity_name(finding->severity);

	/* the line feed is inside the tag: between rows, the browser would create another node */
	fprintf(out, "<tr\nclass=\"%s\"><td><b>%s</b></td>", severity, severity);
	put_hosts(out, finding, host);
	vml_html_element(out, "td", vml_html_domain(finding->facts));
	put_details(out, input, finding);
	fputs("<td>", out);
	vml_html_puts(out, input->name);
	if (finding->has_range && input->kind != VML_INPUT_LIVE)
		fprintf(out, ":%lu:%lu", finding->range.start.line, finding->range.start.column);
	fputs("</td><td>", out);
	vml_html_puts(out, finding->rule->id);
	fputs(" ", out);
	vml_html_element(out, "small", vml_category_name(finding->rule->category));
	fputs("</td></tr>", out);
}
