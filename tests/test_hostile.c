/* Tests of malformed and hostile input: truncated files, stray bytes, extreme sizes. */
#define _GNU_SOURCE
#include "support.h"

#include "fixpoint.h"
#include "stream.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static vml_parser *parser;
static vml_selection *all;

static int set_up(void **state)
{
	char *unknown;

	(void)state;
	parser = vml_parser_new();
	all = vml_selection_new();
	return vml_select(all, VML_SELECT_ENABLE, "*", &unknown);
}

static int tear_down(void **state)
{
	(void)state;
	vml_selection_free(all);
	vml_parser_free(parser);
	return 0;
}

/*
 * Audit all documents of a stream and free it. Each fault must have a message. Returns the number
 * of documents.
 */
static size_t audit_all(vml_stream *stream)
{
	vml_stream_status status;
	vml_result result;
	vml_fault fault;
	vml_doc *doc;
	size_t n = 0;

	while ((status = vml_stream_next(stream, &doc, &fault)) != VML_STREAM_END) {
		if (status != VML_STREAM_DOCUMENT) {
			assert_true(fault.message && *fault.message);
			continue;
		}
		vml_audit(doc, all, &result);
		assert_true(result.n_domains || result.not_audited);
		vml_doc_free(doc);
		n++;
	}
	vml_stream_free(stream);
	return n;
}

static size_t documents_in(const char *bytes, size_t len)
{
	return audit_all(vml_stream_over(bytes, len, parser));
}

/* Call `each` for the *.xml files in a fixture directory; return their number. */
static size_t each_file(const char *dir_path, void (*each)(const char *path, vml_buffer *bytes))
{
	DIR *directory = opendir(dir_path);
	const struct dirent *entry;
	size_t n = 0;

	while (directory && (entry = readdir(directory))) {
		vml_buffer bytes;
		char path[4096];

		if (entry->d_name[0] == '.' || !strstr(entry->d_name, ".xml"))
			continue;
		if (snprintf(path, sizeof(path), "%s/%s", dir_path, entry->d_name) >=
				(int)sizeof(path) ||
			!read_file(path, &bytes))
			continue;
		each(path, &bytes);
		vml_buffer_free(&bytes);
		n++;
	}
	if (directory)
		closedir(directory);
	return n;
}

/*
 * Return the step between the lengths to which documents are truncated, in bytes; 1: try each
 * length.
 */
static size_t step(void)
{
	const char *wanted = getenv("VMLINT_CUT_STEP");

	return wanted ? strtoul(wanted, NULL, 10) : 61;
}

static void cut(const char *path, vml_buffer *bytes)
{
	(void)path;
	for (size_t len = bytes->len % step(); len < bytes->len; len += step()) {
		/* an exact copy, so that a sanitizer or valgrind detects reads past its end */
		char *copy = malloc(len + 1);

		assert_non_null(copy);
		memcpy(copy, bytes->bytes, len);
		documents_in(copy, len);
		free(copy);
	}
}

static void truncated_files(void **state)
{
	DIR *directory = opendir(FIXTURES);
	const struct dirent *entry;
	size_t n = 0;

	(void)state;
	assert_non_null(directory);
	while ((entry = readdir(directory))) {
		char path[4096];

		snprintf(path, sizeof(path), FIXTURES "/%s", entry->d_name);
		if (entry->d_name[0] != '.')
			n += each_file(path, cut);
	}
	closedir(directory);
	assert_true(n > 150);
}

static vml_buffer fixed(const vml_buffer *bytes, size_t *ret_done)
{
	vml_slice slice = { .bytes = bytes->bytes, .len = bytes->len, .terminated = true };
	vml_buffer out = { 0 }, joined = { 0 };
	vml_change *changes;
	vml_fixed done;
	vml_fault fault;
	size_t n, at = 0;

	*ret_done = 0;
	if (!vml_fix_until_stable(parser, &slice, all, VML_FIX_REVIEW, &done, &fault)) {
		if (done.refused && !strncmp(done.refused, "internal", 8))
			fail_msg("%s", done.refused);
		*ret_done = done.refused ? 0 : done.n_done;
	}
	changes = vml_piece_table_changes(&done.pieces, &n, &joined);
	for (size_t i = 0; i < n; i++) {
		vml_buffer_add(&out, bytes->bytes + at, changes[i].start - at);
		vml_buffer_add(&out, changes[i].text, changes[i].len);
		at = changes[i].end;
	}
	vml_buffer_add(&out, bytes->bytes + at, bytes->len - at);
	free(changes);
	vml_buffer_free(&joined);
	vml_fixed_free(&done);
	return out;
}

/* Audit and fix an input that once caused a bug. Fuzzers found most of these. */
static void survive(const char *path, vml_buffer *bytes)
{
	vml_buffer once, twice;
	size_t done;

	print_message("%s\n", strrchr(path, '/') + 1);
	documents_in(bytes->bytes, bytes->len);
	once = fixed(bytes, &done);
	if (done) {
		twice = fixed(&once, &done);
		assert_int_equal(done, 0);
		vml_buffer_free(&twice);
	}
	vml_buffer_free(&once);
}

static void hostile_fixtures(void **state)
{
	(void)state;
	assert_true(each_file(FIXTURES "/_hostile", survive) > 0);
}

static void every_byte_in_every_position(void **state)
{
	static const char *const places[] = { "<domain type='kvm'><name>a%cb</name></domain>",
		"<domain type='a%cb'><os/></domain>", "<domain a%cb='x' type='kvm'/>",
		"<domain type='kvm'><a%cb/></domain>", "<domain type='kvm'>%c<os/></domain>",
		"%c<domain type='kvm'/>", "<domain type='kvm'/>%c", "<domain type='kvm'/><!--%c-->",
		"<?xml version='1.0' encoding='%c'?><domain/>" };

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		for (int byte = 0; byte < 256; byte++) {
			char text[128];
			int len = snprintf(text, sizeof(text), places[i], byte);

			documents_in(text, (size_t)len);
		}
}

static void repeat(vml_buffer *out, const char *text, size_t times)
{
	while (times--)
		vml_buffer_puts(out, text);
}

static void extreme_nesting_and_repetition(void **state)
{
	static const char *const endless[] = { "<a>", "<", "<a '", "&lt;", "<!--", "<![CDATA[",
		"<domain type='kvm'><a></domain>\n", "</a>", "\r\n", "<a/>\n<", "<?a ",
		"\xff\xfe" };
	vml_buffer bytes;

	(void)state;
	for (size_t i = 0; i < sizeof(endless) / sizeof(*endless); i++) {
		bytes = (vml_buffer){ 0 };
		repeat(&bytes, endless[i], 20000);
		documents_in(bytes.bytes, bytes.len);
		vml_buffer_free(&bytes);
	}
	bytes = (vml_buffer){ 0 };
	vml_buffer_puts(&bytes, "<domain type='kvm'>");
	repeat(&bytes, "<a>", 100000);
	repeat(&bytes, "</a>", 100000);
	vml_buffer_puts(&bytes, "</domain>");
	assert_int_equal(documents_in(bytes.bytes, bytes.len), 0);
	vml_buffer_free(&bytes);
}

static void a_million_attributes(void **state)
{
	vml_buffer bytes = { 0 };
	char attr[32];

	(void)state;
	vml_buffer_puts(&bytes, "<domain type='kvm'><os");
	for (int i = 0; i < 1000000; i++) {
		snprintf(attr, sizeof(attr), " a%d=''", i);
		vml_buffer_puts(&bytes, attr);
	}
	vml_buffer_puts(&bytes, "/></domain>");
	assert_int_equal(documents_in(bytes.bytes, bytes.len), 0);
	vml_buffer_free(&bytes);
}

/* 1800 namespaces in scope exceed the limit: the document is rejected. */
static void namespaces_are_bounded(void **state)
{
	vml_buffer bytes = { 0 };
	char text[64];

	(void)state;
	vml_buffer_puts(&bytes, "<domain type='kvm'>");
	for (int i = 0; i < 200; i++) {
		vml_buffer_puts(&bytes, "<a");
		for (int j = 0; j < 9; j++) {
			snprintf(text, sizeof(text), " xmlns:n%d='u:%d'", i * 9 + j, i);
			vml_buffer_puts(&bytes, text);
		}
		vml_buffer_puts(&bytes, ">");
	}
	repeat(&bytes, "</a>", 200);
	vml_buffer_puts(&bytes, "</domain>");
	assert_int_equal(documents_in(bytes.bytes, bytes.len), 0);
	vml_buffer_free(&bytes);
}

/* Names in earlier files must not fill libxml2's shared dictionary, which has a limit. */
static void names_in_earlier_files(void **state)
{
	enum { FILES = 300, LONGEST = 40000 };
	static const char good[] = "<domain type='kvm'><name>a</name></domain>";
	vml_buffer bytes = { 0 };
	char name[LONGEST + 1];

	(void)state;
	memset(name, 'x', LONGEST);
	name[LONGEST] = '\0';
	for (unsigned int i = 0; i < FILES; i++) {
		bytes.len = 0;
		vml_buffer_puts(&bytes, "<domain><");
		name[snprintf(name, LONGEST, "n%u-", i)] = 'x';
		vml_buffer_puts(&bytes, name);
		vml_buffer_puts(&bytes, "/>");
		vml_buffer_puts(&bytes, "</domain>");
		assert_int_equal(documents_in(bytes.bytes, bytes.len), 1);
	}
	assert_int_equal(documents_in(good, strlen(good)), 1);
	vml_buffer_free(&bytes);
}

/* Unterminated input. In quadratic time, each row would take half an hour. */
static void unterminated_input(void **state)
{
	enum { LENGTH = 2 << 20 };
	static const struct {
		const char *before, *again;
		int blanks; /* number of blanks after each repetition */
	} texts[] = {
		{ "", "<domain \n", 0 },
		{ "", "<domain>\n<!--\n", 0 },
		{ "", "<domain a='\n", 0 },
		{ "", "<domain a='\n<domain a=\"\n", 0 },
		{ "", "<domain>\n<?x\n", 0 },
		{ "<domain><![CDATA[", "<![CDATA[", 6000 },
		{ "<domain>", "<x", 6000 },
		{ "<domain>", "<!--", 6000 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		vml_buffer bytes = { 0 };

		vml_buffer_puts(&bytes, texts[i].before);
		while (bytes.len < LENGTH) {
			vml_buffer_puts(&bytes, texts[i].again);
			for (int n = 0; n < texts[i].blanks; n++)
				vml_buffer_add(&bytes, " ", 1);
		}
		/*
		 * the first repetitions count as truncated documents; after MOST_UNENDED of them
		 * (stream.c), the rest is skipped
		 */
		assert_true(documents_in(bytes.bytes, bytes.len) <= 64);
		vml_buffer_free(&bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(truncated_files),
		cmocka_unit_test(hostile_fixtures),
		cmocka_unit_test(every_byte_in_every_position),
		cmocka_unit_test(extreme_nesting_and_repetition),
		cmocka_unit_test(a_million_attributes),
		cmocka_unit_test(namespaces_are_bounded),
		cmocka_unit_test(names_in_earlier_files),
		cmocka_unit_test(unterminated_input),
	};
	int failed = cmocka_run_group_tests(tests, set_up, tear_down);

	xmlCleanupParser();
	return failed;
}
