/*
 * Tests of the grammar check: kinds of values, suggestions, problems, and limits for hostile
 * documents.
 */
#include "support.h"

#include "buffer.h"
#include "check.h"
#include "readers.h"
#include "typo.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static vml_parser *parser;

static void numbers_are_read_as_by_strtoul(void **state)
{
	static const vml_number_range decimal = { 0, UINT_MAX, 10 }, any = { 0, 0xff, 0 },
				      sign = { -1, 65535, 10 }, one = { 1, 1000, 10 };

	(void)state;
	assert_true(vml_read_number("5", &decimal));
	assert_true(vml_read_number(" \n5", &decimal));
	assert_true(vml_read_number("+5", &decimal));
	assert_true(vml_read_number("4294967295", &decimal));
	assert_false(vml_read_number("4294967296", &decimal));
	assert_false(vml_read_number("99999999999999999999", &decimal));
	assert_false(vml_read_number("5 ", &decimal));
	assert_false(vml_read_number("0x5", &decimal));
	assert_false(vml_read_number("-1", &decimal));
	assert_false(vml_read_number("- 1", &sign));
	assert_false(vml_read_number("", &decimal));
	assert_false(vml_read_number(" ", &decimal));
	assert_true(vml_read_number("0xff", &any));
	assert_true(vml_read_number("010", &any));
	assert_false(vml_read_number("08", &any));
	assert_false(vml_read_number("0x100", &any));
	assert_false(vml_read_number("0x", &any));
	assert_true(vml_read_number("-1", &sign));
	assert_false(vml_read_number("-2", &sign));
	assert_false(vml_read_number("0", &one));
}

static void addresses_and_sets_are_read_as_by_libvirt(void **state)
{
	(void)state;
	assert_true(vml_read_uuid("c7a5fdbd-cdaf-9455-926a-d65c16db1809"));
	assert_true(vml_read_uuid(" c7a5fdbdcdaf9455 926ad65c16db1809\n"));
	assert_false(vml_read_uuid("c7a5fdbd-cdaf-9455-926a-d65c16db180"));
	assert_false(vml_read_uuid("c7a5fdbd-cdaf-9455-926a-d65c16db1809x"));
	assert_true(vml_read_mac("52:54:00:3b:6e:51"));
	assert_true(vml_read_mac("2:4:0:b:e:1"));
	assert_false(vml_read_mac("52-54-00-3b-6e-51"));
	assert_false(vml_read_mac("52:54:00:3b:6e"));
	assert_false(vml_read_mac("52:54:00:3b:6e:511"));
	assert_true(vml_read_cpuset("0-3,^2,7"));
	assert_true(vml_read_cpuset(" 1 - 2 , 4,"));
	assert_false(vml_read_cpuset(""));
	assert_false(vml_read_cpuset("3-1"));
	assert_false(vml_read_cpuset("1;2"));
	assert_false(vml_read_cpuset("a"));
	assert_true(vml_read_size_unit("KiB"));
	assert_true(vml_read_size_unit("gb"));
	assert_false(vml_read_size_unit("kilobytes"));
	assert_false(vml_read_size_unit("KiBB"));
	assert_true(vml_read_usb_port("1.2.3.4"));
	assert_false(vml_read_usb_port("1.2.3.4.5"));
	assert_false(vml_read_usb_port("1."));
}

static void placeholders_are_recognised(void **state)
{
	static const char *const holders[] = { "${NAME}", "{{ name }}", "%d", "vm-%s", "$NAME",
		"%(name)s", "/images/@VM_NAME@.qcow2", "__UUID__", "CHANGE_ME", "<name>",
		"{% if x %}" };
	static const char *const values[] = { "a@b", "50%", "/a/__b", "$", "none", "a@b@c", "{x}",
		"C", "user@host:/x@y" };

	(void)state;
	for (size_t i = 0; i < sizeof(holders) / sizeof(*holders); i++)
		if (!vml_is_placeholder(holders[i]))
			fail_msg("%s is a placeholder", holders[i]);
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		if (vml_is_placeholder(values[i]))
			fail_msg("%s is not a placeholder", values[i]);
}

static void typos_are_counted(void **state)
{
	(void)state;
	assert_int_equal(vml_typo_distance("Cache", "cache", 2), 0);
	assert_int_equal(vml_typo_distance("chache", "cache", 2), 1);
	assert_int_equal(vml_typo_distance("cahce", "cache", 2), 1);
	assert_int_equal(vml_typo_distance("topolgy", "topology", 2), 1);
	assert_int_equal(vml_typo_distance("ab", "ba", 1), 1);
	assert_int_equal(vml_typo_distance("cace", "cached", 2), 2);
	assert_int_equal(vml_typo_distance("disk", "hostdev", 2), VML_TYPO_NONE);
	assert_int_equal(vml_typo_limit("bus"), 1);
}

/* Return the problems of a document, one line each: "severity path: message". */
static char *problems_of(const char *xml, unsigned int release)
{
	vml_buffer bytes = { .bytes = (char *)(uintptr_t)xml, .len = strlen(xml) }, out = { 0 };
	vml_doc *doc = parse(parser, &bytes);
	const vml_problem *problem =
		vml_grammar_check(doc, xmlDocGetRootElement(doc->tree), release);

	for (; problem; problem = problem->next) {
		vml_buffer_puts(&out, problem->severity == VML_ERROR ? "error " : "warning ");
		vml_buffer_puts(&out, (const char *)problem->node->name);
		if (problem->attr) {
			vml_buffer_puts(&out, "/@");
			vml_buffer_puts(&out, problem->attr);
		}
		vml_buffer_puts(&out, ": ");
		vml_buffer_puts(&out, problem->message);
		vml_buffer_puts(&out, "\n");
	}
	vml_buffer_add(&out, "", 1);
	vml_doc_free(doc);
	return out.bytes;
}

#define DOMAIN(content)                                                                        \
	"<domain type='kvm'><name>n</name><memory>1</memory><os><type>hvm</type></os>" content \
	"</domain>"

static void assert_problems(const char *xml, unsigned int release, const char *expected)
{
	char *problems = problems_of(xml, release);

	assert_string_equal(problems, expected);
	free(problems);
}

static void a_type_in_doubt_decides_nothing(void **state)
{
	(void)state;
	assert_problems(DOMAIN("<devices><disk tpye='block'><source dev='/a'/>"
			       "<target dev='vda'/></disk></devices>"),
		0,
		"warning disk/@tpye: 'tpye' is not an attribute of <disk>: libvirt silently drops "
		"it; did you mean 'type'?\n");
	assert_problems(DOMAIN("<devices><disk type='block'><source file='/a'/>"
			       "<target dev='vda'/></disk></devices>"),
		0,
		"warning source/@file: 'file' of <source> is not valid in <disk> with "
		"type='block': libvirt silently drops it\n");
}

static void newer_parts_are_reported_for_a_target(void **state)
{
	static const char xml[] = DOMAIN(
		"<cpu><topology sockets='1' dies='1' clusters='1' cores='1' threads='1'/></cpu>");

	(void)state;
	assert_problems(xml, 0, "");
	assert_problems(xml, VML_RELEASE(10, 1), "");
	assert_problems(xml, VML_RELEASE(10, 0),
		"warning topology/@clusters: 'clusters' of <topology> requires libvirt 10.1: "
		"the target's libvirt 10.0 silently drops it\n");
}

static void misspelt_required_parts_are_errors(void **state)
{
	(void)state;
	assert_problems("<domain type='kvm'><nmae>n</nmae><memory>1</memory><os>"
			"<type>hvm</type></os></domain>",
		0,
		"error nmae: <nmae> is not an element of <domain>: libvirt rejects the domain; "
		"did you mean <name>?\n");
	assert_problems(DOMAIN("<features><apic/><smn/></features>"), 0,
		"error smn: <smn> is not an element of <features>: libvirt rejects the domain; "
		"did you mean <smm>?\n");
}

/*
 * Twice as many unknown names take about twice the time. In quadratic time, this would take
 * minutes.
 */
static void hostile_documents_take_linear_time(void **state)
{
	enum { N = 100000 };
	vml_buffer xml = { 0 };
	char *problems, name[64];
	size_t lines = 0;

	(void)state;
	vml_buffer_puts(&xml, "<domain type='kvm'><name>n</name><devices><emulator>");
	for (int i = 0; i < N; i++)
		vml_buffer_puts(&xml, "a<!-- -->");
	vml_buffer_puts(&xml, "</emulator>");
	for (int i = 0; i < N; i++) {
		snprintf(name, sizeof(name), "<e%d a%d='1'/><disk a%d='' type='b'/>", i, i, i);
		vml_buffer_puts(&xml, name);
	}
	vml_buffer_puts(&xml, "</devices></domain>");
	vml_buffer_add(&xml, "", 1);
	problems = problems_of(xml.bytes, 0);
	for (const char *at = problems; *at; at++)
		lines += *at == '\n';
	assert_true(lines >= 3 * N);
	free(problems);
	vml_buffer_free(&xml);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_read_as_by_strtoul),
		cmocka_unit_test(addresses_and_sets_are_read_as_by_libvirt),
		cmocka_unit_test(placeholders_are_recognised),
		cmocka_unit_test(typos_are_counted),
		cmocka_unit_test(a_type_in_doubt_decides_nothing),
		cmocka_unit_test(newer_parts_are_reported_for_a_target),
		cmocka_unit_test(misspelt_required_parts_are_errors),
		cmocka_unit_test(hostile_documents_take_linear_time),
	};
	int failed;

	parser = vml_parser_new();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	vml_parser_free(parser);
	return failed;
}
