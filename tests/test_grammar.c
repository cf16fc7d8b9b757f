/* The grammar check: readers of values, suggestions, problems, and bounds on hostile documents. */
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_read_as_by_strtoul),
		cmocka_unit_test(addresses_and_sets_are_read_as_by_libvirt),
		cmocka_unit_test(placeholders_are_recognised),
		cmocka_unit_test(typos_are_counted),
	};
	int failed;

	parser = vml_parser_new();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	vml_parser_free(parser);
	return failed;
}
