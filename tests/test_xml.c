/* Tests of parsing: documents, positions, and messages on malformed XML. */
#include "charset.h"
#include "support.h"

#include "bytemap.h"
#include "context.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static vml_parser *parser;

static int open_parser(void **state)
{
	(void)state;
	parser = vml_parser_new();
	return 0;
}

static int close_parser(void **state)
{
	(void)state;
	vml_parser_free(parser);
	return 0;
}

static vml_fault fault_of(const char *text, size_t len)
{
	vml_slice slice = { .bytes = text, .len = len, .line = 1, .column = 1 };
	vml_fault fault;
	vml_doc *doc;

	assert_int_equal(vml_doc_parse(parser, &slice, &doc, &fault), -1);
	assert_null(doc);
	return fault;
}

static void assert_fault(
	const char *text, unsigned long line, unsigned long column, const char *says)
{
	vml_fault fault = fault_of(text, strlen(text));

	if (!strstr(fault.message, says))
		fail_msg("'%s' does not contain '%s'", fault.message, says);
	assert_int_equal(fault.line, line);
	assert_int_equal(fault.column, column);
}

static void malformed_xml_is_explained(void **state)
{
	(void)state;
	assert_fault("<a>\n<b x='1'/ >\n<b/ >\n</a>", 2, 10, "(2 occurrences in this file)");
	assert_fault("<a>\n<b x='1'/ >\n</a>", 2, 10, "the only occurrence");
	assert_fault("<a>\n<b>\n</a>", 3, 5, "<b> in line 2 is not closed before </a>");
	assert_fault("</a>", 1, 1, "end tag </a> without a start tag");
	assert_fault("`<a/>", 1, 1, "Markdown");
	assert_fault("> <a/>", 1, 1, "mail quote marks");
	assert_fault("log: <a/>", 1, 1, "text before the first '<'");
	assert_fault("nothing", 1, 1, "no '<' in it");
	assert_fault("<a x='<'/>", 1, 7, "'<' in an attribute");
	assert_fault("<a>&nbsp;</a>", 1, 10, "nbsp");
	assert_fault("<a", 1, 3, "tag without a closing '>'");
	assert_fault("<a></a", 1, 7, "tag without a closing '>'");
	assert_fault("<a>b & c</a>", 1, 7, "'&' does not begin an entity");
	assert_fault("<a>b &c</a>", 1, 8, "missing ';'");
	assert_fault("<a b='c' <d/>", 1, 10, "invalid attribute: expected a name");
	assert_fault("<a b='c'd='e'/>", 1, 9, "missing space before an attribute");
	assert_fault("<a b=c/>", 1, 6, "without quotes");
	assert_fault("<a b/>", 1, 5, "attribute 'b' without a value");
	assert_fault("<a b='", 1, 7, "without a closing quote");
	assert_fault("<a b='1' b='2'/>", 1, 15, "duplicate attribute 'b'");
	assert_fault("<a>\1</a>", 1, 4, "control character 0x01");
	assert_fault("<a>\377</a>", 1, 4, "not valid UTF-8");
	assert_fault("<?xml version='1.0' encoding='klingon'?>\n<a/>", 1, 39,
		"unsupported encoding 'klingon'");
	assert_fault("<a><1/></a>", 1, 5, "not followed by an element name");
	/* the error is reported where the construct starts, not at the end of the document */
	assert_fault("<a><!-- b -->\n<!-- c\n</a>\n", 2, 1, "comment is not closed");
	assert_fault(
		"<a><![CDATA[ b ]]>\n<![CDATA[ c\n</a>\n", 2, 1, "CDATA section is not closed");
	assert_fault("<a><?xml version='1.0'?></a>", 1, 9, "XML declaration inside");
}

static void a_stray_space_elsewhere_is_not_blamed(void **state)
{
	vml_fault fault;

	(void)state;
	/* the "/ >" in a comment and in a value are not errors */
	fault = fault_of("<a x='/ >'><!-- <b/ > --><c></a>", 32);
	assert_null(strstr(fault.message, "stray"));
}

static void doctype_is_refused(void **state)
{
	(void)state;
	assert_fault("<?xml version='1.0'?>\n<!DOCTYPE a SYSTEM 'file:///etc/passwd'>\n<a/>", 2, 1,
		"DOCTYPE");
	assert_fault("<!DOCTYPE a [<!ENTITY b 'c'>]>\n<a>&b;</a>", 1, 1, "DOCTYPE");
}

static void parser_recovers_after_a_fault(void **state)
{
	vml_doc *doc;

	(void)state;
	fault_of("<a><b></a>", 10);
	doc = parse_text(parser, "<a/>");
	assert_string_equal((char *)xmlDocGetRootElement(doc->tree)->name, "a");
	vml_doc_free(doc);
}

static void spans_are_exact(void **state)
{
	static const char text[] = "<!-- <x> --><a>\r\n\t<b\n c=\"1>2\"  d='/'/>"
				   "<![CDATA[<b>]]><?p <b> ?><c >t</c\n></a>\n";
	vml_doc *doc;
	const vml_span *span;
	vml_attr_span attr;
	xmlNode *a, *b, *c;

	(void)state;
	doc = parse_text(parser, text);
	a = xmlDocGetRootElement(doc->tree);
	b = vml_child(a, "b");
	c = vml_child(a, "c");
	span = vml_span_of(doc, b);
	assert_non_null(span);
	assert_true(span->empty);
	assert_memory_equal(text + span->start, "<b\n", 3);
	assert_memory_equal(text + span->tag_end - 5, "'/'/>", 5);
	assert_true(vml_span_attr(doc, span, "c", &attr));
	assert_int_equal(attr.quote, '"');
	assert_memory_equal(text + attr.value, "1>2", 3);
	assert_int_equal(attr.value_end - attr.value, 3);
	assert_false(vml_span_attr(doc, span, "e", &attr));
	span = vml_span_of(doc, c);
	assert_memory_equal(text + span->end_start, "</c\n>", 5);
	assert_int_equal(span->end - span->end_start, 5);
	assert_int_equal(vml_span_of(doc, a)->end, strlen(text) - 1);
	vml_doc_free(doc);
}

static void positions_count_lines_and_bytes(void **state)
{
	static const char text[] = "<a>\n  <b x='\xc3\xa4'><c/></b>\r\n<d/></a>";
	vml_doc *doc;
	vml_pos pos;

	(void)state;
	doc = parse_text(parser, text);
	pos = vml_doc_pos(doc, (size_t)(strstr(text, "<c/>") - text));
	assert_int_equal(pos.line, 2);
	assert_int_equal(pos.column, 13);
	pos = vml_doc_pos(doc, (size_t)(strstr(text, "<d/>") - text));
	assert_int_equal(pos.line, 3);
	assert_int_equal(pos.column, 1);
	vml_doc_free(doc);
}

static void columns_are_utf8_bytes(void **state)
{
	static const char latin1[] = "<?xml version='1.0' encoding='ISO-8859-1'?>\n"
				     "<a x='\xe4\xe4'><b/></a>";
	static const char bom[] = "\xef\xbb\xbf<a><b/></a>";
	vml_doc *doc;
	vml_pos pos;

	(void)state;
	doc = parse_text(parser, latin1);
	pos = vml_doc_pos(doc, (size_t)(strstr(latin1, "<b/>") - latin1));
	assert_int_equal(pos.line, 2);
	assert_int_equal(pos.column, 13); /* two letters of two bytes each in UTF-8 */
	vml_doc_free(doc);
	doc = parse_text(parser, bom);
	pos = vml_doc_pos(doc, (size_t)(strstr(bom, "<b/>") - bom));
	assert_int_equal(pos.column, 4);
	assert_int_equal(pos.byte, 6);
	vml_doc_free(doc);
}

/* Check UTF-8 and UTF-16 columns in a document of the given encoding. */
static void columns_of(
	const char *encoding, const char *value, unsigned long utf8, unsigned long utf16)
{
	char text[256];
	vml_doc *doc;
	size_t byte;

	snprintf(text, sizeof(text), "<?xml version='1.0' encoding='%s'?>\n<a x='%s'><b/><c/></a>",
		encoding, value);
	doc = parse_text(parser, text);
	byte = (size_t)(strstr(text, "<c/>") - text);
	assert_int_equal(vml_doc_pos(doc, byte).column, utf8 + 4);
	assert_int_equal(vml_source_utf16_column(doc, byte), utf16 + 4);
	byte = (size_t)(strstr(text, "<b/>") - text);
	assert_int_equal(vml_source_utf16_column(doc, byte), utf16);
	assert_int_equal(vml_doc_pos(doc, byte).column, utf8);
	vml_doc_free(doc);
	snprintf(text, sizeof(text), "<?xml version='1.0' encoding='%s'?>\n<a x='%s'>&b;</a>",
		encoding, value);
	assert_fault(text, 2, utf8 + 3, "unknown entity '&b;'");
}

/* Lengths in UTF-8, which the parser uses, are converted to lengths in the original bytes. */
static void utf8_lengths_convert_to_bytes(void **state)
{
	static const struct {
		const char *encoding, *text;
		size_t utf8, bytes;
	} rows[] = {
		{ NULL, "a\xe2\x82\xac", 4, 4 },
		{ "windows-1252", "a\x80z", 4, 2 },
		{ "GB18030", "\xd6\xd0\x94\x39\xda\x33z", 3, 2 },
		{ "GB18030", "\xd6\xd0\x94\x39\xda\x33z", 7, 6 },
		{ "Shift_JIS", "\x93\xfa\x96\x7b", 6, 4 },
		{ "Shift_JIS", "\x93\xfa\x96", 99, 2 },
		{ "GB18030", "\xd6\xd0\xff\xff", 99, 2 },
		{ "klingon", "abc", 2, 2 },
	};
	char *large = malloc(100000);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(vml_length_of(rows[i].encoding, rows[i].text, strlen(rows[i].text),
					 rows[i].utf8),
			rows[i].bytes);
	memset(large, 0xe4, 100000);
	assert_int_equal(vml_length_of("ISO-8859-1", large, 100000, 150000), 75000);
	free(large);
}

static void columns_of_other_encodings(void **state)
{
	(void)state;
	columns_of("UTF-8", "\xe2\x82\xac", 12, 10);
	columns_of("windows-1252", "\x80", 12, 10);
	columns_of("ISO-8859-15", "\xa4", 12, 10);
	columns_of("ISO-8859-1", "\xe4\xe4", 13, 11);
	columns_of("Shift_JIS", "\x93\xfa\x96\x7b", 15, 11);
	columns_of("GB18030", "\xd6\xd0\x94\x39\xda\x33", 16, 12);
	assert_fault("\xef\xbb\xbf<a>&b;</a>", 1, 7, "unknown entity '&b;'");
}

static void utf16_is_read(void **state)
{
	static const char le[] = "\xff\xfe<\0a\0 \0x\0=\0'\0\xe4\0'\0>\0<\0b\0/\0>\0<\0/\0a\0>\0";
	vml_buffer bytes = { .bytes = (char *)(uintptr_t)le, .len = sizeof(le) - 1 };
	vml_doc *doc;
	const vml_span *span;

	(void)state;
	doc = parse(parser, &bytes);
	assert_true(doc->transcoded);
	assert_string_equal(vml_attr(xmlDocGetRootElement(doc->tree), "@x"), "\xc3\xa4");
	span = vml_span_of(doc, vml_child(xmlDocGetRootElement(doc->tree), "b"));
	assert_non_null(span);
	assert_memory_equal(doc->slice.bytes + span->start, "<b/>", 4);
	vml_doc_free(doc);
}

/*
 * Text ends at an invalid byte that is the last one of its allocation: no byte after it may be
 * read.
 */
static void wide_text_ends_at_invalid_bytes(void **state)
{
	static const char ebcdic[] = "\x4c\x6f\xa7\x94\x93\x40\x41", be[] = "\0<\0?\0a\xd8\0\0b";
	vml_arena *arena = vml_arena_new();
	char *exact = malloc(sizeof(ebcdic) - 1);
	const char *text;
	size_t len;

	(void)state;
	memcpy(exact, ebcdic, sizeof(ebcdic) - 1);
	text = vml_wide_text(arena, exact, sizeof(ebcdic) - 1, &len);
	assert_non_null(text);
	/* libxml2 2.15 reads EBCDIC as IBM037, where 0x41 is U+00A0; earlier ones reject it */
	if (len == 8)
		assert_string_equal(text, "<?xml \xc2\xa0");
	else
		assert_string_equal(text, "<?xml ");
	fault_of(exact, sizeof(ebcdic) - 1);
	free(exact);
	text = vml_wide_text(arena, be, sizeof(be) - 1, &len);
	assert_non_null(text);
	assert_string_equal(text, "<?a");
	text = vml_wide_text(arena, "\0\0\0<\0\0\0a\0\0", 10, &len);
	assert_non_null(text);
	assert_string_equal(text, "<a");
	assert_null(vml_wide_text(arena, "<domain/>", 9, &len));
	assert_null(vml_wide_text(arena, "\xff\xfe", 2, &len));
	vml_arena_free(arena);
}

static void deep_nesting_ends_in_an_error(void **state)
{
	vml_buffer deep = { 0 };
	vml_fault fault;

	(void)state;
	for (int i = 0; i < 100000; i++)
		vml_buffer_puts(&deep, "<a>");
	fault = fault_of(deep.bytes, deep.len);
	assert_non_null(fault.message);
	vml_buffer_free(&deep);
}

static void every_truncation_is_an_error(void **state)
{
	static const char text[] =
		"<?xml version='1.0'?>\n<!-- c --><a x='1'>t<b/ ><![CDATA[d]]></a>";

	(void)state;
	for (size_t len = 0; len < sizeof(text) - 1; len++) {
		vml_slice slice = { .bytes = text, .len = len, .line = 1, .column = 1 };
		vml_fault fault;
		vml_doc *doc;

		assert_int_equal(vml_doc_parse(parser, &slice, &doc, &fault), -1);
		assert_non_null(fault.message);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(malformed_xml_is_explained),
		cmocka_unit_test(a_stray_space_elsewhere_is_not_blamed),
		cmocka_unit_test(doctype_is_refused),
		cmocka_unit_test(parser_recovers_after_a_fault),
		cmocka_unit_test(spans_are_exact),
		cmocka_unit_test(positions_count_lines_and_bytes),
		cmocka_unit_test(columns_are_utf8_bytes),
		cmocka_unit_test(utf8_lengths_convert_to_bytes),
		cmocka_unit_test(columns_of_other_encodings),
		cmocka_unit_test(utf16_is_read),
		cmocka_unit_test(wide_text_ends_at_invalid_bytes),
		cmocka_unit_test(deep_nesting_ends_in_an_error),
		cmocka_unit_test(every_truncation_is_an_error),
	};
	int failed = cmocka_run_group_tests(tests, open_parser, close_parser);

	xmlCleanupParser();
	return failed;
}
