/* Tests of reports: GitHub's line hashes, paths, links, suppressed findings. */
#include "support.h"

#include "context.h"
#include "linehash.h"
#include "location.h"
#include "rule_link.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Test vectors of GitHub's own action; other implementations use them, too. */
static const struct {
	const char *text, *hashes;
} vectors[] = {
	{ "", "c129715d7a2bc9a3:1" },
	{ " a\nb\n  \t\tc\n d",
		"271789c17abda88f:1 54703d4cd895b18:1 180aee12dab6264:1 a23a3dc5e078b07b:1" },
	{ " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End",
		"8b7cf3e952e7aeb2:1 b1ae1287ec4718d9:1 bff680108adb0fcc:1 c6805c5e1288b612:1 "
		"b86d3392aea1be30:1 e6ceba753e1a442:1" },
	{ " hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n",
		"e9496ae3ebfced30:1 fb7c023a8b9ccb3f:1 ce8ba1a563dcdaca:1 e20e36e16fcb0cc8:1 "
		"b3edc88f2938467e:1 c8e28b0b4002a3a0:1 c129715d7a2bc9a3:1" },
	{ "Lorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\n"
	  "Lorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\n"
	  "Lorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\n"
	  "Lorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\n"
	  "Lorem ipsum dolor sit amet.\nLorem ipsum dolor sit amet.\n",
		"a7f2ff13bc495cf2:1 a7f2ff13bc495cf2:2 a7f2ff13bc495cf2:3 a7f2ff13bc495cf2:4 "
		"a7f2ff13bc495cf2:5 a7f2ff13bc495cf2:6 a7f2ff1481e87703:1 a9cf91f7bbf1862b:1 "
		"55ec222b86bcae53:1 cc97dc7b1d7d8f7b:1 c129715d7a2bc9a3:1" },
};

static void assert_hashes(const vml_line_hashes *hashes, const char *expected)
{
	vml_buffer all = { 0 };

	for (size_t i = 1; i <= hashes->n; i++) {
		char text[VML_LINE_HASH_SIZE];

		vml_line_hash_text(hashes, i, text);
		vml_buffer_puts(&all, i > 1 ? " " : "");
		vml_buffer_puts(&all, text);
	}
	assert_string_equal(all.bytes, expected);
	vml_buffer_free(&all);
}

static void test_line_hashes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(*vectors); i++) {
		const char *text = vectors[i].text;
		FILE *in = tmpfile();
		vml_line_hashes hashes;

		vml_hash_lines(text, strlen(text), &hashes);
		assert_hashes(&hashes, vectors[i].hashes);
		vml_line_hashes_free(&hashes);
		assert_non_null(in);
		fputs(text, in);
		rewind(in);
		vml_hash_lines_of(in, &hashes);
		assert_hashes(&hashes, vectors[i].hashes);
		vml_line_hashes_free(&hashes);
		fclose(in);
	}
}

/* The hashes do not change if a file is read in blocks that split characters. */
static void test_line_hashes_in_pieces(void **state)
{
	static const char line[] = "\xf0\x9f\x98\x80 caf\xc3\xa9 \xe9\xa9x \xff\n";
	vml_line_hashes whole, pieces;
	vml_buffer text = { 0 };
	FILE *in = tmpfile();

	(void)state;
	for (int i = 0; i < 20000; i++)
		vml_buffer_add(&text, line, sizeof(line) - 1 - (i % 7 == 0));
	assert_non_null(in);
	fwrite(text.bytes, 1, text.len, in);
	rewind(in);
	vml_hash_lines(text.bytes, text.len, &whole);
	vml_hash_lines_of(in, &pieces);
	assert_int_equal(whole.n, pieces.n);
	for (size_t i = 0; i < whole.n; i++) {
		assert_true(whole.lines[i].hash == pieces.lines[i].hash);
		assert_int_equal(whole.lines[i].nth, pieces.lines[i].nth);
	}
	vml_line_hashes_free(&whole);
	vml_line_hashes_free(&pieces);
	vml_buffer_free(&text);
	fclose(in);
}

static void assert_path(const char *root, vml_input input, const char *expected)
{
	char *path = vml_input_path(root, &input, NULL);

	assert_string_equal(path, expected);
	free(path);
}

static void test_paths(void **state)
{
	vml_facts facts = { .name = "a/../b", .uuid = "" };
	vml_input live = { .name = "qemu+ssh://host/system", .kind = VML_INPUT_LIVE };
	char *path, *here = realpath(".", NULL);

	(void)state;
	assert_path(NULL, (vml_input){ .name = "./a//b/./c.xml" }, "a/b/c.xml");
	assert_path(NULL, (vml_input){ .name = "a/../../c.xml" }, "../c.xml");
	assert_path(NULL, (vml_input){ .name = "../../c.xml" }, "../../c.xml");
	assert_path(NULL, (vml_input){ .name = "/../a/../..b/c.xml" }, "/..b/c.xml");
	assert_path(NULL, (vml_input){ .name = "." }, ".");
	assert_path(NULL, (vml_input){ .name = "..." }, "...");
	assert_path("/", (vml_input){ .name = "/nowhere/x.xml" }, "nowhere/x.xml");
	assert_path(here, (vml_input){ .name = "./nowhere/../x.xml" }, "x.xml");
	assert_path("/nowhere", (vml_input){ .name = "/nowhere2/x.xml" }, "/nowhere2/x.xml");
	assert_path(
		"/nowhere", (vml_input){ .name = "<stdin>", .kind = VML_INPUT_STDIN }, "stdin.xml");
	assert_path(NULL, live, "libvirt/host.xml");
	path = vml_input_path(NULL, &live, &facts);
	assert_string_equal(path, "libvirt/host/a_.._b.xml");
	free(path);
	live.host = "..";
	path = vml_input_path(NULL, &live, &facts);
	assert_string_equal(path, "libvirt/_./a_.._b.xml");
	free(path);
	path = vml_path_uri("/a b/%\xff:\xc3\xa9.xml");
	assert_string_equal(path, "file:///a%20b/%25%FF%3A%C3%A9.xml");
	free(path);
	free(here);
}

static void assert_host(vml_input input, const char *expected)
{
	char *host = vml_connection_host(&input);

	assert_string_equal(host, expected);
	free(host);
}

/* A label must contain neither the user nor the password of a URI. */
static void test_hosts(void **state)
{
	static const char *const uris[][2] = {
		{ "qemu+ssh://root@prod1/system", "prod1" },
		{ "qemu+ssh://root:p@ss@prod1.example:2222/system?keyfile=/x", "prod1.example" },
		{ "qemu+tls://[2001:db8::1]:16514/system", "2001:db8::1" },
		{ "esx://user@esx1/?no_verify=1", "esx1" },
		{ "qemu+tcp://prod1?socket=/a:b@c", "prod1" },
		{ "qemu+tcp://[", "" },
	};
	char local[256];

	(void)state;
	assert_int_equal(gethostname(local, sizeof(local)), 0);
	for (size_t i = 0; i < sizeof(uris) / sizeof(*uris); i++)
		assert_host((vml_input){ .name = uris[i][0], .kind = VML_INPUT_LIVE },
			*uris[i][1] ? uris[i][1] : local);
	assert_host((vml_input){ .name = "qemu:///system", .kind = VML_INPUT_LIVE }, local);
	assert_host((vml_input){ .name = "(default connection)", .kind = VML_INPUT_LIVE }, local);
	assert_host((vml_input){ .name = "qemu+ssh://alias/system",
			    .host = "prod1",
			    .kind = VML_INPUT_LIVE },
		"prod1");
	assert_null(vml_connection_host(&(vml_input){ .name = "x.xml", .kind = VML_INPUT_FILE }));
}

static void test_links(void **state)
{
	(void)state;
	assert_true(vml_is_link("https://libvirt.org/formatdomain.html#elementsDisks"));
	assert_false(vml_is_link(""));
	assert_false(vml_is_link("javascript:alert(1)"));
	assert_false(vml_is_link("https://a\nb"));
	assert_false(vml_is_link("https://a)b"));
	assert_false(vml_is_link("the wiki, page 3"));
}

/*
 * Return the report on a guest with one suppressed finding; the caller frees it. show: whether the
 * report includes suppressed findings
 */
static char *report_suppressed(const vml_reporter *reporter, bool show)
{
	static const char xml[] = "<domain type='kvm'><name>a</name><memory>1048576</memory>\n"
				  "<os><type arch='x86_64' machine='pc'>hvm</type></os><devices>\n"
				  "<!-- vmlint: allow net-model-legacy : old &amp; \"dear\" -->\n"
				  "<interface type='network'><model type='rtl8139'/></interface>\n"
				  "</devices></domain>\n";
	vml_buffer bytes = { .bytes = (char *)(uintptr_t)xml, .len = sizeof(xml) - 1 };
	vml_selection *selection = vml_selection_new();
	vml_parser *parser = vml_parser_new();
	vml_doc *doc = parse(parser, &bytes);
	vml_result result;
	char *text, *unknown;

	assert_int_equal(vml_select(selection, VML_SELECT_ONLY, "net-model-legacy", &unknown), 0);
	vml_audit(doc, selection, &result);
	vml_result_partition(doc, &result, show);
	assert_int_equal(result.n_findings, show);
	text = report_of(reporter, "x.xml", &result);
	vml_doc_free(doc);
	vml_parser_free(parser);
	vml_selection_free(selection);
	return text;
}

static void test_rule_pages(void **state)
{
	const vml_rule *rule = vml_rule_by_id("net-model-legacy");
	vml_rule custom = { .id = "net-model-legacy", .url = "https://example.org/a" };
	char *page = vml_rule_page(rule, "https://example.org/rules/");
	char *reference = vml_rule_page(rule, "");

	(void)state;
	assert_string_equal(page, "https://example.org/rules/net-model-legacy.html");
	assert_string_equal(reference, rule->url);
	free(page);
	free(reference);
	page = vml_rule_page(&custom, "https://example.org/rules/");
	assert_string_equal(page, custom.url);
	free(page);
	custom.url = "javascript:alert(1)";
	assert_null(vml_rule_page(&custom, ""));
	assert_null(vml_rule_page(rule, "https://example.org/a b/"));
}

static void assert_contains(const vml_reporter *reporter, bool show, const char *what, bool wanted)
{
	char *text = report_suppressed(reporter, show);

	if (!strstr(text, what) == wanted)
		fail_msg("%s: '%s' is %s in %s", reporter->name, what, wanted ? "not" : "", text);
	free(text);
}

static void test_suppressed(void **state)
{
	(void)state;
	assert_contains(&vml_reporter_sarif, true, "\"kind\":\"inSource\"", true);
	assert_contains(
		&vml_reporter_sarif, true, "\"justification\":\"old &amp; \\\"dear\\\"\"", true);
	assert_contains(&vml_reporter_sarif, false, "\"ruleId\"", false);
	assert_contains(&vml_reporter_junit, true,
		"<skipped message=\"suppressed: old &amp;amp; &quot;dear&quot;\"/>", true);
	assert_contains(&vml_reporter_junit, true, "failures=\"0\"", true);
	assert_contains(&vml_reporter_junit, false, "<testcase name=\"net-model-legacy\"", true);
	assert_contains(&vml_reporter_junit, false, "<skipped", false);
	assert_contains(&vml_reporter_markdown, true, "*suppressed*: old", true);
	assert_contains(&vml_reporter_github, true, "::", false);
	assert_contains(&vml_reporter_gitlab, true, "net-model-legacy", false);
	assert_contains(&vml_reporter_checkstyle, true, "<error", false);
	assert_contains(&vml_reporter_rdjson, true, "net-model-legacy", false);
	assert_contains(&vml_reporter_prometheus, true, "vmlint_findings{", false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line_hashes),
		cmocka_unit_test(test_line_hashes_in_pieces),
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_hosts),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_rule_pages),
		cmocka_unit_test(test_suppressed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
