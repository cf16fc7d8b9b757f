/* Helpers shared by the unit tests. */
#define _GNU_SOURCE
#include "support.h"

#include "host.h"

#include <libxml/c14n.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool has_osinfo_db(void)
{
	return !access("/usr/share/osinfo/os/debian.org", R_OK);
}

void skip_because(const char *reason)
{
	print_message("%s: skipped\n", reason);
	skip();
}

bool read_file(const char *path, vml_buffer *ret)
{
	FILE *file = fopen(path, "rb");
	size_t got;

	*ret = (vml_buffer){ 0 };
	if (!file)
		return false;
	while ((got = fread(vml_buffer_reserve(ret, 65536), 1, 65536, file)) > 0)
		ret->len += got;
	vml_buffer_reserve(ret, 0);
	fclose(file);
	return true;
}

void write_file(const char *path, const vml_buffer *bytes)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes->bytes, 1, bytes->len, file), bytes->len);
	assert_int_equal(fclose(file), 0);
}

vml_doc *parse(vml_parser *parser, const vml_buffer *bytes)
{
	vml_slice slice = { .bytes = bytes->bytes, .len = bytes->len, .line = 1, .column = 1 };
	vml_fault fault;
	vml_doc *doc;

	if (vml_doc_parse(parser, &slice, &doc, &fault))
		fail_msg("%lu:%lu: %s", fault.line, fault.column, fault.message);
	return doc;
}

vml_host *read_host(vml_parser *parser, const char *path)
{
	vml_slice slice = { .line = 1, .column = 1, .terminated = true };
	vml_buffer bytes;
	vml_fault fault;
	vml_host *host;

	if (!read_file(path, &bytes))
		fail_msg("%s is missing", path);
	slice.bytes = bytes.bytes;
	slice.len = bytes.len;
	if (vml_host_read(parser, &slice, "host", &host, &fault))
		fail_msg("%s:%lu: %s", path, fault.line, fault.message);
	vml_buffer_free(&bytes);
	return host;
}

vml_doc *parse_text(vml_parser *parser, const char *text)
{
	vml_buffer bytes = { .bytes = (char *)(uintptr_t)text, .len = strlen(text) };

	return parse(parser, &bytes);
}

char *report_of(const vml_reporter *reporter, const char *name, const vml_result *result)
{
	vml_input input = { .name = name, .kind = VML_INPUT_FILE };
	vml_output output = { .reporter = reporter, .rules = vml_rules(), .fail_on = VML_WARNING };
	char *text = NULL;
	size_t len;

	output.out = open_memstream(&text, &len);
	assert_non_null(output.out);
	if (reporter->begin)
		reporter->begin(&output);
	reporter->document(&output, &input, result);
	if (reporter->input)
		reporter->input(&output, &input);
	if (reporter->end)
		reporter->end(&output, &(vml_summary){ 0 });
	fclose(output.out);
	return text;
}

char *report_of_fleet(const vml_reporter *reporter, vml_fleet *fleet)
{
	vml_output output = { .reporter = reporter, .rules = vml_rules(), .fail_on = VML_WARNING };
	vml_origin origin;
	vml_result result;
	char *text = NULL;
	size_t len;

	output.out = open_memstream(&text, &len);
	assert_non_null(output.out);
	if (reporter->begin)
		reporter->begin(&output);
	while (vml_fleet_next(fleet, &origin, &result)) {
		vml_input input = { .name = origin.name, .kind = origin.kind };

		(reporter->fleet ? reporter->fleet : reporter->document)(&output, &input, &result);
	}
	if (reporter->end)
		reporter->end(&output, &(vml_summary){ 0 });
	fclose(output.out);
	return text;
}

xmlChar *canonical(xmlDoc *tree)
{
	xmlChar *text = NULL;

	assert_true(xmlC14NDocDumpMemory(tree, NULL, XML_C14N_1_0, NULL, 1, &text) >= 0);
	return text;
}
