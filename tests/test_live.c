/* Tests of live connections with libvirt's test driver, which needs no daemon or guest. */
#define _GNU_SOURCE
#include "support.h"

#include "live.h"

#include <dlfcn.h>
#include <errno.h>
#include <libvirt/libvirt.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NODE "test://" FIXTURES "/_live/node.xml"

/*
 * AddressSanitizer intercepts xdrmem_create(), but finds the original only if libtirpc is
 * loaded at program start; else it calls NULL when libvirt connects to a daemon.
 */
#if defined(__SANITIZE_ADDRESS__)
#define NO_REMOTE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define NO_REMOTE 1
#endif
#endif

static const char *self; /* path of this program */

static void skip_without_remote(void)
{
#ifdef NO_REMOTE
	if (!dlsym(RTLD_NEXT, "xdrmem_create"))
		skip_because("no libtirpc at program start: remote connections with ASan");
#endif
}

static char *name_of(const vml_doc *doc)
{
	for (xmlNode *n = xmlDocGetRootElement(doc->tree)->children; n; n = n->next)
		if (!xmlStrcmp(n->name, BAD_CAST "name"))
			return (char *)xmlNodeGetContent(n);
	fail_msg("a domain without a name");
	return NULL;
}

static bool has_id(const vml_doc *doc)
{
	return xmlHasProp(xmlDocGetRootElement(doc->tree), BAD_CAST "id");
}

static vml_doc *read_domain(vml_live *live, size_t i, vml_parser *parser)
{
	vml_fault fault;
	vml_doc *doc;
	char *xml;

	assert_int_equal(vml_live_fetch(live, i, &xml, &fault), VML_LIVE_DOCUMENT);
	assert_int_equal(vml_live_parse(live, i, xml, parser, &doc, &fault), VML_LIVE_DOCUMENT);
	return doc;
}

/* Open a connection that must work, and list its domains. */
static vml_live *open_listed(const char *uri)
{
	vml_fault fault;
	vml_live *live;

	assert_int_equal(vml_live_open(&live, uri, false, false, &fault), 0);
	assert_int_equal(vml_live_list(live, &fault), 0);
	return live;
}

/*
 * Return the results of a connection as a string to be freed: "name|" for a definition,
 * "name+|" for a running domain, "?operand|" for an operand without a match, "!message|"
 * for a fault.
 */
static char *results_of(const char *uri, const char *const *operands, size_t n, bool running)
{
	vml_parser *parser = vml_parser_new();
	size_t story_len;
	char *results = NULL;
	FILE *out = open_memstream(&results, &story_len);
	bool matched[8] = { false };
	vml_fault fault;
	vml_live *live;

	if (vml_live_open(&live, uri, running, false, &fault)) {
		assert_null(live);
		fprintf(out, "!%s", fault.message);
		goto done;
	}
	assert_int_equal(vml_live_list(live, &fault), 0);
	if (n)
		vml_live_choose(live, operands, n, matched);
	for (size_t i = 0; i < vml_live_count(live); i++) {
		vml_doc *doc = read_domain(live, i, parser);
		char *name = name_of(doc);

		assert_string_equal(name, vml_live_name(live, i));
		fprintf(out, "%s%s|", name, has_id(doc) ? "+" : "");
		assert_true(doc->no_places);
		xmlFree(name);
		vml_doc_free(doc);
	}
	for (size_t i = 0; i < n; i++)
		if (!matched[i])
			fprintf(out, "?%s|", operands[i]);
	vml_live_close(live);
done:
	fclose(out);
	vml_parser_free(parser);
	return results;
}

static void expect(
	const char *uri, const char *const *operands, size_t n, bool running, const char *expected)
{
	char *results = results_of(uri, operands, n, running);

	assert_string_equal(results, expected);
	free(results);
}

/* Check which domains of node.xml one operand matches. */
static void expect_one(const char *operand, const char *expected)
{
	expect(NODE, &operand, 1, false, expected);
}

static void test_all(void **state)
{
	(void)state;
	expect(NODE, NULL, 0, false,
		"*|007|2|Gerät & <Co>|fleeting+|it's \"it\"|web 1|web1|web[1]|");
	expect(NODE, NULL, 0, true,
		"*|007|2|Gerät & <Co>|fleeting+|it's \"it\"+|web 1+|web1|web[1]|");
	expect("test:///default", NULL, 0, false, "test|");
	expect("test://" FIXTURES "/_live/node-empty.xml", NULL, 0, false, "");
}

static void test_operands(void **state)
{
	(void)state;
	/* names with special characters */
	expect_one("web 1", "web 1|");
	expect_one("it's \"it\"", "it's \"it\"|");
	expect_one("Gerät & <Co>", "Gerät & <Co>|");
	/* a name has precedence over a pattern */
	expect_one("*", "*|");
	expect_one("web[1]", "web[1]|");
	expect_one("web[0-9]", "web1|");
	expect_one("web*", "web 1|web1|web[1]|");
	expect_one("\\*", "*|");
	/* the ID of a running domain has precedence over a name */
	expect_one("1", "web 1|");
	expect_one("2", "it's \"it\"|");
	expect_one("007", "007|");
	expect_one("7", "?7|");
	expect_one("4294967295", "?4294967295|");
	expect_one("4294967298", "?4294967298|");
	expect_one("99999999999999999999999", "?99999999999999999999999|");
	/* UUIDs */
	expect_one("00000018-aaaa-4bbb-8ccc-0123456789ab", "web1|");
	expect_one("00000018-AAAA-4bbb-8CCC-0123456789AB", "web1|");
	expect_one("00000018aaaa4bbb8ccc0123456789ab", "web1|");
	expect_one("00000018-aaaa-4bbb-8ccc-0123456789a", "?00000018-aaaa-4bbb-8ccc-0123456789a|");
	expect_one("", "?|");
	expect_one("-", "?-|");
}

static void test_several_operands(void **state)
{
	static const char *const operands[] = { "nothing", "web*", "web1",
		"00000018-aaaa-4bbb-8ccc-0123456789ab", "no*thing", "3" };

	(void)state;
	expect(NODE, operands, 6, false, "fleeting+|web 1|web1|web[1]|?nothing|?no*thing|");
}

static void test_document_owns_its_bytes(void **state)
{
	vml_parser *parser = vml_parser_new();
	const char *const operands[] = { "web1" };
	bool matched = false;
	vml_live *live;
	vml_doc *doc;

	(void)state;
	live = open_listed(NODE);
	assert_string_equal(vml_live_uri(live), NODE);
	vml_live_choose(live, operands, 1, &matched);
	assert_true(matched);
	assert_int_equal(vml_live_uuid(live, 0)[3], 0x18);
	doc = read_domain(live, 0, parser);
	vml_live_close(live);
	assert_int_equal(strlen(doc->slice.bytes), doc->slice.len);
	assert_memory_equal(doc->slice.bytes, "<domain type='test'", 19);
	assert_int_equal(doc->slice.line, 1);
	assert_int_equal(doc->slice.offset, 0);
	vml_doc_free(doc);
	vml_parser_free(parser);
	vml_live_close(NULL);
}

/* The states of domains, as libvirt's lists contain them. */
static void test_states(void **state)
{
	vml_parser *parser = vml_parser_new();
	vml_live *live;

	(void)state;
	live = open_listed(NODE);
	assert_int_not_equal(strlen(vml_live_hostname(live)), 0);
	for (size_t i = 0; i < vml_live_count(live); i++) {
		const char *name = vml_live_name(live, i);
		vml_doc *doc = read_domain(live, i, parser);

		assert_true(doc->guest.known);
		assert_true(doc->guest.saved_known);
		assert_false(doc->guest.autostart);
		assert_false(doc->guest.saved);
		assert_int_equal(doc->guest.persistent, strcmp(name, "fleeting") != 0);
		assert_int_equal(
			doc->guest.active, strstr("fleeting|it's \"it\"|web 1", name) != NULL);
		assert_int_equal(doc->running, !doc->guest.persistent);
		vml_doc_free(doc);
	}
	vml_live_disconnect(live);
	assert_string_equal(vml_live_name(live, 0), "*");
	vml_live_close(live);
	vml_parser_free(parser);
}

static void expect_refusal(const char *uri, const char *message, const char *hint)
{
	vml_fault fault;
	vml_live *live;

	assert_int_equal(vml_live_open(&live, uri, false, false, &fault), -1);
	assert_null(live);
	assert_non_null(fault.hint);
	assert_int_equal(fault.line, 0);
	if (!strstr(fault.message, message))
		fail_msg("'%s' does not contain '%s'", fault.message, message);
	if (!strstr(fault.hint, hint))
		fail_msg("'%s' does not contain '%s'", fault.hint, hint);
	assert_null(strstr(fault.message, "hunter2"));
	assert_null(strstr(fault.hint, "hunter2"));
}

static void test_refusals(void **state)
{
	(void)state;
	/* libvirt passes an unknown scheme to the daemon, if one is running */
	skip_without_remote();
	expect_refusal(
		"nonsense:///", "cannot connect to nonsense:///: ", "'virsh -r -c nonsense:///");
	expect_refusal("nonsense://root:hunter2@host.invalid/",
		"nonsense://root@host.invalid/: ", "-c nonsense://root@host.invalid/");
	expect_refusal("test:///no/such/node.xml",
		"cannot connect to test:///no/such/node.xml: ", "make sure that 'virsh");
	expect_refusal("qemu:///system?socket=/no/such/socket",
		"Failed to connect socket to '/no/such/socket': No such file or directory",
		"check that libvirtd (or virtqemud) is running and that you may use its socket; "
		"make sure that 'virsh -r -c "
		"qemu:///system?socket=/no/such/socket list' works");
}

/*
 * This connection requires a user name. vml_live_open() must not prompt for it: the hint shows that
 * vmlint's callback for credentials was called, and declined.
 */
static void test_no_prompt(void **state)
{
	(void)state;
	expect_refusal("test://" FIXTURES "/_live/node-auth.xml", "cannot connect to test://",
		"but vmlint never prompts: store the answer in libvirt's auth.conf");
}

/*
 * Create a directory with an 'ssh' script that writes its arguments to a file and fails like
 * ssh. It reads a byte from libvirt first, or libvirt would only report a broken pipe.
 */
static void make_ssh(char *dir)
{
	char path[256];
	FILE *file;

	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/ssh", dir);
	file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file,
		"#!/bin/sh\necho \"$@\" >>%s/args\n"
		"dd bs=1 count=1 >/dev/null 2>&1\n"
		"echo 'Host key verification failed.' >&2\nexit 255\n",
		dir);
	fclose(file);
	assert_int_equal(chmod(path, 0755), 0);
}

/*
 * Return the arguments of all calls of 'ssh' so far, which the caller frees, and delete the file.
 */
static char *take_args(const char *dir)
{
	vml_buffer bytes;
	char path[256];

	snprintf(path, sizeof(path), "%s/args", dir);
	if (!read_file(path, &bytes))
		return strdup("");
	unlink(path);
	return bytes.bytes;
}

static void remove_ssh(const char *dir)
{
	char path[256];

	free(take_args(dir));
	snprintf(path, sizeof(path), "%s/ssh", dir);
	unlink(path);
	rmdir(dir);
}

static void expect_batch(const char *uri, const char *dir)
{
	char *args;

	expect_refusal(uri, "Host key verification failed", "as ssh cannot prompt here");
	args = take_args(dir);
	assert_non_null(strstr(args, "BatchMode=yes"));
	free(args);
}

static void test_ssh_does_not_prompt(void **state)
{
	static const char *const forms[] = { "qemu+ssh://host.invalid/system?command=%s/ssh",
		"QEMU+SSH://host.invalid/system?command=%s/ssh",
		"qemu+ssh://host.invalid/system?command=%s/ssh&no_tty=1",
		"qemu+ssh://host.invalid/system?no_tty=0&command=%s/ssh",
		"qemu+ssh://host.invalid/system?command=%s/ssh#here" };
	char dir[] = "/tmp/vmlint-test-XXXXXX", uri[256];

	(void)state;
	skip_without_remote();
	make_ssh(dir);
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		snprintf(uri, sizeof(uri), forms[i], dir);
		expect_batch(uri, dir);
	}
	/* libvirt determines the default URI, which may use ssh */
	snprintf(uri, sizeof(uri), forms[0], dir);
	setenv("LIBVIRT_DEFAULT_URI", uri, 1);
	expect_batch("", dir);
	unsetenv("LIBVIRT_DEFAULT_URI");
	remove_ssh(dir);
}

/*
 * Aliases and the default URI in libvirt.conf. Skipped for root, whose libvirt.conf is in
 * /etc. It must be the first test: GLib reads XDG_CONFIG_HOME once per process.
 */
static void test_conf(void **state)
{
	char dir[] = "/tmp/vmlint-test-XXXXXX", path[256];
	FILE *file;

	(void)state;
	if (!geteuid())
		skip_because("as root: a user's libvirt.conf");
	skip_without_remote();
	make_ssh(dir);
	snprintf(path, sizeof(path), "%s/libvirt", dir);
	assert_int_equal(mkdir(path, 0755), 0);
	snprintf(path, sizeof(path), "%s/libvirt/libvirt.conf", dir);
	file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file,
		"# uri_default = \"qemu:///no\"\n"
		"# it's a list\nuri_aliases = [\n\t\"node=" NODE "\",\n"
		"\t'far=qemu+ssh://host.invalid/system?command=%s/ssh',\n]\n"
		"uri_default = \"far\"\n",
		dir);
	fclose(file);
	setenv("XDG_CONFIG_HOME", dir, 1);
	expect("node", (const char *const[]){ "web1" }, 1, false, "web1|");
	expect_batch("far", dir);
	expect_batch("", dir);
	expect_refusal("fa", "cannot connect to fa: ", "make sure that 'virsh");
	setenv("LIBVIRT_DEFAULT_URI", "node", 1);
	expect("", (const char *const[]){ "web1" }, 1, false, "web1|");
	unsetenv("LIBVIRT_DEFAULT_URI");
	unsetenv("XDG_CONFIG_HOME");
	unlink(path);
	*strrchr(path, '/') = '\0';
	rmdir(path);
	remove_ssh(dir);
}

static void test_default_uri(void **state)
{
	(void)state;
	setenv("LIBVIRT_DEFAULT_URI", "test:///default", 1);
	expect("", NULL, 0, true, "test+|");
	unsetenv("LIBVIRT_DEFAULT_URI");
}

/* Load a function of libvirt that changes something; vmlint itself never calls those. */
#define WRITER(function)                                      \
	__typeof__(&function) my_##function;                  \
	*(void **)&my_##function = dlsym(library, #function); \
	assert_non_null(my_##function)

/*
 * A domain is removed through another connection: all connections to test:///default share domains.
 */
static void test_vanished(void **state)
{
	void *library = dlopen("libvirt.so.0", RTLD_NOW | RTLD_LOCAL);
	vml_parser *parser = vml_parser_new();
	virConnectPtr writer;
	virDomainPtr domain;
	vml_fault fault;
	vml_live *live;
	char *xml;

	(void)state;
	assert_non_null(library);
	WRITER(virConnectOpen);
	WRITER(virConnectClose);
	WRITER(virDomainLookupByName);
	WRITER(virDomainDestroy);
	WRITER(virDomainUndefine);
	WRITER(virDomainDefineXML);
	WRITER(virDomainFree);
	writer = my_virConnectOpen("test:///default");
	domain = my_virDomainDefineXML(writer,
		"<domain type='test'><name>zz</name><memory>65536</memory>"
		"<os><type>hvm</type></os></domain>");
	assert_non_null(domain);
	my_virDomainFree(domain);
	live = open_listed("test:///default");
	assert_int_equal(vml_live_count(live), 2);
	domain = my_virDomainLookupByName(writer, "test");
	my_virDomainDestroy(domain);
	my_virDomainUndefine(domain);
	my_virDomainFree(domain);
	assert_int_equal(vml_live_fetch(live, 0, &xml, &fault), VML_LIVE_NOTE);
	assert_null(xml);
	assert_string_equal(fault.message, "domain 'test' disappeared before it could be read");
	vml_doc_free(read_domain(live, 1, parser));
	vml_live_close(live);
	my_virConnectClose(writer);
	vml_parser_free(parser);
	dlclose(library); /* releases this test's reference to libvirt; vmlint has its own */
}

/* SIGPIPE is blocked only during libvirt calls: writing to a closed pipe must end vmlint. */
static void test_sigpipe_is_restored(void **state)
{
	sigset_t now;

	(void)state;
	expect("test:///default", NULL, 0, false, "test|");
	sigprocmask(SIG_SETMASK, NULL, &now);
	assert_int_equal(sigismember(&now, SIGPIPE), 0);
}

static int run_without_libvirt(void)
{
	vml_fault fault;
	vml_live *live;
	bool good = true;

	for (int i = 0; i < 2; i++)
		good = vml_live_open(&live, "test:///default", false, false, &fault) && !live &&
			strstr(fault.message, "cannot connect to test:///default: libvirt ") &&
			strstr(fault.hint, "files or pipes, which need no libvirt") && good;
	return good ? 0 : 1;
}

/* libvirt.so.0 in LD_LIBRARY_PATH is not a library, so that libvirt cannot be loaded. */
static void test_without_libvirt(void **state)
{
	char dir[] = "/tmp/vmlint-test-XXXXXX", path[256], command[1024];
	vml_buffer junk = { 0 };

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/libvirt.so.0", dir);
	vml_buffer_puts(&junk, "no library\n");
	write_file(path, &junk);
	vml_buffer_free(&junk);
	snprintf(
		command, sizeof(command), "LD_LIBRARY_PATH='%s' '%s' --without-libvirt", dir, self);
	assert_int_equal(system(command), 0);
	unlink(path);
	rmdir(dir);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_conf),
		cmocka_unit_test(test_all),
		cmocka_unit_test(test_operands),
		cmocka_unit_test(test_several_operands),
		cmocka_unit_test(test_document_owns_its_bytes),
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_no_prompt),
		cmocka_unit_test(test_ssh_does_not_prompt),
		cmocka_unit_test(test_default_uri),
		cmocka_unit_test(test_vanished),
		cmocka_unit_test(test_sigpipe_is_restored),
		cmocka_unit_test(test_without_libvirt),
	};

	if (argc > 1 && !strcmp(argv[1], "--without-libvirt"))
		return run_without_libvirt();
	self = argv[0];
	unsetenv("LIBVIRT_DEFAULT_URI");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
