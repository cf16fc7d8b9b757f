/* Tests of the accessors for rules: children, attributes, numbers, sizes, paths. */
#include "support.h"

#include "context.h"

#include <stdio.h>

static vml_parser *parser;

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

static void numbers_and_sizes(void **state)
{
	vml_doc *doc;
	xmlNode *root;
	uint64_t value = 7;

	(void)state;
	assert_true(vml_number(" 0x0a ", &value));
	assert_int_equal(value, 10);
	assert_true(vml_number("18446744073709551615", &value));
	assert_true(value == UINT64_MAX);
	assert_false(vml_number("18446744073709551616", &value));
	assert_false(vml_number("", &value));
	assert_false(vml_number("1x", &value));
	doc = parse_text(parser,
		"<m><a>4096</a><b unit='MiB'>2</b><c unit='KB'>3</c><d unit='bytes'>5</d>"
		"<e unit='furlong'>1</e><f>x</f><g unit='G'> 1 </g></m>");
	root = xmlDocGetRootElement(doc->tree);
	assert_true(vml_memory(vml_child(root, "a"), &value) && value == 4096 * 1024);
	assert_true(vml_memory(vml_child(root, "b"), &value) && value == 2 << 20);
	assert_true(vml_memory(vml_child(root, "c"), &value) && value == 3000);
	assert_true(vml_memory(vml_child(root, "d"), &value) && value == 5);
	assert_true(vml_memory(vml_child(root, "g"), &value) && value == 1 << 30);
	assert_false(vml_memory(vml_child(root, "e"), &value));
	assert_false(vml_memory(vml_child(root, "f"), &value));
	assert_false(vml_memory(NULL, &value));
	vml_doc_free(doc);
}

static void missing_nodes_yield_empty_values(void **state)
{
	(void)state;
	assert_null(vml_child(NULL, "a"));
	assert_null(vml_next(NULL));
	assert_null(vml_find(NULL, "a/b"));
	assert_string_equal(vml_attr(NULL, "a/@b"), "");
	assert_false(vml_attr_is(NULL, "@b", ""));
	assert_int_equal(vml_count(NULL, "a"), 0);
	assert_false(vml_repeats(NULL, "@b"));
	assert_false(vml_text_is(NULL, ""));
}

static void paths_select_the_node(void **state)
{
	vml_doc *doc;
	xmlNode *devices, *disk;

	(void)state;
	doc = parse_text(parser,
		"<domain><devices><disk/><disk><target dev='x'/></disk></devices>"
		"<q:c xmlns:q='urn:q'><q:a/></q:c><p:x/>"
		"<q:d xmlns:q='urn:q'/><q:d xmlns:q='urn:q'/></domain>");
	devices = vml_child(xmlDocGetRootElement(doc->tree), "devices");
	disk = vml_next(vml_child(devices, "disk"));
	assert_string_equal(vml_path_of(doc->arena, vml_child(disk, "target"),
				    vml_child(disk, "target")->properties),
		"/domain/devices/disk[2]/target/@dev");
	assert_string_equal(vml_path_of(doc->arena, vml_first(vml_sibling(devices)), NULL),
		"/domain/*[local-name()='c' and namespace-uri()='urn:q']"
		"/*[local-name()='a' and namespace-uri()='urn:q']");
	assert_string_equal(vml_path_of(doc->arena, vml_sibling(vml_sibling(devices)), NULL),
		"/domain/*[name()='p:x']");
	assert_string_equal(vml_path_of(doc->arena, xmlDocGetRootElement(doc->tree)->last, NULL),
		"/domain/*[local-name()='d' and namespace-uri()='urn:q'][2]");
	vml_doc_free(doc);
}

/* 400 siblings: too many for the table on the stack of count_children() (siblings.c). */
static void paths_count_many_siblings(void **state)
{
	enum { SIBLINGS = 400, NAMES = 7 };
	vml_buffer text = { 0 };
	char piece[64];
	vml_doc *doc;
	xmlNode *node;

	(void)state;
	vml_buffer_puts(&text, "<domain><devices>");
	for (unsigned int i = 0; i < SIBLINGS; i++) {
		snprintf(piece, sizeof(piece), "<n%u/>", i % NAMES);
		vml_buffer_puts(&text, piece);
	}
	vml_buffer_puts(&text, "<alone/></devices></domain>");
	doc = parse(parser, &text);
	node = vml_first(vml_child(xmlDocGetRootElement(doc->tree), "devices"));
	for (unsigned int i = 0; i < SIBLINGS; i++, node = vml_sibling(node)) {
		snprintf(piece, sizeof(piece), "/domain/devices/n%u[%u]", i % NAMES, i / NAMES + 1);
		assert_string_equal(vml_path_of(doc->arena, node, NULL), piece);
	}
	assert_string_equal(vml_path_of(doc->arena, node, NULL), "/domain/devices/alone[1]");
	vml_doc_free(doc);
	vml_buffer_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_and_sizes),
		cmocka_unit_test(missing_nodes_yield_empty_values),
		cmocka_unit_test(paths_select_the_node),
		cmocka_unit_test(paths_count_many_siblings),
	};
	int failed = cmocka_run_group_tests(tests, open_parser, close_parser);

	xmlCleanupParser();
	return failed;
}
