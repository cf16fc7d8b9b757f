/*
 * Tests of the stream splitter: several documents in a stream, save images, faults between
 * documents.
 */
#define _GNU_SOURCE
#include "support.h"

#include "stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * Return the results of a stream: "root@line:column/offset " for a document, "!line:column " for a
 * fault, "Xline:column " for any other status. The caller frees the string.
 */
static char *results_of(const char *bytes, size_t len)
{
	vml_parser *parser = vml_parser_new();
	FILE *file = tmpfile();
	vml_stream_status status;
	char *results = NULL;
	size_t results_len;
	FILE *out = open_memstream(&results, &results_len);
	vml_stream *stream;
	vml_fault fault;
	vml_doc *doc;

	fwrite(bytes, 1, len, file);
	fflush(file);
	lseek(fileno(file), 0, SEEK_SET);
	stream = vml_stream_new(fileno(file), parser);
	while ((status = vml_stream_next(stream, &doc, &fault)) != VML_STREAM_END) {
		if (status == VML_STREAM_DOCUMENT)
			fprintf(out, "%s@%lu:%lu/%zu ", xmlDocGetRootElement(doc->tree)->name,
				doc->slice.line, doc->slice.column, doc->slice.offset);
		else
			fprintf(out, "%c%lu:%lu ", status == VML_STREAM_FAULT ? '!' : 'X',
				fault.line, fault.column);
		vml_doc_free(doc);
	}
	vml_stream_free(stream);
	fclose(file);
	fclose(out);
	vml_parser_free(parser);
	return results;
}

static void assert_results(const char *bytes, const char *expected)
{
	char *results = results_of(bytes, strlen(bytes));

	assert_string_equal(results, expected);
	free(results);
}

static void one_document(void **state)
{
	(void)state;
	assert_results("<a/>", "a@1:1/0 ");
	assert_results("\n <a/>\n<!-- bye -->\n", "a@2:2/2 ");
	assert_results("", "");
	assert_results(" \n\t", "");
	assert_results(" <?xml version='1.0'?><a/>", "!1:7 ");
}

static void documents_in_a_row(void **state)
{
	(void)state;
	assert_results("<a/><b/>", "a@1:1/0 b@1:5/4 ");
	assert_results("<?xml version='1.0'?>\n<a>\n</a>\n\n<?xml version='1.0'?>\n<b/>\n",
		"a@1:1/0 b@5:1/32 ");
	assert_results("<a><!-- <b> --></a>\n<c/>\n<!-- end -->\n", "a@1:1/0 c@2:1/20 ");
}

static void documents_after_a_fault_are_read(void **state)
{
	(void)state;
	assert_results("<domain><x></domain>\n<domain type='x'/>\n", "!1:21 domain@2:1/21 ");
	assert_results("<a/>\n<?xml version='1.0'?>\n<b>\n<?xml version='1.0'?>\n<c/>",
		"a@1:1/0 !4:6 c@4:1/31 ");
	assert_results("<a/>\nerror: no such domain\n<b/>", "a@1:1/0 !2:1 ");
	assert_results("<a/>\n</b>\n", "a@1:1/0 !2:1 ");
}

static void long_streams_are_split_while_reading(void **state)
{
	vml_buffer bytes = { 0 };
	char *results, *at;
	size_t n = 0;

	(void)state;
	/* make the input longer than one read, so that documents span two reads */
	while (bytes.len < 3 << 20) {
		char name[4200];

		snprintf(name, sizeof(name), "<d n='%zu'>%*s<e/></d>\n", n, (int)(n % 4000), "");
		vml_buffer_puts(&bytes, name);
		for (size_t i = 0; i < n % 4000; i += 8)
			vml_buffer_puts(&bytes, "<!-- -->");
		n++;
	}
	results = results_of(bytes.bytes, bytes.len);
	for (at = results; (at = strstr(at, "d@")); at++)
		n--;
	assert_int_equal(n, 0);
	assert_null(strchr(results, '!'));
	free(results);
	vml_buffer_free(&bytes);
}

/* Return a managed-save image as libvirt writes it. swapped: in the other byte order */
static vml_buffer save_image(const char *magic, const char *xml, uint32_t len, bool swapped)
{
	vml_buffer image = { 0 };
	uint32_t header[19] = { 2, len };

	if (swapped)
		for (size_t i = 0; i < 2; i++)
			header[i] = __builtin_bswap32(header[i]);
	vml_buffer_add(&image, magic, 16);
	vml_buffer_add(&image, (const char *)header, sizeof(header));
	vml_buffer_add(&image, xml, strlen(xml) + 1);
	vml_buffer_add(&image, "\1\2\3memory", 9);
	return image;
}

static void assert_image(vml_buffer image, const char *expected)
{
	char *results = results_of(image.bytes, image.len);

	assert_string_equal(results, expected);
	free(results);
	vml_buffer_free(&image);
}

static void save_images_are_opened(void **state)
{
	(void)state;
	assert_image(save_image("LibvirtQemudSave", "<domain/>\n", 11, false), "domain@1:1/92 ");
	assert_image(save_image("LibvirtQemudSave", "<domain/>\n", 11, true), "domain@1:1/92 ");
	assert_image(save_image("LibvirtQemudPart", "<domain/>\n", 11, false), "X0:0 ");
	assert_image(save_image("LibvirtQemudSave", "<domain/>\n", 4000, false), "X0:0 ");
	assert_image(save_image("LibvirtQemudSave", "", 1, false), "X0:0 ");
}

/* The XML of an image may be longer than the first read. */
static void long_images_are_opened(void **state)
{
	enum { LONG = 5 << 19 };
	vml_buffer xml = { 0 };

	(void)state;
	vml_buffer_puts(&xml, "<domain><!--");
	for (size_t i = 0; i < LONG; i++)
		vml_buffer_add(&xml, ".", 1);
	vml_buffer_puts(&xml, "--></domain>");
	assert_image(save_image("LibvirtQemudSave", xml.bytes, (uint32_t)xml.len + 1, false),
		"domain@1:1/92 ");
	/* a length above the limit for documents is rejected */
	assert_image(save_image("LibvirtQemudSave", "<domain/>", UINT32_MAX - 9, false), "X0:0 ");
	vml_buffer_free(&xml);
}

static void short_images_are_refused(void **state)
{
	char *results;

	(void)state;
	for (size_t len = 16; len < 92; len++) {
		vml_buffer image = save_image("LibvirtQemudSave", "<domain/>", 10, false);

		results = results_of(image.bytes, len);
		assert_string_equal(results, "X0:0 ");
		free(results);
		vml_buffer_free(&image);
	}
}

static void trailing_zeroes_are_padding(void **state)
{
	static const char *const ends[] = { "<a/><b/>", "<a/>\n<b/>\n" };
	static const char padding[] = "\0\r\0\0 \0\n";
	static const char hidden[] = "\0\0<c/>";

	(void)state;
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		vml_buffer bytes = { 0 };
		char *results;

		vml_buffer_puts(&bytes, ends[i]);
		vml_buffer_add(&bytes, padding, sizeof(padding));
		results = results_of(bytes.bytes, bytes.len);
		assert_null(strchr(results, '!'));
		assert_non_null(strstr(results, "b@"));
		free(results);
		vml_buffer_add(&bytes, hidden, sizeof(hidden));
		results = results_of(bytes.bytes, bytes.len);
		assert_non_null(strchr(results, '!'));
		free(results);
		vml_buffer_free(&bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_document),
		cmocka_unit_test(documents_in_a_row),
		cmocka_unit_test(documents_after_a_fault_are_read),
		cmocka_unit_test(trailing_zeroes_are_padding),
		cmocka_unit_test(long_streams_are_split_while_reading),
		cmocka_unit_test(save_images_are_opened),
		cmocka_unit_test(long_images_are_opened),
		cmocka_unit_test(short_images_are_refused),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	xmlCleanupParser();
	return failed;
}
