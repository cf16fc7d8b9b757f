/*
 * Golden tests: run each rule on its fixture directory and compare with the files in it.
 * VMLINT_REGEN=1 writes these files instead.
 */
#define _GNU_SOURCE
#include <vmlint/refusal.h>

#include "support.h"

#include "apply.h"
#include "host.h"
#include "oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ROUNDS = 8 };

static vml_parser *parser;

static char *path_of(const vml_rule *rule, const char *file)
{
	char *path;

	if (asprintf(&path, "%s/%s/%s", FIXTURES, rule->id, file) < 0)
		abort();
	return path;
}

static bool load(const vml_rule *rule, const char *file, vml_buffer *ret)
{
	char *path = path_of(rule, file);
	bool there = read_file(path, ret);

	free(path);
	return there;
}

/* Compare the bytes with a golden file; write the file instead if VMLINT_REGEN is set. */
static void expect(const vml_rule *rule, const char *file, const char *bytes, size_t len)
{
	vml_buffer golden, fresh = { .bytes = (char *)(uintptr_t)bytes, .len = len };
	char *path = path_of(rule, file);

	if (getenv("VMLINT_REGEN"))
		write_file(path, &fresh);
	if (!read_file(path, &golden))
		fail_msg("%s is missing: VMLINT_REGEN=1 writes it", path);
	if (golden.len != len || memcmp(golden.bytes, bytes, len))
		print_error("%s differs; now it is:\n%.*s\n", path, (int)len, bytes);
	assert_int_equal(golden.len, len);
	assert_memory_equal(golden.bytes, bytes, len);
	vml_buffer_free(&golden);
	free(path);
}

/* Audit the document and check that the tree is unchanged. */
static void audit(vml_doc *doc, const vml_selection *selection, vml_result *result)
{
	xmlChar *before = canonical(doc->tree), *after;

	vml_audit(doc, selection, result);
	after = canonical(doc->tree);
	assert_string_equal((char *)before, (char *)after);
	xmlFree(before);
	xmlFree(after);
}

/* Return the messages in a file, one per line, ending with NULL; NULL if there is no file. */
static const char *const *read_taints(const vml_rule *rule, const char *file, vml_arena *arena)
{
	const char **list;
	vml_buffer bytes;
	char *rest, *line;
	size_t n = 0;

	if (!load(rule, file, &bytes))
		return NULL;
	list = vml_arena_alloc(arena, (bytes.len + 1) * sizeof(*list));
	rest = vml_arena_strndup(arena, bytes.bytes, bytes.len);
	while ((line = strtok_r(rest, "\n", &rest)))
		list[n++] = line;
	vml_buffer_free(&bytes);
	return list;
}

/*
 * Set the state of the guest, for rules that depend on it: the other definition is read from
 * NAME.running.xml or NAME.saved.xml, the taints from NAME.taints. A document with @id counts as
 * that of a transient guest that is running.
 */
static void set_state(const vml_rule *rule, const char *name, vml_doc *doc)
{
	static const char *const kinds[] = {
		[VML_OTHER_RUNNING] = "running", [VML_OTHER_SAVED] = "saved"
	};
	bool has_id = vml_has_attr(xmlDocGetRootElement(doc->tree), "@id");

	doc->guest = (vml_guest_state){ .known = true, .active = has_id, .persistent = !has_id };
	doc->guest.taints =
		read_taints(rule, vml_arena_printf(doc->arena, "%s.taints", name), doc->arena);
	doc->guest.active |= doc->guest.taints != NULL;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		vml_buffer bytes;

		if (!kinds[i] ||
			!load(rule, vml_arena_printf(doc->arena, "%s.%s.xml", name, kinds[i]),
				&bytes))
			continue;
		assert_null(doc->other);
		doc->other =
			parse_text(parser, vml_arena_strndup(doc->arena, bytes.bytes, bytes.len));
		doc->other_kind = (vml_other_kind)i;
		vml_buffer_free(&bytes);
	}
}

static void check_good(const vml_rule *rule, const vml_selection *selection)
{
	vml_buffer bytes;
	vml_result result;
	vml_doc *doc;

	if (!load(rule, "good.xml", &bytes))
		fail_msg("fixtures/%s/good.xml is missing", rule->id);
	doc = parse(parser, &bytes);
	if (rule->when & VML_STATE_GATES)
		set_state(rule, "good", doc);
	audit(doc, selection, &result);
	assert_true(result.n_domains > 0);
	if (result.n_findings) {
		char *report = report_of(&vml_reporter_text, "good.xml", &result);

		print_error("%s", report);
		free(report);
	}
	assert_int_equal(result.n_findings, 0);
	vml_doc_free(doc);
	vml_buffer_free(&bytes);
}

static bool has_fix(const vml_result *result)
{
	for (size_t i = 0; i < result->n_findings; i++)
		if (result->findings[i]->ops && result->findings[i]->level != VML_FIX_NONE)
			return true;
	return false;
}

/* Apply fixes until none is left, and replace *bytes by the result. */
static void fix(const vml_selection *selection, vml_buffer *bytes)
{
	vml_parser *second = vml_parser_new();

	for (int round = 0;; round++) {
		vml_doc *doc = parse(parser, bytes);
		vml_result result;
		vml_patch patch;
		vml_slice slice;
		size_t fixed;

		vml_audit(doc, selection, &result);
		vml_apply(doc, result.findings, result.n_findings, VML_FIX_REVIEW, &patch);
		fixed = patch.n_fixed;
		slice = doc->slice;
		slice.bytes = patch.bytes.bytes;
		slice.len = patch.bytes.len;
		assert_true(vml_oracle_agrees(doc, patch.fixed, fixed, &slice, second));
		vml_doc_free(doc);
		vml_buffer_free(bytes);
		*bytes = patch.bytes;
		patch.bytes = (vml_buffer){ 0 };
		vml_patch_free(&patch);
		if (!fixed)
			break;
		assert_true(round < MAX_ROUNDS);
	}
	vml_parser_free(second);
}

/*
 * Fail unless the document triggers each refusal of the rule, because the terms of a refusal that
 * is never tested might never be true.
 *
 * until: true: check only refusals of older libvirt releases (.until), which old.xml must trigger;
 * false: check only the others, which bad.xml must trigger
 */
static void assert_each_refusal_reported(
	const vml_rule *rule, const vml_result *result, const char *file, bool until)
{
	for (const vml_refusal *row = rule->refusals; row && row->message; row++) {
		bool reported = !row->until == until;

		for (size_t i = 0; i < result->n_findings; i++)
			reported |= result->findings[i]->refusal == row;
		if (!reported)
			fail_msg("%s: %s does not trigger \"%s\"", rule->id, file, row->message);
	}
}

/* Audit old.xml, if the rule has one, for an environment with libvirt 9.0. */
static void check_old(const vml_rule *rule)
{
	vml_selection *selection = vml_selection_new();
	vml_buffer bytes;
	vml_result result = { 0 };
	vml_doc *doc = NULL;
	char *error, *report;

	assert_int_equal(vml_select(selection, VML_SELECT_ONLY, rule->id, &error), 0);
	assert_int_equal(vml_select_target(selection, "libvirt=9.0,qemu=7.2", &error), 0);
	if (load(rule, "old.xml", &bytes)) {
		doc = parse(parser, &bytes);
		audit(doc, selection, &result);
		report = report_of(&vml_reporter_text, "old.xml", &result);
		expect(rule, "expected-old.txt", report, strlen(report));
		free(report);
	}
	assert_each_refusal_reported(rule, &result, "old.xml", true);
	vml_doc_free(doc);
	if (doc)
		vml_buffer_free(&bytes);
	vml_selection_free(selection);
}

/* Return the report on conflicts between the domains of a fixture; the caller frees it. */
static char *join_fixture(const vml_rule *rule, const vml_selection *selection, const char *file)
{
	vml_fleet *fleet = vml_fleet_new();
	vml_buffer bytes;
	vml_result result;
	vml_doc *doc;
	char *report;

	if (!load(rule, file, &bytes))
		fail_msg("fixtures/%s/%s is missing", rule->id, file);
	doc = parse(parser, &bytes);
	audit(doc, selection, &result);
	assert_true(result.n_domains > 1);
	assert_int_equal(result.n_all, 0);
	vml_fleet_add(fleet,
		&(vml_origin){ .name = file, .host = rule->when & VML_HOST_GATES ? "prod1" : NULL },
		&result);
	/* the document is freed early: the report must not need it */
	vml_doc_free(doc);
	vml_buffer_free(&bytes);
	vml_fleet_join(fleet);
	report = report_of_fleet(&vml_reporter_text, fleet);
	vml_fleet_free(fleet);
	return report;
}

/* Check a rule across domains. A fixture of such a rule has several domains in one document. */
static void check_joined(const vml_rule *rule, const vml_selection *selection)
{
	char *report = join_fixture(rule, selection, "bad.xml");

	assert_true(*report);
	expect(rule, "expected.txt", report, strlen(report));
	free(report);
	report = join_fixture(rule, selection, "good.xml");
	assert_string_equal(report, "");
	free(report);
}

/*
 * Add the hosts of host.xml and host2.xml to the selection, if the rule has these fixtures.
 */
static void add_hosts(const vml_rule *rule, vml_selection *selection, vml_host *hosts[2])
{
	static const char *const files[] = { "host.xml", "host2.xml" };

	for (size_t i = 0; i < 2; i++) {
		vml_slice slice = { .line = 1, .column = 1, .terminated = true };
		vml_buffer bytes;
		vml_fault fault;

		hosts[i] = NULL;
		if (!load(rule, files[i], &bytes))
			continue;
		slice.bytes = bytes.bytes;
		slice.len = bytes.len;
		if (vml_host_read(parser, &slice, files[i], &hosts[i], &fault))
			fail_msg("%s: %s:%lu: %s", rule->id, files[i], fault.line, fault.message);
		vml_select_host(selection, hosts[i]);
		vml_buffer_free(&bytes);
	}
	assert_true(hosts[0] || !(rule->when & VML_HOST_GATES));
}

static void check_rule(void **state)
{
	const vml_rule *rule = *state;
	vml_selection *selection = vml_selection_new();
	vml_host *hosts[2];
	vml_buffer bytes, target = { 0 };
	vml_result result;
	bool fixable;
	char *unknown, *report;
	vml_doc *doc;

	assert_int_equal(vml_select(selection, VML_SELECT_ONLY, rule->id, &unknown), 0);
	/*
	 * rules on suppressions need the rule that a suppression names: the file `with` contains
	 * its id
	 */
	if (load(rule, "with", &bytes)) {
		assert_int_equal(vml_select(selection, VML_SELECT_ONLY, bytes.bytes, &unknown), 0);
		vml_buffer_free(&bytes);
	}
	add_hosts(rule, selection, hosts);
	if (rule->joined) {
		check_joined(rule, selection);
		vml_selection_free(selection);
		vml_host_free(hosts[0]);
		vml_host_free(hosts[1]);
		return;
	}
	if (load(rule, "target", &target))
		assert_int_equal(vml_select_target(selection, target.bytes, &unknown), 0);
	if (!load(rule, "bad.xml", &bytes))
		fail_msg("fixtures/%s/bad.xml is missing", rule->id);
	if (memmem(bytes.bytes, bytes.len, "libosinfo.org/", 14) && !has_osinfo_db()) {
		vml_buffer_free(&bytes);
		vml_selection_free(selection);
		skip_because("no osinfo-db: rules that depend on the guest system");
	}
	doc = parse(parser, &bytes);
	if (rule->when & VML_STATE_GATES)
		set_state(rule, "bad", doc);
	audit(doc, selection, &result);
	assert_true(result.n_findings > 0);
	report = report_of(&vml_reporter_text, "bad.xml", &result);
	expect(rule, "expected.txt", report, strlen(report));
	free(report);
	assert_each_refusal_reported(rule, &result, "bad.xml", false);
	fixable = has_fix(&result);
	vml_doc_free(doc);
	if (fixable) {
		fix(selection, &bytes);
		expect(rule, "fixed.xml", bytes.bytes, bytes.len);
		doc = parse(parser, &bytes);
		vml_audit(doc, selection, &result);
		assert_false(has_fix(&result));
		vml_doc_free(doc);
	}
	vml_buffer_free(&bytes);
	check_good(rule, selection);
	check_old(rule);
	vml_selection_free(selection);
	vml_buffer_free(&target);
	vml_host_free(hosts[0]);
	vml_host_free(hosts[1]);
}

static int open_parser(void **state)
{
	(void)state;
	parser = vml_parser_new();
	return 0;
}

static int close_parser(void **state)
{
	(void)state;
	vml_parser_free(parser);
	return 0;
}

int main(int argc, char **argv)
{
	size_t n = 0;
	struct CMUnitTest *tests;
	int failed;

	for (const vml_rule *const *rule = vml_rules(); *rule; rule++)
		n++;
	tests = calloc(n + 1, sizeof(*tests));
	n = 0;
	for (const vml_rule *const *rule = vml_rules(); *rule; rule++)
		if (argc < 2 || !strcmp(argv[1], (*rule)->id))
			tests[n++] = (struct CMUnitTest){ .name = (*rule)->id,
				.test_func = check_rule,
				.initial_state = (void *)(uintptr_t)*rule };
	if (!n) /* the argument is not the id of a rule: fail */
		fprintf(stderr, "unknown rule '%s'\n", argc > 1 ? argv[1] : "");
	failed = !n || _cmocka_run_group_tests("rules", tests, n, open_parser, close_parser);
	free(tests);
	xmlCleanupParser();
	return failed;
}
