/* Tests of the repair of malformed documents: repaired documents, error locations, position map. */
#include "support.h"

#include "bytemap.h"
#include "repaired.h"
#include "stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * A malformed document and the document to which it is repaired. repaired is NULL if the source can
 * be repaired in several ways, or in none.
 */
struct reading {
	/* errors: locations of the errors, "line:column " for each; NULL: not checked */
	const char *source, *repaired, *errors;
};

static const struct reading readings[] = {
	/* whitespace in tags */
	{ "<domain><a b='c'/ ></domain>", "<domain><a b='c'/></domain>", "1:18 " },
	{ "<domain>< a/>< /domain>", "<domain><a/></domain>", "1:10 1:15 " },
	{ "<domain><a>x</ a></domain>", "<domain><a>x</a></domain>", "1:15 " },
	{ "<domain><a b='c'd='e'/></domain>", "<domain><a b='c' d='e'/></domain>", "1:17 " },
	{ "\n<?xml version='1.0'?><domain/>", "<?xml version='1.0'?><domain/>", "1:1 " },
	{ "\n <domain><a/ ></domain>", "\n <domain><a/></domain>", "2:13 " },
	{ "\ufeff<domain><a b='c'/ ></domain>", "\ufeff<domain><a b='c'/></domain>", "1:18 " },
	/* values */
	{ "<domain><a b=c/></domain>", "<domain><a b='c'/></domain>", "1:14 " },
	{ "<domain><a b=/x/y/></domain>", "<domain><a b='/x/y'/></domain>", "1:14 " },
	{ "<domain><a b=\u201cc\u201d/></domain>", "<domain><a b=\"c\"/></domain>", "1:14 " },
	{ "<domain><a b=\u2018c\u2019/></domain>", "<domain><a b='c'/></domain>", "1:14 " },
	{ "<domain><a b=\"c\u201d/></domain>", "<domain><a b=\"c\"/></domain>", "1:14 " },
	{ "<domain><a b='x&y'/></domain>", "<domain><a b='x&amp;y'/></domain>", "1:16 " },
	{ "<domain><a b='x<y'/></domain>", "<domain><a b='x&lt;y'/></domain>", "1:16 " },
	{ "<domain><a b='x='/ ></domain>", "<domain><a b='x='/></domain>", "1:19 " },
	/* text */
	{ "<domain><a>R & D</a></domain>", "<domain><a>R &amp; D</a></domain>", "1:14 " },
	{ "<domain><a>1 < 2</a></domain>", "<domain><a>1 &lt; 2</a></domain>", "1:14 " },
	{ "<domain><a>x<y</a></domain>", "<domain><a>x&lt;y</a></domain>", "1:13 " },
	/* surroundings */
	{ "> <domain>\n> <a/>\n>\n> </domain>\n", "<domain>\n<a/>\n\n</domain>\n", "1:1 " },
	{ "+<domain>\n+<a/>\n+</domain>\n", "<domain>\n<a/>\n</domain>\n", "1:1 " },
	{ "10:01 xml: <domain>\n10:02 xml:   <a/>\n10:03 xml: </domain>\n",
		"<domain>\n  <a/>\n</domain>\n", "1:1 " },
	{ "```xml\n<domain/>\n```\n", "<domain/>", "1:1 3:1 " },
	{ "$ virsh dumpxml a\n<domain/>\n", "<domain/>\n", "1:1 " },
	{ "</domain><domain><a/></domain>", "<domain><a/></domain>", "1:1 " },
	/* a truncated document, in each state of the scanner */
	{ "<domain>\n <a>\n  <b/>", "<domain>\n <a>\n  <b/>\n </a>\n</domain>\n", "3:7 " },
	{ "<domain><a>te & xt", "<domain><a></a></domain>\n", "1:12 1:15 " },
	{ "<domain><a/><b c='d", "<domain><a/></domain>\n", "1:13 " },
	{ "<domain><a/><b c=", "<domain><a/></domain>\n", "1:13 " },
	{ "<domain><a/></doma", "<domain><a/></domain>\n", "1:13 " },
	{ "<domain><a/><!-- x", "<domain><a/></domain>\n", "1:13 " },
	/* can be read in more than one way */
	{ "<domain><a></domain>", NULL, NULL },
	{ "<domain></a></domain>", NULL, NULL },
	{ "<domain><a b='c/><d e='f'/></domain>", NULL, NULL },
	{ "<domain><a b=c'/></domain>", NULL, NULL },
	{ "<domain><a b/></domain>", NULL, NULL },
	{ "<domain><a b='1' b='2'/ ></domain>", NULL, NULL },
	{ "<domain><a>&nbsp;</a></domain>", NULL, NULL },
	{ "<domain><a>&lt 5</a></domain>", NULL, NULL },
	{ "<domain><a xmlns='h&t'/></domain>", NULL, NULL },
	{ "my <domain> is: <domain></domain>", NULL, NULL },
	{ "<network><a/ ></network>", NULL, NULL },
	/*
	 * a document with a DOCTYPE is not repaired, unless the DOCTYPE is in text before the
	 * document, which is skipped
	 */
	{ "<!DOCTYPE domain []><domain><a/ ></domain>", NULL, NULL },
	{ "text <!DOCTYPE domain []><domain><a/ ></domain>", "<domain><a/></domain>", NULL },
};

/*
 * Return the locations of the syntax errors, "line:column " for each. The caller frees the string.
 */
static char *locations_of(const vml_repaired *repaired)
{
	vml_buffer out = { 0 };

	for (size_t i = 0; i < repaired->n_faults; i++) {
		char text[64];

		snprintf(text, sizeof(text), "%lu:%lu ", repaired->faults[i].line,
			repaired->faults[i].column);
		vml_buffer_puts(&out, text);
	}
	return out.bytes;
}

static void check_reading(vml_parser *parser, const struct reading *reading)
{
	vml_slice slice = {
		.bytes = reading->source, .len = strlen(reading->source), .line = 1, .column = 1
	};
	vml_doc *doc = NULL;
	vml_fault fault;
	size_t consumed;
	char *errors;
	int status;

	assert_int_equal(vml_doc_parse(parser, &slice, &doc, &fault), -1);
	status = vml_doc_parse_repaired(parser, &slice, slice.len, &consumed, &doc, &fault);
	if (!reading->repaired) {
		if (!status)
			print_error("'%s' became '%s'\n", reading->source, doc->slice.bytes);
		assert_int_equal(status, -1);
		assert_non_null(fault.message);
		return;
	}
	if (status)
		print_error("'%s' was not repaired\n", reading->source);
	assert_int_equal(status, 0);
	assert_int_equal(consumed, slice.len);
	assert_string_equal(doc->slice.bytes, reading->repaired);
	errors = locations_of(doc->repaired);
	if (reading->errors)
		assert_string_equal(errors, reading->errors);
	free(errors);
	vml_doc_free(doc);
}

static void each_reading(void **state)
{
	vml_parser *parser = vml_parser_new();

	(void)state;
	for (size_t i = 0; i < sizeof(readings) / sizeof(*readings); i++)
		check_reading(parser, &readings[i]);
	vml_parser_free(parser);
}

/*
 * Locations refer to the file, not to the repaired document: vml_doc_pos() of an element is its
 * line, column and offset in the file.
 */
static void locations_are_those_of_the_file(void **state)
{
	static const char text[] =
		"see:\n> <domain>\n>   <a b=x/ >\n>   <c/>\n> </domain>\n-- \nme\n";
	vml_stream *stream;
	vml_parser *parser = vml_parser_new();
	vml_fault fault;
	vml_doc *doc;
	xmlNode *c;
	vml_pos pos;

	(void)state;
	stream = vml_stream_over(text, strlen(text), parser);
	assert_int_equal(vml_stream_next(stream, &doc, &fault), VML_STREAM_DOCUMENT);
	c = xmlLastElementChild(xmlDocGetRootElement(doc->tree));
	assert_string_equal((const char *)c->name, "c");
	pos = vml_doc_pos(doc, vml_span_of(doc, c)->start);
	assert_int_equal(pos.line, 4);
	assert_int_equal(pos.column, 5);
	assert_memory_equal(text + pos.byte, "<c/>", 4);
	/*
	 * five errors: text before the document, quote marks ('>'), missing quotes, a space, text
	 * after the document
	 */
	assert_int_equal(doc->repaired->n_faults, 5);
	vml_doc_free(doc);
	assert_int_equal(vml_stream_next(stream, &doc, &fault), VML_STREAM_END);
	vml_stream_free(stream);
	vml_parser_free(parser);
}

/* Documents after a malformed one are parsed independently of it. */
static void documents_after_a_repaired_one(void **state)
{
	static const char text[] =
		"<domain><a/ ></domain>\n<domain><b/></domain>\n<domain>\n<c/>\n<domain><d/ ></domain>";
	static const char *const children[] = { "a", "b", "c", "d" };
	static const size_t faults[] = { 1, 0, 1, 1 };
	vml_parser *parser = vml_parser_new();
	vml_stream *stream = vml_stream_over(text, strlen(text), parser);
	vml_fault fault;
	vml_doc *doc;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(vml_stream_next(stream, &doc, &fault), VML_STREAM_DOCUMENT);
		assert_string_equal(
			(const char *)xmlLastElementChild(xmlDocGetRootElement(doc->tree))->name,
			children[i]);
		assert_int_equal(doc->repaired ? doc->repaired->n_faults : 0, faults[i]);
		vml_doc_free(doc);
	}
	assert_int_equal(vml_stream_next(stream, &doc, &fault), VML_STREAM_END);
	vml_stream_free(stream);
	vml_parser_free(parser);
}

/* NULs at the end of a file, as after an unclean shutdown of the host, are no further error. */
static void trailing_nuls(void **state)
{
	static const char source[] = "<domain><a b=c/></domain>\n\0\0\n";
	vml_slice slice = { .bytes = source, .len = sizeof(source) - 1, .line = 1, .column = 1 };
	vml_parser *parser = vml_parser_new();
	vml_fault fault;
	size_t consumed;
	vml_doc *doc;

	(void)state;
	assert_int_equal(vml_doc_parse(parser, &slice, &doc, &fault), -1);
	assert_int_equal(
		vml_doc_parse_repaired(parser, &slice, slice.len, &consumed, &doc, &fault), 0);
	assert_int_equal(doc->repaired->n_faults, 1);
	vml_doc_free(doc);
	vml_parser_free(parser);
}

/*
 * Hostile input: each is parsed in linear time; a quadratic search would take minutes. Under
 * valgrind, where CI sets VMLINT_CUT_STEP, a shorter text shows the same errors.
 */
static void hostile_input(void **state)
{
	const size_t length = getenv("VMLINT_CUT_STEP") ? 1 << 16 : 4 << 20;
	static const char *const texts[][2] = { { "<domain><a>x", "<" }, { "<domain><a>", "& " },
		{ "<domain><a>x", "<a b='" }, { "<domain><a>x", "<a b=\"<a c='" },
		{ "text ", "<!-- " }, { "> <domain>\n", "> <a/>\n" }, { "<domain>", "<a b=c/ >" },
		{ "<domain>", "<a b=\u201cc\u201d/>" }, { "<domain><a>", "                < " },
		{ "", "</a>" } };
	vml_parser *parser = vml_parser_new();

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		vml_buffer bytes = { 0 };
		vml_fault fault;
		size_t consumed;
		vml_slice slice;
		vml_doc *doc;

		vml_buffer_puts(&bytes, texts[i][0]);
		while (bytes.len < length)
			vml_buffer_puts(&bytes, texts[i][1]);
		slice = (vml_slice){
			.bytes = bytes.bytes, .len = bytes.len, .line = 1, .column = 1
		};
		assert_int_equal(vml_doc_parse(parser, &slice, &doc, &fault), -1);
		if (!vml_doc_parse_repaired(parser, &slice, slice.len, &consumed, &doc, &fault)) {
			assert_true(doc->repaired->n_faults >= 1 &&
				doc->repaired->n_faults <= VML_SYNTAX_ERRORS_MAX);
			vml_doc_free(doc);
		}
		vml_buffer_free(&bytes);
	}
	vml_parser_free(parser);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_reading),
		cmocka_unit_test(trailing_nuls),
		cmocka_unit_test(locations_are_those_of_the_file),
		cmocka_unit_test(documents_after_a_repaired_one),
		cmocka_unit_test(hostile_input),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	xmlCleanupParser();
	return failed;
}
