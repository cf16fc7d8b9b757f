/* Pages of the built-in rules, as HTML or Markdown. */
#include "rule_pages.h"

#include "escape.h"
#include "explain.h"
#include "html_page.h"

#include "text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const fixes[] = { "no automatic fix", "review before you apply it",
	"safe to apply" };

static void put_html(FILE *out, const vml_rule *rule, const char *example)
{
	vml_html_open(out, rule->id, false);
	fputs("<main>\n", out);
	vml_html_element(out, "h1", rule->id);
	fprintf(out, "\n<p class=\"meta\">%s, %s, since vmlint %s</p>\n",
		vml_severity_name(rule->severity), vml_category_name(rule->category),
		vml_rule_since(rule));
	vml_html_element(out, "p class=\"lead\"", rule->summary);
	vml_html_element(out, "h2", "Reason");
	vml_html_element(out, "p", rule->why);
	vml_html_element(out, "h2", "Fix");
	vml_html_element(out, "p class=\"meta\"", fixes[rule->fix]);
	vml_html_element(out, "p", rule->remedy);
	if (*example) {
		vml_html_element(out, "h2", "Example");
		fputs("<pre>", out);
		for (const char *line = example; *line; line += strcspn(line, "\n") + 1) {
			vml_html_text(out, line, strcspn(line, "\n"));
			fputc('\n', out);
		}
		fputs("</pre>\n", out);
	}
	fputs("<h2>Reference</h2>\n<p>", out);
	vml_html_link(out, rule->url, rule->url);
	fputs("</p>\n<p><a href=\"index.html\">All rules</a></p>\n</main>\n", out);
	vml_html_close(out, false);
}

static void put_paragraph(FILE *out, const char *text)
{
	vml_put_markdown(out, text);
	fputs("\n\n", out);
}

static void put_markdown(FILE *out, const vml_rule *rule, const char *example)
{
	fprintf(out, "# %s\n\n%s, %s, since vmlint %s\n\n", rule->id,
		vml_severity_name(rule->severity), vml_category_name(rule->category),
		vml_rule_since(rule));
	put_paragraph(out, rule->summary);
	fputs("## Reason\n\n", out);
	put_paragraph(out, rule->why);
	fprintf(out, "## Fix\n\n*%s*\n\n", fixes[rule->fix]);
	put_paragraph(out, rule->remedy);
	if (*example)
		fprintf(out, "## Example\n\n```\n%s```\n\n", example);
	fprintf(out, "## Reference\n\n<%s>\n\n[All rules](index.md)\n", rule->url);
}

static void put_index(FILE *out, bool html)
{
	if (html)
		vml_html_open(out, "Rules of vmlint", false);
	fputs(html ? "<main>\n<h1>Rules of vmlint</h1>\n<ul>\n" : "# Rules of vmlint\n\n", out);
	for (const vml_rule *const *rule = vml_rules(); *rule; rule++) {
		const char *id = (*rule)->id;

		fprintf(out, html ? "<li><a href=\"%s.html\">%s</a> " : "- [%s](%s.md): ", id, id);
		if (html)
			vml_html_puts(out, (*rule)->summary);
		else
			vml_put_markdown(out, (*rule)->summary);
		fputs(html ? "</li>\n" : "\n", out);
	}
	if (!html)
		return;
	fputs("</ul>\n</main>\n", out);
	vml_html_close(out, false);
}

/*
 * Write the page of a rule, or the index page if `rule` is NULL. Returns false with errno set on
 * failure.
 */
static bool write_page(const vml_command_line *line, const vml_rule *rule)
{
	bool html = line->list == VML_LIST_HTML_PAGES, good;
	char *path = vml_asprintf(
		"%s/%s.%s", line->directory, rule ? rule->id : "index", html ? "html" : "md");
	FILE *out = fopen(path, "w");
	vml_text_stream example;

	free(path);
	if (!out)
		return false;
	vml_text_open(&example);
	if (rule)
		vml_put_example(example.out, rule);
	vml_text_close(&example);
	if (!rule)
		put_index(out, html);
	else
		(html ? put_html : put_markdown)(out, rule, example.text);
	free(example.text);
	good = !ferror(out);
	return fclose(out) == 0 && good;
}

int vml_write_rule_pages(vml_command_line *line)
{
	bool good = !mkdir(line->directory, 0777) || errno == EEXIST;
	char *text;

	for (const vml_rule *const *rule = vml_rules(); good && *rule; rule++)
		good = write_page(line, *rule);
	if (good && write_page(line, NULL))
		return VML_EXIT_CLEAN;
	text = vml_asprintf(
		"cannot write rule pages to '%s': %s", line->directory, strerror(errno));
	vml_messages_error(&line->settings.messages, &(vml_error){ .text = text });
	return VML_EXIT_TROUBLE;
}
