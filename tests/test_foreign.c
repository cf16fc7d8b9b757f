/*
 * Tests against false positives: all rules run on fixtures/_foreign and must not report
 * anything. Its guests are not x86 KVM guests and follow the best practice of their platform.
 */
#define _GNU_SOURCE
#include "support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void assert_no_findings(vml_parser *parser, const vml_selection *selection, const char *name)
{
	vml_buffer bytes;
	vml_result result;
	vml_doc *doc;
	char *path;

	if (asprintf(&path, "%s/_foreign/%s", FIXTURES, name) < 0)
		abort();
	assert_true(read_file(path, &bytes));
	doc = parse(parser, &bytes);
	vml_audit(doc, selection, &result);
	assert_true(result.n_domains > 0);
	if (result.n_findings) {
		char *report = report_of(&vml_reporter_concise, name, &result);

		fail_msg("%s", report);
	}
	vml_doc_free(doc);
	vml_buffer_free(&bytes);
	free(path);
}

static void foreign_guests_have_no_findings(void **state)
{
	vml_parser *parser = vml_parser_new();
	vml_selection *selection = vml_selection_new();
	DIR *directory = opendir(FIXTURES "/_foreign");
	struct dirent *entry;
	size_t n = 0;

	(void)state;
	assert_non_null(directory);
	while ((entry = readdir(directory)))
		if (strstr(entry->d_name, ".xml")) {
			assert_no_findings(parser, selection, entry->d_name);
			n++;
		}
	assert_true(n >= 10);
	closedir(directory);
	vml_selection_free(selection);
	vml_parser_free(parser);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(foreign_guests_have_no_findings) };
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	xmlCleanupParser();
	return failed;
}
