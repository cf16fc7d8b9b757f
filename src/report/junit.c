/*
 * JUnit report: a test suite per domain, with a test case per rule that ran on the domain. All
 * times are 0, so that the same input gives the same output. Jenkins' schema (junit-10.xsd) allows
 * a file for a suite, but neither file nor line for a case: the text of the case contains the
 * locations.
 */
#include "buffer.h"
#include "grouped.h"
#include "location.h"
#include "report.h"
#include "xmlout.h"

#include "arena.h"

#include <stdlib.h>
#include <string.h>

struct state {
	xmlTextWriter *writer;
	bool any; /* a test suite was written */
};

/* One test case: a rule and its findings in a domain. */
struct test {
	const vml_rule *rule;
	/*
	 * first of the findings that determine the result: those that fail the test; if there are
	 * none, other active ones; then suppressed or baselined ones. NULL: there are no findings.
	 */
	const vml_finding *first;
	size_t n; /* number of findings that determine the result */
};

struct suite {
	vml_severity fail_on; /* active findings at or above it fail their test; 0: none do */
	const vml_input *input;
	const vml_finding *const *findings; /* findings of the domain */
	size_t n_findings;
	const char *path; /* path of the input for CI systems: result of vml_input_path() */
	struct test *tests;
	size_t n_tests, failures, skipped;
};

static void begin(vml_output *output)
{
	struct state *state = vml_realloc(NULL, sizeof(*state));

	*state = (struct state){ .writer = vml_xml_begin(output->out) };
	output->state = state;
	vml_xml_open(state->writer, "testsuites");
	vml_xml_attr(state->writer, "name", "vmlint");
}

static bool is_active(const vml_finding *finding)
{
	return finding->state == VML_STATE_ACTIVE;
}

/*
 * Return the effect of a finding on its test: 2 fails it, 1 is output of a passed test, 0 skips it.
 */
static int weight(const struct suite *suite, const vml_finding *finding)
{
	if (!is_active(finding))
		return 0;
	return suite->fail_on && finding->severity >= suite->fail_on ? 2 : 1;
}

/*
 * Add a finding to the test of its rule. The findings of highest weight() determine the result of
 * the test.
 */
static void add_finding(struct suite *suite, const vml_finding *finding)
{
	struct test *test = suite->tests;

	/* rules on suppressions are not marked as run, but have findings: add a test for them */
	while (test < suite->tests + suite->n_tests && test->rule != finding->rule)
		test++;
	if (test == suite->tests + suite->n_tests)
		*test = (struct test){ .rule = finding->rule }, suite->n_tests++;
	if (!test->first || weight(suite, finding) > weight(suite, test->first))
		test->first = finding, test->n = 0;
	test->n += weight(suite, finding) == weight(suite, test->first);
}

static void collect(vml_output *output, struct suite *suite, const bool *ran)
{
	size_t n = 0;

	while (output->rules[n])
		n++;
	suite->tests = vml_realloc(NULL, (n + suite->n_findings + 1) * sizeof(*suite->tests));
	for (size_t i = 0; i < n; i++)
		if (ran && ran[i] && !output->rules[i]->joined)
			suite->tests[suite->n_tests++] = (struct test){ .rule = output->rules[i] };
	for (size_t i = 0; i < suite->n_findings; i++)
		add_finding(suite, suite->findings[i]);
	for (size_t i = 0; i < suite->n_tests; i++) {
		const vml_finding *first = suite->tests[i].first;

		suite->failures += first && weight(suite, first) == 2;
		suite->skipped += first && !is_active(first);
	}
}

static void open_suite(struct state *state, const char *name, const char *path, size_t tests,
	size_t failures, size_t errors, size_t skipped)
{
	state->any = true;
	vml_xml_open(state->writer, "testsuite");
	vml_xml_attr(state->writer, "name", name);
	vml_xml_number(state->writer, "tests", tests);
	vml_xml_number(state->writer, "failures", failures);
	vml_xml_number(state->writer, "errors", errors);
	vml_xml_number(state->writer, "skipped", skipped);
	vml_xml_number(state->writer, "time", 0);
	if (path)
		vml_xml_attr(state->writer, "file", path);
}

static void open_case(xmlTextWriter *writer, const char *name, const char *category)
{
	vml_buffer class = { 0 };

	vml_buffer_puts(&class, "vmlint");
	vml_buffer_puts(&class, *category ? "." : "");
	vml_buffer_puts(&class, category);
	vml_xml_open(writer, "testcase");
	vml_xml_attr(writer, "name", name);
	vml_xml_attr(writer, "classname", class.bytes);
	vml_xml_number(writer, "time", 0);
	vml_buffer_free(&class);
}

/*
 * Write "warning at path:line:column: message" for each active finding of the rule, and the remedy.
 */
static void put_details(xmlTextWriter *writer, const struct suite *suite, const struct test *test)
{
	for (size_t i = 0; i < suite->n_findings; i++) {
		const vml_finding *finding = suite->findings[i];
		char location[48] = "";

		if (finding->rule != test->rule || !is_active(finding))
			continue;
		if (vml_has_location(suite->input, finding))
			snprintf(location, sizeof(location), ":%lu:%lu", finding->range.start.line,
				finding->range.start.column);
		/*
		 * severity first, because a CI runner could execute a path at the start of a line
		 * as a command
		 */
		vml_xml_text(writer, vml_severity_name(finding->severity));
		vml_xml_text(writer, " at ");
		vml_xml_text(writer, suite->path);
		vml_xml_text(writer, location);
		vml_xml_text(writer, ": ");
		vml_xml_text(writer, finding->message);
		vml_xml_break(writer);
		vml_xml_text(writer, "remedy: ");
		vml_xml_text(writer, finding->remedy);
		vml_xml_break(writer);
	}
}

static void put_failure(xmlTextWriter *writer, const struct suite *suite, const struct test *test)
{
	vml_buffer message = { 0 };
	char more[40] = "";

	if (test->n > 1)
		snprintf(more, sizeof(more), " (and %zu more)", test->n - 1);
	vml_buffer_puts(&message, test->first->message);
	vml_buffer_puts(&message, more);
	vml_xml_open(writer, "failure");
	vml_xml_attr(writer, "message", message.bytes);
	vml_xml_attr(writer, "type", vml_severity_name(test->first->severity));
	put_details(writer, suite, test);
	vml_xml_close(writer);
	vml_buffer_free(&message);
}

/*
 * Write the findings of a passed test as its output: they are below fail_on and do not fail the
 * run.
 */
static void put_output(xmlTextWriter *writer, const struct suite *suite, const struct test *test)
{
	vml_xml_open(writer, "system-out");
	put_details(writer, suite, test);
	vml_xml_close(writer);
}

static void put_skipped(xmlTextWriter *writer, const vml_finding *finding)
{
	vml_buffer message = { 0 };

	vml_buffer_puts(&message, vml_state_name(finding->state));
	vml_buffer_puts(&message, finding->reason ? ": " : "");
	vml_buffer_puts(&message, finding->reason ? finding->reason : "");
	vml_xml_open(writer, "skipped");
	vml_xml_attr(writer, "message", message.bytes);
	vml_xml_close(writer);
	vml_buffer_free(&message);
}

static void put_test(xmlTextWriter *writer, const struct suite *suite, const struct test *test)
{
	open_case(writer, test->rule->id, vml_category_name(test->rule->category));
	if (test->first) {
		switch (weight(suite, test->first)) {
		case 2: put_failure(writer, suite, test); break;
		case 1: put_output(writer, suite, test); break;
		default: put_skipped(writer, test->first); break;
		}
	}
	vml_xml_close(writer);
}

static void put_properties(xmlTextWriter *writer, const vml_facts *domain)
{
	vml_xml_open(writer, "properties");
	vml_xml_open(writer, "property");
	vml_xml_attr(writer, "name", "vmlint");
	vml_xml_attr(writer, "value", VMLINT_VERSION);
	vml_xml_close(writer);
	vml_xml_open(writer, "property");
	vml_xml_attr(writer, "name", "uuid");
	vml_xml_attr(writer, "value", domain->uuid);
	vml_xml_close(writer);
	vml_xml_close(writer);
}

/* Write a test suite. note: text that is appended to its name, may be "" */
static void put_suite(
	vml_output *output, const struct suite *suite, const vml_facts *domain, const char *note)
{
	struct state *state = output->state;
	vml_buffer name = { 0 };

	vml_buffer_puts(&name, *domain->name ? domain->name : "(unnamed domain)");
	vml_buffer_puts(&name, " (");
	vml_buffer_puts(&name, suite->path);
	vml_buffer_puts(&name, ")");
	vml_buffer_puts(&name, note);
	/* write a test even if no rule ran: readers treat a suite without tests as an error */
	open_suite(state, name.bytes, suite->path, suite->n_tests ? suite->n_tests : 1,
		suite->failures, 0, suite->skipped);
	put_properties(state->writer, domain);
	for (size_t i = 0; i < suite->n_tests; i++)
		put_test(state->writer, suite, &suite->tests[i]);
	if (!suite->n_tests) {
		open_case(state->writer, "no-rule-applies", "");
		vml_xml_close(state->writer);
	}
	vml_xml_close(state->writer);
	vml_buffer_free(&name);
}

/* Write a test suite for each domain of the result. note: see put_suite(). */
static void put_suites(
	vml_output *output, const vml_input *input, const vml_result *result, const char *note)
{
	vml_grouped grouped = vml_group(result, result->findings, result->n_findings);

	for (size_t i = 0; i < result->n_domains; i++) {
		char *path = vml_input_path(output->root, input, result->domains[i]);
		struct suite suite = { .fail_on = output->fail_on,
			.input = input,
			.findings = grouped.findings + grouped.start[i],
			.n_findings = grouped.start[i + 1] - grouped.start[i],
			.path = path };

		collect(output, &suite, result->ran ? result->ran[i] : NULL);
		put_suite(output, &suite, result->domains[i], note);
		free(suite.tests);
		free(path);
	}
	vml_grouped_free(&grouped);
}

static void document(vml_output *output, const vml_input *input, const vml_result *result)
{
	put_suites(output, input, result, "");
}

/* Write another suite for the domain: the first suite was written before all domains were known. */
static void fleet(vml_output *output, const vml_input *input, const vml_result *result)
{
	put_suites(output, input, result, ", compared with other domains");
}

static void put_error_location(
	xmlTextWriter *writer, const char *path, const vml_input_error *error)
{
	char location[48] = "";

	if (error->line)
		snprintf(location, sizeof(location), ":%lu:%lu", error->line, error->column);
	vml_xml_text(writer, "error at ");
	vml_xml_text(writer, path);
	vml_xml_text(writer, location);
}

static void input_done(vml_output *output, const vml_input *input)
{
	struct state *state = output->state;
	size_t n = input->n_more + 1;
	vml_input_error error;
	char *path;

	if (input->status != VML_INPUT_ERROR)
		return;
	path = vml_input_path(output->root, input, NULL);
	open_suite(state, path, path, n, 0, n, 0);
	for (size_t i = 0; vml_input_error_at(input, i, &error); i++) {
		char name[64] = VML_INPUT_CHECK;

		/* number the errors after the first: the name of a case must be unique */
		if (i)
			snprintf(name, sizeof(name), VML_INPUT_CHECK "-%zu", i + 1);
		open_case(state->writer, name, "");
		vml_xml_open(state->writer, "error");
		vml_xml_attr(state->writer, "message", error.message);
		vml_xml_attr(state->writer, "type", "input");
		put_error_location(state->writer, path, &error);
		vml_xml_close(state->writer);
		vml_xml_close(state->writer);
	}
	vml_xml_close(state->writer);
	free(path);
}

static void end(vml_output *output, const vml_summary *summary)
{
	struct state *state = output->state;

	(void)summary;
	if (!state->any) {
		/* write a test even without input: readers reject a report without tests */
		open_suite(state, "vmlint", NULL, 1, 0, 0, 0);
		open_case(state->writer, "nothing-to-audit", "");
		vml_xml_close(state->writer);
		vml_xml_close(state->writer);
	}
	vml_xml_end(state->writer);
	free(state);
}

const vml_reporter vml_reporter_junit = {
	.name = "junit",
	.about = "JUnit XML: a test suite per domain, a test case per rule",
	.begin = begin,
	.document = document,
	.input = input_done,
	.fleet = fleet,
	.end = end,
};
