/* Tests of the facts that a connection reports: capabilities and disk images. */
#include "support.h"

#include "context.h"
#include "host_facts.h"
#include "images.h"

#include <errno.h>
#include <libvirt/libvirt.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Requests for images are made only if the text of a domain has paths that are not known. */
static void test_known_images(void **state)
{
	static const struct {
		const char *xml;
		bool known;
	} rows[] = {
		{ "", true },
		{ "<domain><source bridge='br0'/><source file='relative'/></domain>", true },
		{ "<source protocol='rbd' name='/pool/a'/>", true },
		{ "<source file='/a'/>", false },
		{ "<source file='relative'/>\n<source dev='/dev/a' index='1'/>", false },
		{ "<source startupPolicy='optional' file='/a'>", false },
		{ "<source file='a&amp;b'/>", false },
		{ "<source file='/a", false },
		{ "<source file='", true },
		{ "<source ", true },
	};
	vml_images *images = vml_images_new();
	vml_images_domain domain = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(vml_images_need_of(images, &domain, rows[i].xml),
			rows[i].known ? VML_IMAGES_KNOWN : VML_IMAGES_ASK);
	/* libvirt does not examine the images of an active domain again */
	domain.active = true;
	assert_int_equal(
		vml_images_need_of(images, &domain, "<source file='/a'/>"), VML_IMAGES_KNOWN);
	vml_images_free(images);
}

static int find_no_image(
	virDomainPtr domain, const char *disk, virDomainBlockInfoPtr ret, unsigned int flags)
{
	(void)domain;
	(void)disk;
	(void)ret;
	(void)flags;
	return -1;
}

static virErrorPtr error_of_missing_image(void)
{
	static virError error = { .code = VIR_ERR_SYSTEM_ERROR, .int1 = ENOENT };

	return &error;
}

static virErrorPtr error_of_missing_domain(void)
{
	static virError error = { .code = VIR_ERR_NO_DOMAIN };

	return &error;
}

/* What libvirt reports of an image does not apply to another disk with the same target. */
static void test_images_of_one_target(void **state)
{
	static const struct vml_libvirt virt = { .virDomainGetBlockInfo = find_no_image,
		.virGetLastError = error_of_missing_image };
	static const vml_images_domain domain = { .virt = &virt };
	vml_parser *parser = vml_parser_new();
	vml_images *images = vml_images_new();
	vml_doc *doc = parse_text(parser,
		"<domain><devices>"
		"<disk type='file'><source file='/gone'/><target dev='vda'/></disk>"
		"<disk type='network'><source protocol='rbd' name='a'/><target dev='vda'/></disk>"
		"</devices></domain>");
	const xmlNode *root = xmlDocGetRootElement(doc->tree);
	const xmlNode *disk = vml_find(root, "devices/disk");
	vml_context ctx = { .doc = doc };

	(void)state;
	vml_images_ask(images, &domain, root);
	vml_images_set(images, doc);
	assert_int_equal(vml_host_disk_image(&ctx, disk, NULL, NULL), VML_NO);
	assert_int_equal(vml_host_disk_image(&ctx, vml_next(disk), NULL, NULL), VML_UNKNOWN);
	vml_doc_free(doc);
	vml_images_free(images);
	vml_parser_free(parser);
}

/* The domain about which another thread asks while libvirt answers. */
static struct {
	vml_images *images;
	const vml_images_domain *domain;
	const xmlNode *root;
	unsigned int n_requests;
} other;

static int ask_meanwhile(
	virDomainPtr domain, const char *disk, virDomainBlockInfoPtr ret, unsigned int flags)
{
	(void)domain;
	(void)disk;
	(void)ret;
	(void)flags;
	other.n_requests++;
	assert_false(vml_images_ask(other.images, other.domain, other.root));
	assert_int_equal(vml_images_need_of(other.images, other.domain, "<source file='/gone'/>"),
		VML_IMAGES_WAIT);
	assert_int_equal(vml_images_answers(other.images), 0);
	return -1;
}

/* If several domains have the same image, only one thread asks about it. */
static void test_image_of_two_domains(void **state)
{
	static const struct vml_libvirt virt = { .virDomainGetBlockInfo = ask_meanwhile,
		.virGetLastError = error_of_missing_image };
	static const struct vml_libvirt failing = { .virDomainGetBlockInfo = find_no_image,
		.virGetLastError = error_of_missing_domain };
	static const vml_images_domain domain = { .virt = &virt }, gone = { .virt = &failing };
	vml_parser *parser = vml_parser_new();
	vml_doc *doc = parse_text(parser,
		"<domain><devices>"
		"<disk type='file'><source file='/gone'/><target dev='vda'/></disk>"
		"</devices></domain>");

	(void)state;
	other.images = vml_images_new();
	other.domain = &domain;
	other.root = xmlDocGetRootElement(doc->tree);
	assert_true(vml_images_ask(other.images, &domain, other.root));
	assert_int_equal(vml_images_answers(other.images), 1);
	assert_true(vml_images_ask(other.images, &domain, other.root));
	assert_int_equal(vml_images_need_of(other.images, &domain, "<source file='/gone'/>"),
		VML_IMAGES_KNOWN);
	assert_int_equal(other.n_requests, 1);
	vml_images_free(other.images);

	/* no answer: another domain may get one */
	other.images = vml_images_new();
	assert_true(vml_images_ask(other.images, &gone, other.root));
	assert_int_equal(vml_images_answers(other.images), 1);
	assert_int_equal(
		vml_images_need_of(other.images, &gone, "<source file='/gone'/>"), VML_IMAGES_ASK);
	assert_true(vml_images_ask(other.images, &gone, other.root));
	assert_int_equal(vml_images_answers(other.images), 2);
	vml_doc_free(doc);
	vml_images_free(other.images);
	vml_parser_free(parser);
}

static char *cut_capabilities(virConnectPtr connection)
{
	(void)connection;
	return strdup("<capabilities>\n<host>");
}

static void test_invalid_capabilities(void **state)
{
	static const char expected[] = "line 2 of the capabilities: ";
	const char *why, *hint;
	const struct vml_libvirt *loaded = vml_libvirt_load(&why, &hint);
	struct vml_libvirt virt = *loaded;
	struct vml_libvirt_call call;
	virConnectPtr connection = vml_libvirt_open(loaded, "test:///default", false, &call);
	vml_daemon daemon = { 0 };
	vml_host_collection *facts;
	vml_facts_task *task;
	vml_known_host known;
	char *error;

	(void)state;
	assert_non_null(connection);
	virt.virConnectGetCapabilities = cut_capabilities;
	facts = vml_facts_new(&virt, connection, &daemon, &(vml_facts_request){ 0 });
	while ((task = vml_facts_take(facts)))
		vml_facts_run(facts, task);
	assert_int_equal(vml_facts_finish(facts, &known, "", NULL, &error), -1);
	assert_int_equal(strncmp(error, expected, strlen(expected)), 0);
	free(error);
	vml_facts_free(facts);
	vml_daemon_free(&daemon);
	virt.virConnectClose(connection);
	vml_libvirt_call_free(&call);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_images),
		cmocka_unit_test(test_images_of_one_target),
		cmocka_unit_test(test_image_of_two_domains),
		cmocka_unit_test(test_invalid_capabilities),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
