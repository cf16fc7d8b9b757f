/* Tests of target environments: names, versions, and which layer sets the target of a domain. */
#include "support.h"

#include "select.h"
#include "target.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

static void assert_target(
	const char *text, const char *family, unsigned int libvirt, unsigned int qemu)
{
	vml_target target;
	char *wrong = NULL;

	assert_int_equal(vml_target_parse(text, &target, &wrong), 0);
	assert_null(wrong);
	assert_string_equal(target.family, family);
	assert_int_equal(target.libvirt, libvirt);
	assert_int_equal(target.qemu, qemu);
}

static void assert_invalid(const char *text, const char *message)
{
	vml_target target;
	char *wrong = NULL;

	assert_int_equal(vml_target_parse(text, &target, &wrong), -1);
	assert_non_null(strstr(wrong, message));
	free(wrong);
}

static void names_and_versions_are_parsed(void **state)
{
	(void)state;
	assert_target("debian-12", "debian", VML_RELEASE(9, 0), VML_RELEASE(7, 2));
	assert_target("Debian-12", "debian", VML_RELEASE(9, 0), VML_RELEASE(7, 2));
	assert_target("rhel-8.10", "rhel", VML_RELEASE(8, 0), VML_RELEASE(6, 2));
	assert_target("rhel-9.4", "rhel", VML_RELEASE(10, 0), VML_RELEASE(8, 2));
	assert_target("ubuntu-26.04", "ubuntu", VML_RELEASE(12, 0), VML_RELEASE(10, 2));
	assert_target("libvirt=9.0,qemu=7.2", "", VML_RELEASE(9, 0), VML_RELEASE(7, 2));
	assert_target("qemu=10.0.2", "", 0, VML_RELEASE(10, 0));
	assert_target("libvirt=12", "", VML_RELEASE(12, 0), 0);
}

static void other_names_are_parsed(void **state)
{
	(void)state;
	assert_target("rocky-9.4", "rhel", VML_RELEASE(10, 0), VML_RELEASE(8, 2));
	assert_target("AlmaLinux-8.10", "rhel", VML_RELEASE(8, 0), VML_RELEASE(6, 2));
	assert_target("centos-stream-9", "rhel", VML_RELEASE(10, 10), VML_RELEASE(9, 1));
	assert_target("centos-7.9", "rhel", VML_RELEASE(4, 5), VML_RELEASE(1, 5));
	assert_target("sles-15.6", "sles", VML_RELEASE(10, 0), VML_RELEASE(8, 2));
	assert_target("opensuse-leap-15.5", "leap", VML_RELEASE(9, 0), VML_RELEASE(7, 1));
	assert_invalid("rocky-3.1", "unknown target 'rocky-3.1'");
	assert_invalid("sles-15.33333333333333333333333333333333333", "unknown target");
}

static void versions_of_distributions_are_numbers(void **state)
{
	vml_target target;
	char *wrong;

	(void)state;
	assert_int_equal(vml_target_parse("rhel-8.10", &target, &wrong), 0);
	assert_int_equal(vml_target_version(&target), VML_RELEASE(8, 10));
	assert_int_equal(vml_target_parse("qemu=9.0", &target, &wrong), 0);
	assert_int_equal(vml_target_version(&target), 0);
}

static void typos_are_reported(void **state)
{
	(void)state;
	assert_invalid("debain-12", "did you mean 'debian-12'?");
	assert_invalid("", "unknown target ''");
	assert_invalid("libvirt=", "invalid target");
	assert_invalid("libvirt=9.0,", "invalid target");
	assert_invalid("libvirt=9.0,libvirt=9.1", "invalid target");
	assert_invalid("libvirt=9.0;qemu=1", "invalid target");
	assert_invalid("libvirt=9999.0", "invalid target");
	assert_invalid("xen=4.17", "invalid target");
}

/* Every name in the table can be parsed: completion offers all of them. */
static void every_name_in_the_table_is_valid(void **state)
{
	const char *name;
	size_t n = 0;

	(void)state;
	for (; (name = vml_nth_target(NULL, n)); n++) {
		vml_target target;
		char *wrong;

		assert_int_equal(vml_target_parse(name, &target, &wrong), 0);
		assert_string_equal(target.name, name);
		assert_true(target.libvirt && target.qemu);
		assert_true(vml_starts_with(name, target.family));
	}
	assert_true(n > 10);
}

static void the_last_matching_layer_sets_the_target(void **state)
{
	vml_selection *selection = vml_selection_new();
	char *wrong;

	(void)state;
	assert_null(vml_target_for(selection, "web1"));
	assert_int_equal(vml_select_target(selection, "debian-11", &wrong), 0);
	vml_select_layer(selection, "web*");
	assert_int_equal(vml_select_target(selection, "debian-12", &wrong), 0);
	vml_select_layer(selection, NULL);
	assert_string_equal(vml_target_for(selection, "web1")->name, "debian-12");
	assert_string_equal(vml_target_for(selection, "db1")->name, "debian-11");
	assert_int_equal(vml_select_target(selection, "rhel-9.4", &wrong), 0);
	assert_string_equal(vml_target_for(selection, "web1")->name, "rhel-9.4");
	vml_selection_free(selection);
}

/*
 * Audit a read-only virtiofs, which only libvirt before 11.0 rejects, for a target. Returns the
 * finding; NULL if there is none.
 */
static const vml_finding *audit_read_only_virtiofs(
	vml_parser *parser, vml_doc **ret_doc, const char *target)
{
	vml_selection *selection = vml_selection_new();
	vml_result result;
	char *wrong;

	*ret_doc = parse_text(parser,
		"<domain type='kvm'><memory>4096</memory>"
		"<memoryBacking><access mode='shared'/></memoryBacking>"
		"<os><type arch='x86_64' machine='q35'>hvm</type></os>"
		"<devices><filesystem type='mount'><driver type='virtiofs'/><source dir='/srv'/>"
		"<target dir='srv'/><readonly/></filesystem></devices></domain>");
	assert_int_equal(vml_select(selection, VML_SELECT_ONLY, "fs-virtiofs-rejected", &wrong), 0);
	if (target)
		assert_int_equal(vml_select_target(selection, target, &wrong), 0);
	vml_audit(*ret_doc, selection, &result);
	vml_selection_free(selection);
	return result.n_findings ? result.findings[0] : NULL;
}

static void refusals_of_old_releases_depend_on_the_target(void **state)
{
	vml_parser *parser = vml_parser_new();
	const vml_finding *finding;
	vml_doc *doc;

	(void)state;
	finding = audit_read_only_virtiofs(parser, &doc, "libvirt=9.0");
	assert_int_equal(finding->severity, VML_ERROR);
	assert_non_null(strstr(finding->message,
		": libvirt 9.0 rejects the domain; the next release that accepts it is 11.0"));
	vml_doc_free(doc);
	finding = audit_read_only_virtiofs(parser, &doc, NULL);
	assert_int_equal(finding->severity, VML_INFO);
	assert_int_equal(finding->level, VML_FIX_NONE);
	assert_non_null(strstr(finding->message, ": libvirt before 11.0 rejects the domain"));
	vml_doc_free(doc);
	assert_null(audit_read_only_virtiofs(parser, &doc, "libvirt=11.3"));
	vml_doc_free(doc);
	vml_parser_free(parser);
}

static void old_releases_drop_the_mapping_of_queues(void **state)
{
	vml_parser *parser = vml_parser_new();

	(void)state;
	for (int old = 0; old <= 1; old++) {
		vml_selection *selection = vml_selection_new();
		vml_result result;
		char *wrong;
		vml_doc *doc = parse_text(parser,
			"<domain type='kvm'><memory>4096</memory><iothreads>1</iothreads>"
			"<os><type arch='x86_64' machine='q35'>hvm</type></os><devices>"
			"<disk type='file'><driver><iothreads><iothread id='2'/></iothreads></driver>"
			"<source file='/srv/a'/><target dev='vda'/></disk></devices></domain>");

		assert_int_equal(
			vml_select(selection, VML_SELECT_ONLY, "iothread-invalid", &wrong), 0);
		assert_int_equal(
			vml_select_target(selection, old ? "libvirt=9.0" : "libvirt=10.0", &wrong),
			0);
		vml_audit(doc, selection, &result);
		assert_int_equal(result.n_findings, !old);
		vml_doc_free(doc);
		vml_selection_free(selection);
	}
	vml_parser_free(parser);
}

/*
 * A dump in a file may have been edited, so refusals are reported; the running domain of a
 * connection was accepted.
 */
static void refusals_spare_only_domains_of_connections(void **state)
{
	vml_parser *parser = vml_parser_new();
	vml_selection *selection = vml_selection_new();
	vml_result result;
	char *wrong;

	(void)state;
	assert_int_equal(vml_select(selection, VML_SELECT_ONLY, "device-limit", &wrong), 0);
	for (int live = 0; live <= 1; live++) {
		vml_doc *doc = parse_text(parser,
			"<domain type='kvm' id='3'><os><type arch='x86_64' machine='pc'>hvm</type></os>"
			"<devices><smartcard mode='host'/><smartcard mode='host'/></devices></domain>");

		if (live)
			assert_int_equal(
				vml_target_parse("libvirt=11.3,qemu=10.0", &doc->target, &wrong),
				0);
		vml_audit(doc, selection, &result);
		assert_int_equal(result.n_findings, !live);
		vml_doc_free(doc);
	}
	vml_selection_free(selection);
	vml_parser_free(parser);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_and_versions_are_parsed),
		cmocka_unit_test(other_names_are_parsed),
		cmocka_unit_test(versions_of_distributions_are_numbers),
		cmocka_unit_test(typos_are_reported),
		cmocka_unit_test(every_name_in_the_table_is_valid),
		cmocka_unit_test(the_last_matching_layer_sets_the_target),
		cmocka_unit_test(refusals_of_old_releases_depend_on_the_target),
		cmocka_unit_test(old_releases_drop_the_mapping_of_queues),
		cmocka_unit_test(refusals_spare_only_domains_of_connections),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
