/*
 * Tests of src/run without the command line: configuration text, audit of bytes, errors, files of
 * reports.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include "bytes.h"
#include "configure.h"
#include "outputs.h"

#include <dlfcn.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

static const char xml[] = "<domain type='kvm'><name>a</name></domain>"; /* without memory */

/* Return true if the rule reports a finding on the document when the configuration is used. */
static bool is_reported(const char *config, const char *rule)
{
	vml_parser *parser = vml_parser_new();
	vml_settings settings;
	vml_policy *policy;
	vml_result result;
	vml_error error;
	vml_fault fault;
	vml_doc *doc;
	bool found = false;

	vml_settings_init(&settings);
	assert_int_equal(
		vml_configure_text(&settings, "text", config, strlen(config), &policy, &error), 0);
	assert_int_equal(
		vml_audit_bytes(policy, parser, NULL, xml, strlen(xml), &doc, &result, &fault), 0);
	for (size_t i = 0; i < result.n_findings; i++)
		found = found || !strcmp(result.findings[i]->rule->id, rule);
	vml_doc_free(doc);
	vml_policy_free(policy);
	vml_settings_free(&settings);
	vml_parser_free(parser);
	return found;
}

static void configuration_text_selects_rules(void **state)
{
	(void)state;
	assert_true(is_reported("", "memory-rejected"));
	assert_false(is_reported("[vmlint]\ndisable = memory-rejected\n", "memory-rejected"));
	assert_false(is_reported("[vmlint]\nonly = net-*\n", "memory-rejected"));
}

static void errors_are_values(void **state)
{
	static const char *const texts[][2] = {
		{ "[vmlint]\nfail-on = bogus\n",
			"text:2: fail-on: invalid level 'bogus': expected info, warning, error or "
			"never" },
		{ "x\n", "text:1: invalid line: expected 'name = value', [section] or a comment" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		vml_settings settings;
		vml_policy *policy;
		vml_error error;

		vml_settings_init(&settings);
		assert_int_equal(vml_configure_text(&settings, "text", texts[i][0],
					 strlen(texts[i][0]), &policy, &error),
			-1);
		assert_string_equal(error.text, texts[i][1]);
		free(error.text);
		vml_settings_free(&settings);
	}
}

static void an_invalid_value_changes_no_setting(void **state)
{
	vml_settings settings;
	char *wrong;

	(void)state;
	vml_settings_init(&settings);
	assert_null(vml_settings_set(&settings, "fail-on", "error"));
	wrong = vml_settings_set(&settings, "fail-on", "bogus");
	assert_non_null(wrong);
	free(wrong);
	assert_int_equal(settings.fail_on, VML_ERROR);
	assert_null(vml_settings_set(&settings, "fail-on", "never"));
	assert_int_equal(settings.fail_on, 0);
	vml_settings_free(&settings);
}

static bool fchmod_fails, fdopen_fails;

/* These definitions replace those of the C library in this program. */
int fchmod(int fd, mode_t mode)
{
	if (!fchmod_fails)
		return (int)syscall(SYS_fchmod, fd, mode);
	errno = EPERM;
	return -1;
}

FILE *fdopen(int fd, const char *mode)
{
	FILE *(*original)(int fd, const char *mode);

	if (fdopen_fails) {
		errno = ENOMEM;
		return NULL;
	}
	*(void **)&original = dlsym(RTLD_NEXT, "fdopen");
	return original(fd, mode);
}

/* Replace the string `data` by the text of the message. */
static void keep_text(void *data, const vml_message *message)
{
	char **text = data;

	free(*text);
	*text = strdup(message->text);
}

static void assert_message(char **text, const char *before, const char *file, const char *after)
{
	char expected[128];

	snprintf(expected, sizeof(expected), "%s '%s': %s", before, file, after);
	assert_non_null(*text);
	assert_string_equal(*text, expected);
	free(*text);
	*text = NULL;
}

static void errors_of_report_files(void **state)
{
	char file[] = "/tmp/vmlint-test-XXXXXX", *text = NULL;
	const vml_messages messages = { .put = keep_text, .data = &text };
	vml_temporary *temporary;
	FILE *out;

	(void)state;
	close(mkstemp(file));
	fchmod_fails = true;
	out = vml_open_beside(file, &messages, &temporary);
	fchmod_fails = false;
	assert_non_null(out);
	assert_message(&text, "cannot set the permissions of", file, strerror(EPERM));
	assert_true(vml_put_in_place(out, temporary, file, &messages));
	fdopen_fails = true;
	assert_null(vml_open_beside(file, &messages, &temporary));
	fdopen_fails = false;
	assert_null(temporary);
	assert_message(&text, "cannot write", file, strerror(ENOMEM));
	unlink(file);
}

static void a_document_without_one_reading_is_a_fault(void **state)
{
	static const char text[] = "<domain>\n<a></b></c></domain>";
	vml_selection *selection = vml_selection_new();
	vml_parser *parser = vml_parser_new();
	vml_result result;
	vml_fault fault;
	vml_doc *doc;

	(void)state;
	assert_int_equal(
		vml_audit_bytes_with(selection, parser, text, strlen(text), &doc, &result, &fault),
		-1);
	assert_int_equal(fault.line, 2);
	vml_parser_free(parser);
	vml_selection_free(selection);
}

static void a_repaired_document_is_audited(void **state)
{
	static const char text[] = "<domain type=kvm><name>a</name></domain>";
	vml_selection *selection = vml_selection_new();
	vml_parser *parser = vml_parser_new();
	vml_result result;
	vml_fault fault;
	vml_doc *doc;

	(void)state;
	assert_int_equal(
		vml_audit_bytes_with(selection, parser, text, strlen(text), &doc, &result, &fault),
		0);
	assert_non_null(doc->repaired);
	assert_int_equal(result.n_domains, 1);
	vml_doc_free(doc);
	vml_parser_free(parser);
	vml_selection_free(selection);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(configuration_text_selects_rules),
		cmocka_unit_test(errors_are_values),
		cmocka_unit_test(an_invalid_value_changes_no_setting),
		cmocka_unit_test(errors_of_report_files),
		cmocka_unit_test(a_document_without_one_reading_is_a_fault),
		cmocka_unit_test(a_repaired_document_is_audited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
