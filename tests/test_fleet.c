/* Tests of conflicts between domains of several documents, hosts and states. */
#define _GNU_SOURCE /* memmem */
#include "support.h"

#include "buffer.h"
#include "fleet.h"
#include "host.h"
#include "report.h"
#include "stored.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static vml_parser *parser;

static const char head[] = "<domain type='kvm'>\n<name>%s</name>\n<os><type arch='x86_64' "
			   "machine='q35'>hvm</type></os>\n<devices>\n%s</devices>\n</domain>\n";

/* Audit a document with the fleet rules and add it to the fleet. body: content of <devices> */
static void add(vml_fleet *fleet, const vml_origin *origin, const char *name, const char *body)
{
	vml_selection *selection = vml_selection_new();
	size_t size = sizeof(head) + strlen(name) + strlen(body);
	char *text = malloc(size), *unknown;
	vml_result result;
	vml_doc *doc;

	snprintf(text, size, head, name, body);
	assert_int_equal(vml_select(selection, VML_SELECT_ONLY, "fleet-*", &unknown), 0);
	doc = parse_text(parser, text);
	doc->joins = true;
	vml_audit(doc, selection, &result);
	vml_fleet_add(fleet, origin, &result);
	vml_doc_free(doc);
	vml_selection_free(selection);
	/* the fleet must not refer to the document */
	memset(text, 'x', size);
	free(text);
}

/* Join the fleet. Returns the number of findings. severity: required of each finding; 0: any */
static size_t join(vml_fleet *fleet, vml_severity severity)
{
	vml_origin origin;
	vml_result result;
	size_t n = 0;

	vml_fleet_join(fleet);
	while (vml_fleet_next(fleet, &origin, &result)) {
		for (size_t i = 0; i < result.n_findings; i++)
			if (severity)
				assert_int_equal(result.findings[i]->severity, severity);
		n += result.n_findings;
	}
	return n;
}

#define NIC(mac) "<interface type='bridge'><mac address='" mac "'/></interface>\n"
#define DISK(path)                                                                              \
	"<disk type='file' device='disk'>\n<source file='" path "'/><target dev='vda'/></disk>" \
	"\n"
#define VNC(port) "<graphics type='vnc' autoport='no' port='" port "'/>\n"

static void nothing(void **state)
{
	vml_fleet *fleet = vml_fleet_new();

	(void)state;
	assert_int_equal(join(fleet, 0), 0);
	vml_fleet_free(fleet);
	vml_fleet_free(NULL);
	fleet = vml_fleet_new();
	add(fleet, &(vml_origin){ .name = "a.xml" }, "a", NIC("52:54:00:00:00:01"));
	assert_int_equal(join(fleet, 0), 0);
	vml_fleet_free(fleet);
}

/* Columns count UTF-16 code units for reports that need those, and secrets are masked. */
static void stored_line(void **state)
{
	static const char display[] =
		"<graphics passwd='s&#xe9;cret' keymap='\xc3\xa9\xf0\x9f\x98\x80' "
		"type='vnc' port='5901'/>\n";
	vml_fleet *fleet = vml_fleet_new();
	const vml_finding *finding;
	vml_excerpt excerpt, shown;
	vml_buffer text = { 0 };
	vml_origin origin;
	vml_result result;

	(void)state;
	add(fleet, &(vml_origin){ .name = "a.xml" }, "a", display);
	add(fleet, &(vml_origin){ .name = "b.xml" }, "b", display);
	vml_fleet_join(fleet);
	assert_true(vml_fleet_next(fleet, &origin, &result));
	assert_string_equal(origin.name, "a.xml");
	assert_int_equal(result.n_findings, 1);
	finding = result.findings[0];
	assert_string_equal(vml_finding_path(finding), "/domain/devices/graphics[1]/@port");
	assert_string_equal(vml_finding_device(finding), "vnc display");
	assert_int_equal(finding->range.start.line, 5);
	assert_int_equal(finding->range.start.column, 65);
	assert_int_equal(finding->stored->column, 65 - 1 - 2);
	assert_int_equal(finding->stored->end_column, finding->stored->column + 4);
	assert_true(vml_excerpt_of(finding, &excerpt));
	shown = vml_excerpt_shown(&excerpt, &text);
	assert_non_null(memmem(shown.line, shown.len, "5901", 4));
	assert_null(memmem(shown.line, shown.len, "cret", 4));
	vml_buffer_free(&text);
	assert_int_equal(finding->n_related, 1);
	assert_string_equal(finding->related[0].input, "b.xml");
	assert_int_equal(finding->related[0].column, finding->stored->column);
	assert_string_equal(vml_finding_key(finding).path, "/domain/devices/graphics/@port");
	assert_int_equal(strlen(vml_finding_fingerprint(finding)), 16);
	assert_true(vml_fleet_next(fleet, &origin, &result));
	assert_false(vml_fleet_next(fleet, &origin, &result));
	vml_fleet_free(fleet);
}

/* Add two domains with the same devices to a fleet. Returns the number of findings. */
static size_t pair(
	const vml_origin *a, const vml_origin *b, const char *body, vml_severity severity)
{
	vml_fleet *fleet = vml_fleet_new();
	size_t n;

	add(fleet, a, "a", body);
	add(fleet, b, "b", body);
	n = join(fleet, severity);
	vml_fleet_free(fleet);
	return n;
}

static void hosts(void **state)
{
	const vml_origin a = { .name = "x/a.xml" }, b = { .name = "x/b.xml" },
			 c = { .name = "y/c.xml" };
	const vml_origin one = { .name = "x/a.xml", .host = "h1" },
			 same = { .name = "y/b.xml", .host = "h1" },
			 other = { .name = "x/b.xml", .host = "h2" };

	(void)state;
	/* MAC addresses are compared across all hosts */
	assert_int_equal(pair(&a, &c, NIC("52:54:00:00:00:01"), VML_WARNING), 2);
	assert_int_equal(pair(&one, &other, NIC("52:54:00:00:00:01"), VML_ERROR), 2);
	/* both findings of a conflict with a file of an unknown host are a warning */
	assert_int_equal(pair(&one, &c, NIC("52:54:00:00:00:01"), VML_WARNING), 2);
	assert_int_equal(pair(&c, &one, NIC("52:54:00:00:00:01"), VML_WARNING), 2);
	/*
	 * ports are compared within a host; files without a host may be of the same one if they are
	 * in the same directory: only VML_INFO
	 */
	assert_int_equal(pair(&a, &b, VNC("5901"), VML_INFO), 2);
	assert_int_equal(pair(&a, &c, VNC("5901"), 0), 0);
	assert_int_equal(pair(&one, &same, VNC("5901"), VML_ERROR), 2);
	assert_int_equal(pair(&one, &other, VNC("5901"), 0), 0);
	/*
	 * images are compared within a host; files without a host may be of hosts that share
	 * storage
	 */
	assert_int_equal(pair(&a, &b, DISK("/a"), VML_WARNING), 2);
	assert_int_equal(pair(&a, &c, DISK("/a"), VML_WARNING), 2);
	assert_int_equal(pair(&one, &same, DISK("/a"), VML_ERROR), 2);
	assert_int_equal(pair(&one, &other, DISK("/a"), 0), 0);
}

/*
 * Guests that are not running and do not start with the host, such as a template and its copy: a
 * conflict between two of them has a lower severity.
 */
static void idle(void **state)
{
	const vml_origin on = { .name = "test:///a", .kind = VML_INPUT_LIVE, .host = "h" };
	vml_origin off = on;

	(void)state;
	off.idle = true;
	assert_int_equal(pair(&off, &off, NIC("52:54:00:00:00:01"), VML_WARNING), 2);
	assert_int_equal(pair(&on, &off, NIC("52:54:00:00:00:01"), VML_ERROR), 2);
	assert_int_equal(pair(&on, &on, NIC("52:54:00:00:00:01"), VML_ERROR), 2);
}

/*
 * If very many domains have the same value, joining takes linear time, and each message names three
 * of the other domains and counts the rest.
 */
static void many(void **state)
{
	enum { MANY = 5000 };
	vml_fleet *fleet = vml_fleet_new();
	vml_origin origin;
	vml_result result;
	size_t n = 0;

	(void)state;
	for (int i = 0; i < MANY; i++) {
		char name[16], file[16];

		snprintf(name, sizeof(name), "g%d", i);
		snprintf(file, sizeof(file), "%d.xml", i);
		add(fleet, &(vml_origin){ .name = file }, name, NIC("52:54:00:00:00:01"));
	}
	vml_fleet_join(fleet);
	for (; vml_fleet_next(fleet, &origin, &result); n++) {
		assert_int_equal(result.n_findings, 1);
		assert_int_equal(result.findings[0]->n_others, MANY - 1);
		assert_int_equal(result.findings[0]->n_related, 3);
		assert_non_null(strstr(result.findings[0]->message, " and 4996 more"));
	}
	assert_int_equal(n, MANY);
	vml_fleet_free(fleet);
}

/* Add a domain with 6 GiB of memory to the fleet, for a host with 8 GiB and 3 CPUs. */
static void add_sized(vml_fleet *fleet, const vml_host *host, const vml_origin *origin,
	const char *name, const char *body)
{
	vml_selection *selection = vml_selection_new();
	char text[1024], *unknown;
	vml_result result;
	vml_doc *doc;

	snprintf(text, sizeof(text),
		"<domain type='kvm'><name>%s</name><memory unit='GiB'>6</memory><os><type "
		"arch='x86_64' machine='q35'>hvm</type></os>%s</domain>",
		name, body);
	assert_int_equal(vml_select(selection, VML_SELECT_ONLY, "fleet-*", &unknown), 0);
	if (host)
		vml_select_host(selection, host);
	doc = parse_text(parser, text);
	doc->joins = true;
	vml_audit(doc, selection, &result);
	vml_fleet_add(fleet, origin, &result);
	vml_doc_free(doc);
	vml_selection_free(selection);
}

/* Join two domains of 6 GiB for hosts with this profile. Returns the number of findings. */
static size_t sized_pair(const vml_host *host, const vml_origin *a, const char *name,
	const vml_origin *b, const char *other)
{
	vml_fleet *fleet = vml_fleet_new();
	size_t n;

	add_sized(fleet, host, a, name, "");
	add_sized(fleet, host, b, other, "");
	n = join(fleet, VML_WARNING);
	vml_fleet_free(fleet);
	return n;
}

/*
 * Sums of memory: a domain counts once, if its host is known and it runs or starts with the host.
 */
static void sums(void **state)
{
	const vml_origin one = { .name = "a.xml", .host = "prod1" },
			 same = { .name = "x/b.xml", .host = "prod1" },
			 other = { .name = "c.xml", .host = "prod2" },
			 unknown = { .name = "d.xml" };
	const vml_origin live = {
		.name = "test:///a", .kind = VML_INPUT_LIVE, .host = "test:///a", .label = "a"
	};
	vml_origin off = live, origin;
	vml_fleet *fleet = vml_fleet_new();
	vml_host *host = read_host(parser, FIXTURES "/fleet-memory-overcommit/host.xml");
	vml_result result;

	(void)state;
	off.idle = true;
	assert_int_equal(sized_pair(host, &one, "a", &same, "b"), 1);
	assert_int_equal(sized_pair(host, &one, "a", &other, "b"), 0);
	assert_int_equal(sized_pair(host, &unknown, "a", &unknown, "b"), 0);
	assert_int_equal(sized_pair(NULL, &one, "a", &same, "b"), 0);
	assert_int_equal(sized_pair(host, &live, "a", &live, "b"), 1);
	assert_int_equal(sized_pair(host, &live, "a", &off, "b"), 0);
	/* two definitions of one domain count once */
	assert_int_equal(sized_pair(host, &one, "a", &same, "a"), 0);
	/*
	 * the finding is on the largest domain (the first of several), with the origin of its
	 * connection
	 */
	add_sized(fleet, host, &live, "small", "<currentMemory unit='GiB'>1</currentMemory>");
	add_sized(fleet, host, &live, "first", "");
	add_sized(fleet, host, &live, "second", "");
	vml_fleet_join(fleet);
	assert_true(vml_fleet_next(fleet, &origin, &result));
	assert_string_equal(origin.label, "a");
	assert_int_equal(result.n_findings, 1);
	assert_string_equal(result.findings[0]->facts->name, "first");
	assert_string_equal(result.findings[0]->message,
		"the host has 8.0 GiB of memory, and the 3 guests that run or start with it have "
		"13.0 GiB: it swaps, or kills guests; the largest are this one and guests 'second' and "
		"'small'");
	assert_false(vml_fleet_next(fleet, &origin, &result));
	vml_fleet_free(fleet);
	vml_host_free(host);
}

/* The same domain in several inputs: equal names, and equal UUIDs or none. */
static void repeated(void **state)
{
	vml_fleet *fleet = vml_fleet_new();
	vml_repeated found;

	(void)state;
	add(fleet, &(vml_origin){ .name = "a.xml" }, "web", NIC("52:54:00:00:00:01"));
	add(fleet, &(vml_origin){ .name = "backup/a.xml" }, "web", NIC("52:54:00:00:00:01"));
	add(fleet, &(vml_origin){ .name = "db.xml" }, "db", NIC("52:54:00:00:00:02"));
	assert_int_equal(join(fleet, 0), 0);
	found = vml_fleet_repeated(fleet);
	assert_int_equal(found.n, 1);
	assert_string_equal(found.name, "web");
	assert_string_equal(found.input, "a.xml");
	assert_string_equal(found.second, "backup/a.xml");
	vml_fleet_free(fleet);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing),
		cmocka_unit_test(stored_line),
		cmocka_unit_test(hosts),
		cmocka_unit_test(idle),
		cmocka_unit_test(many),
		cmocka_unit_test(sums),
		cmocka_unit_test(repeated),
	};
	int failed;

	parser = vml_parser_new();
	failed = cmocka_run_group_tests_name("fleet", tests, NULL, NULL);
	vml_parser_free(parser);
	return failed;
}
