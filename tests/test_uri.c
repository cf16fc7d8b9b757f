/* Tests of URIs of connections: passwords, hosts, parts. */
#include "support.h"

#include "connection_names.h"
#include "uri.h"

#include <stdlib.h>
#include <string.h>

static void expect_text(char *text, const char *expected)
{
	assert_string_equal(text, expected);
	free(text);
}

static void test_passwords(void **state)
{
	(void)state;
	expect_text(vml_uri_without_password("qemu:///system"), "qemu:///system");
	expect_text(vml_uri_without_password("q://u:p@h/s?x=a:b@c"), "q://u@h/s?x=a:b@c");
	expect_text(vml_uri_without_password("q://u:p:q@r@h:22/s"), "q://u@h:22/s");
	expect_text(vml_uri_without_password("q://u:p/q@h/s"), "q://u@h/s");
	expect_text(vml_uri_without_password("q://:p@h"), "q://@h");
	expect_text(vml_uri_without_password("q://u@h:22/a@b"), "q://u@h:22/a@b");
	expect_text(vml_uri_without_password("alias"), "alias");
	expect_text(vml_uri_redact("q://u:s%65cret@h/", "no q://u:secret@h/, q://u:s%65cret@h/"),
		"no q://u@h/, q://u@h/");
	expect_text(vml_uri_redact("q://u:x@h/", ""), "");
}

static void test_hosts(void **state)
{
	(void)state;
	expect_text(vml_uri_host("qemu:///system"), "");
	expect_text(vml_uri_host("alias"), "");
	expect_text(vml_uri_host(""), "");
	expect_text(vml_uri_host("qemu+ssh://root@[fe80::1%25eth0]:22/system"), "fe80::1%25eth0");
	expect_text(vml_uri_host("q://u:p@prod1.example.com:22?x"), "prod1.example.com");
	expect_text(vml_uri_part_of("q+ssh://u:p@h:22/a/b?socket=/x&y", VML_URI_TRANSPORT), "ssh");
	expect_text(vml_uri_part_of("q+ssh://u:p@h:22/a/b?socket=/x&y", VML_URI_PORT), "22");
	expect_text(vml_uri_part_of("q+ssh://u:p@h:22/a/b?socket=/x&y", VML_URI_PATH), "a/b");
	expect_text(vml_uri_part_of("q+ssh://u:p@h:22/a/b?z=1&socket=/x&y", VML_URI_SOCKET), "/x");
	expect_text(vml_uri_part_of("q+ssh://u:p@h:22/a/b", VML_URI_USER), "u");
}

static void test_names(void **state)
{
	static const char *const uris[] = { "qemu+ssh://prod1/system", "qemu+ssh://prod1/session",
		"qemu+ssh://prod2/system", "qemu:///system", "qemu+ssh://a:x@prod3/system",
		"qemu+ssh://a:y@prod3/system" };

	(void)state;
	expect_text(vml_connection_name(uris, 6, 0, ""), "prod1/system");
	expect_text(vml_connection_name(uris, 6, 1, ""), "prod1/session");
	expect_text(vml_connection_name(uris, 6, 2, ""), "prod2");
	expect_text(vml_connection_name(uris, 6, 3, "box.example.com"), "box");
	expect_text(vml_connection_name(uris, 6, 4, ""), "prod3#1");
	expect_text(vml_connection_name(uris, 6, 5, ""), "prod3#2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_passwords),
		cmocka_unit_test(test_hosts),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
