/*
 * Tests of fixes as byte edits: fixed cases, and random edits of random documents. The oracle
 * (oracle.h) checks the latter: it makes the same edits in the tree. VMLINT_EDITS: number of edits
 * (default 3000); VMLINT_SEED: random seed.
 */
#define _GNU_SOURCE
#include "support.h"

#include "apply.h"
#include "context.h"
#include "diff.h"
#include "oracle.h"
#include "render.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static vml_parser *parser, *second_parser;

static int open_parsers(void **state)
{
	(void)state;
	parser = vml_parser_new();
	second_parser = vml_parser_new();
	return 0;
}

static int close_parsers(void **state)
{
	(void)state;
	vml_parser_free(parser);
	vml_parser_free(second_parser);
	return 0;
}

/* State of xorshift: the same seed gives the same documents on every machine. */
static uint64_t seed;

static unsigned int dice(unsigned int sides)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned int)(seed >> 33) % sides;
}

static const char *pick(const char *const *from, unsigned int n)
{
	return from[dice(n)];
}

static const char *const names[] = { "a", "b", "disk", "target", "x-y" };
static const char *const attrs[] = { "id", "type", "dev", "bus", "cache" };
static const char *const values[] = { "", "virtio", "a&amp;b", "&lt;", "1 > 0", "\xc3\xa4", "/" };
static const char *const raw[] = { "", "virtio", "a&b", "<", "'\"", "\xc3\xa4", "/>" };

static void put_whitespace(vml_buffer *out, const char *eol, unsigned int depth)
{
	switch (dice(6)) {
	case 0: break;
	case 1: vml_buffer_puts(out, " "); break;
	case 2: vml_buffer_puts(out, "<!-- <a/> ' -->"); break;
	default:
		vml_buffer_puts(out, eol);
		for (unsigned int i = 0; i < depth; i++)
			vml_buffer_puts(out, dice(9) ? "  " : "\t");
	}
}

static void put_attrs(vml_buffer *out, const char *eol)
{
	unsigned int n = dice(4), first = dice(5);

	for (unsigned int i = 0; i < n; i++) {
		const char *quote = dice(3) ? "'" : "\"";

		vml_buffer_puts(out, dice(8) ? " " : eol);
		vml_buffer_puts(out, " ");
		vml_buffer_puts(out, attrs[(first + i) % 5]);
		vml_buffer_puts(out, dice(9) ? "=" : " = ");
		vml_buffer_puts(out, quote);
		vml_buffer_puts(out, pick(values, 7));
		vml_buffer_puts(out, quote);
	}
	if (!dice(9))
		vml_buffer_puts(out, " ");
}

static void put_element(vml_buffer *out, const char *eol, unsigned int depth)
{
	const char *name = pick(names, 5);
	unsigned int n = depth < 4 ? dice(5) : 0;

	vml_buffer_puts(out, "<");
	vml_buffer_puts(out, name);
	put_attrs(out, eol);
	if (!n && dice(2)) {
		vml_buffer_puts(out, "/>");
		return;
	}
	vml_buffer_puts(out, ">");
	if (!n && dice(2))
		vml_buffer_puts(out, dice(4) ? "text" : "<![CDATA[<b/>]]>");
	for (unsigned int i = 0; i < n; i++) {
		put_whitespace(out, eol, depth + 1);
		put_element(out, eol, depth + 1);
	}
	if (n)
		put_whitespace(out, eol, depth);
	vml_buffer_puts(out, dice(20) ? "</" : "<?pi <b> ?></");
	vml_buffer_puts(out, name);
	vml_buffer_puts(out, ">");
}

static vml_buffer random_document(void)
{
	const char *eol = dice(5) ? "\n" : "\r\n";
	vml_buffer out = { 0 };

	if (!dice(4))
		vml_buffer_puts(&out, "\xef\xbb\xbf");
	if (!dice(3))
		vml_buffer_puts(&out, "<?xml version='1.0'?>\n");
	put_element(&out, eol, 0);
	vml_buffer_puts(&out, "\n");
	return out;
}

static void list_elements(xmlNode *node, const xmlNode **list, unsigned int *n)
{
	if (*n < 200)
		list[(*n)++] = node;
	for (xmlNode *child = vml_first(node); child; child = vml_sibling(child))
		list_elements(child, list, n);
}

static void random_op(vml_finding *finding, const xmlNode *const *list, unsigned int n)
{
	static const char *const snippets[] = { "<n/>", "<n a='1'/>", "<n><m>t</m></n>",
		"<n x='&lt;'><m/><m/></n>" };
	const xmlNode *node = list[dice(n)];

	switch (dice(6)) {
	case 0:
	case 1: vml_fix_set(finding, node, pick(attrs, 5), pick(raw, 7)); break;
	case 2: vml_fix_unset(finding, node, pick(attrs, 5)); break;
	case 3:
		if (!vml_first(node))
			vml_fix_text(finding, node, pick(raw, 7));
		break;
	case 4:
		vml_fix_add(finding, node, dice(2) ? vml_first(node) : NULL, pick(snippets, 4));
		break;
	default:
		if (vml_parent(node))
			vml_fix_remove(finding, node);
	}
}

static const vml_rule rule = { .id = "test-rule", .severity = VML_WARNING };

/* Create n findings with random operations. The arena of the document owns them and the array. */
static vml_finding **random_findings(vml_doc *doc, vml_context *ctx, unsigned int n)
{
	const xmlNode *list[200];
	unsigned int elements = 0;
	vml_finding **findings = vml_arena_alloc(doc->arena, n * sizeof(*findings));

	list_elements(xmlDocGetRootElement(doc->tree), list, &elements);
	for (unsigned int i = 0; i < n; i++) {
		findings[i] = vml_arena_alloc(doc->arena, sizeof(**findings));
		*findings[i] = (vml_finding){ .rule = &rule,
			.severity = dice(3) + VML_INFO,
			.level = VML_FIX_SAFE,
			.ctx = ctx };
		findings[i]->last_op = (vml_op **)(uintptr_t)&findings[i]->ops;
		random_op(findings[i], list, elements);
	}
	return findings;
}

static vml_buffer change(const char *bytes, size_t len, const vml_change *changes, size_t n)
{
	vml_buffer out = { 0 };
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		assert_true(changes[i].start >= at && changes[i].end >= changes[i].start);
		vml_buffer_add(&out, bytes + at, changes[i].start - at);
		vml_buffer_add(&out, changes[i].text, changes[i].len);
		at = changes[i].end;
	}
	vml_buffer_add(&out, bytes + at, len - at);
	return out;
}

/* Apply three rounds of random fixes to a random document. Returns the number of edits. */
static size_t try_document(void)
{
	vml_buffer original = random_document(), text = { 0 }, joined = { 0 }, again;
	vml_piece_table pieces;
	vml_change *changes;
	size_t edits = 0, n;

	vml_buffer_add(&text, original.bytes, original.len);
	vml_piece_table_init(&pieces, original.len);
	for (unsigned int round = 0; round < 3; round++) {
		vml_doc *doc = parse(parser, &text);
		vml_context ctx = { .doc = doc };
		vml_finding **findings = random_findings(doc, &ctx, 3);
		vml_slice slice = doc->slice;
		vml_patch patch;

		vml_apply(doc, (const vml_finding *const *)findings, 3, VML_FIX_SAFE, &patch);
		slice.bytes = patch.bytes.bytes;
		slice.len = patch.bytes.len;
		if (!vml_oracle_agrees(doc, patch.fixed, patch.n_fixed, &slice, second_parser)) {
			fprintf(stderr, "before:\n%s\nafter:\n%s\n", text.bytes, patch.bytes.bytes);
			fail_msg("the edited bytes differ from the edited tree");
		}
		edits += patch.n_edits;
		vml_piece_table_apply(&pieces, patch.edits, patch.n_edits);
		vml_buffer_free(&text);
		text = patch.bytes;
		patch.bytes = (vml_buffer){ 0 };
		vml_patch_free(&patch);
		vml_doc_free(doc);
	}
	changes = vml_piece_table_changes(&pieces, &n, &joined);
	again = change(original.bytes, original.len, changes, n);
	assert_int_equal(again.len, text.len);
	assert_memory_equal(again.bytes, text.bytes, text.len);
	free(changes);
	vml_piece_table_free(&pieces);
	vml_buffer_free(&joined);
	vml_buffer_free(&again);
	vml_buffer_free(&text);
	vml_buffer_free(&original);
	return edits;
}

static void random_edits_agree_with_the_oracle(void **state)
{
	const char *wanted = getenv("VMLINT_EDITS"), *from = getenv("VMLINT_SEED");
	size_t edits = 0, limit = wanted ? strtoul(wanted, NULL, 10) : 3000;

	(void)state;
	seed = from ? strtoull(from, NULL, 10) : 20261122;
	while (edits < limit) {
		uint64_t before = seed;

		edits += try_document();
		if (seed == before)
			break;
	}
	print_message("%zu random edits\n", edits);
}

static void assert_fix(const char *before, const char *after, const char *path, vml_op op)
{
	vml_buffer bytes = { .bytes = (char *)(uintptr_t)before, .len = strlen(before) };
	vml_doc *doc = parse(parser, &bytes);
	vml_context ctx = { .doc = doc };
	vml_finding finding = {
		.rule = &rule, .severity = VML_ERROR, .level = VML_FIX_SAFE, .ctx = &ctx
	};
	const vml_finding *list[] = { &finding };
	vml_patch patch;
	xmlNode *root = xmlDocGetRootElement(doc->tree);

	op.node = *path ? vml_find(root, path) : root;
	if (op.kind == VML_OP_ADD && op.name) {
		op.after = vml_child(op.node, op.name);
		op.name = NULL;
	}
	finding.ops = &op;
	vml_apply(doc, list, 1, VML_FIX_SAFE, &patch);
	assert_string_equal(patch.bytes.bytes, after);
	vml_patch_free(&patch);
	vml_doc_free(doc);
}

static void attributes_keep_their_quotes(void **state)
{
	(void)state;
	assert_fix("<a x=\"1\"/>", "<a x=\"&quot;'&lt;&amp;>\"/>", "",
		(vml_op){ .kind = VML_OP_SET, .name = "x", .text = "\"'<&>" });
	assert_fix("<a x=\"1\"\n y='2' />", "<a x=\"1\"\n y='2' z='3' />", "",
		(vml_op){ .kind = VML_OP_SET, .name = "z", .text = "3" });
	assert_fix(
		"<a/>", "<a z='3'/>", "", (vml_op){ .kind = VML_OP_SET, .name = "z", .text = "3" });
	assert_fix("<a x='1'\n   y='2'/>", "<a x='1'/>", "",
		(vml_op){ .kind = VML_OP_UNSET, .name = "y" });
}

static void texts_are_replaced(void **state)
{
	(void)state;
	assert_fix("<a>old<!-- c --></a>", "<a>a&lt;b&amp;</a>", "",
		(vml_op){ .kind = VML_OP_TEXT, .text = "a<b&" });
	assert_fix("<r><q:a xmlns:q='u' /></r>", "<r><q:a xmlns:q='u' /></r>", "nonesuch",
		(vml_op){ .kind = VML_OP_TEXT, .text = "" });
	assert_fix("<r><a x='1' /></r>", "<r><a x='1'>t</a></r>", "a",
		(vml_op){ .kind = VML_OP_TEXT, .text = "t" });
}

static void names_are_replaced_in_both_tags(void **state)
{
	(void)state;
	assert_fix("<r><ab x='1'>t</ab ></r>", "<r><c x='1'>t</c ></r>", "ab",
		(vml_op){ .kind = VML_OP_RENAME, .text = "c" });
	assert_fix("<r><a x='1'/></r>", "<r><abc x='1'/></r>", "a",
		(vml_op){ .kind = VML_OP_RENAME, .text = "abc" });
	assert_fix("<q:a xmlns:q='u'></q:a>", "<q:b xmlns:q='u'></q:b>", "",
		(vml_op){ .kind = VML_OP_RENAME, .text = "b" });
	/* a name with a colon, but without a prefix */
	assert_fix("<a:></a:>", "<b></b>", "", (vml_op){ .kind = VML_OP_RENAME, .text = "b" });
	assert_fix("<a x = '1' y='2'/>", "<a z = '1' y='2'/>", "",
		(vml_op){ .kind = VML_OP_RENAME, .name = "x", .text = "z" });
}

static void elements_are_removed_with_their_line(void **state)
{
	(void)state;
	assert_fix("<r>\r\n  <a/>\r\n  <b/>\r\n</r>", "<r>\r\n  <b/>\r\n</r>", "a",
		(vml_op){ .kind = VML_OP_REMOVE });
	assert_fix("<r><a/><b/></r>", "<r><b/></r>", "a", (vml_op){ .kind = VML_OP_REMOVE });
	assert_fix("<r>\n<a>\n</a> <!-- mine -->\n</r>", "<r>\n <!-- mine -->\n</r>", "a",
		(vml_op){ .kind = VML_OP_REMOVE });
}

static void additions_follow_the_siblings_layout(void **state)
{
	static const char xml[] = "<n><m>t</m></n>";

	(void)state;
	assert_fix("<r>\n\t<a/>\n</r>", "<r>\n\t<a/>\n\t<n>\n\t\t<m>t</m>\n\t</n>\n</r>", "",
		(vml_op){ .kind = VML_OP_ADD, .text = xml });
	assert_fix("<r>\r\n  <a/> <!-- c -->\r\n  <b/>\r\n</r>",
		"<r>\r\n  <a/> <!-- c -->\r\n  <n>\r\n    <m>t</m>\r\n  </n>\r\n  <b/>\r\n</r>", "",
		(vml_op){ .kind = VML_OP_ADD, .name = "a", .text = xml });
	assert_fix("<r>\n  <a/>\n</r>", "<r>\n  <a>\n    <n/>\n  </a>\n</r>", "a",
		(vml_op){ .kind = VML_OP_ADD, .text = "<n/>" });
	assert_fix("<r><a/></r>", "<r><a/><n><m>t</m></n></r>", "",
		(vml_op){ .kind = VML_OP_ADD, .text = xml });
	assert_fix("<r>\n<a></a>\n</r>", "<r>\n<a>\n<n/>\n</a>\n</r>", "a",
		(vml_op){ .kind = VML_OP_ADD, .text = "<n/>" });
}

static void patch_accepts_the_diffs(void **state)
{
	static const char before[] = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\nend";
	const vml_change changes[] = { { .start = 2, .end = 3, .text = "two\nmore", .len = 8 },
		{ .start = 24, .end = 27, .text = "", .len = 0 },
		{ .start = 30, .end = 30, .text = "!", .len = 1 } };
	const vml_diff_note notes[] = { { 2, "b" }, { 2, "a" }, { 2, "b" }, { 24, "c" } };
	vml_buffer out = { 0 };

	(void)state;
	vml_diff(&out, "dir/x.xml", before, sizeof(before) - 1, changes, 3, notes, 4);
	assert_string_equal(out.bytes,
		"--- a/dir/x.xml\n+++ b/dir/x.xml\n"
		"@@ -1,5 +1,6 @@ b, a\n 1\n-2\n+two\n+more\n 3\n 4\n 5\n"
		"@@ -9,5 +10,4 @@ c\n 9\n 10\n 11\n-12\n-end\n\\ No newline at end of file\n"
		"+end!\n\\ No newline at end of file\n");
	vml_buffer_free(&out);
	vml_diff(&out, "x", before, sizeof(before) - 1, NULL, 0, NULL, 0);
	assert_null(out.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(attributes_keep_their_quotes),
		cmocka_unit_test(texts_are_replaced),
		cmocka_unit_test(names_are_replaced_in_both_tags),
		cmocka_unit_test(elements_are_removed_with_their_line),
		cmocka_unit_test(additions_follow_the_siblings_layout),
		cmocka_unit_test(patch_accepts_the_diffs),
		cmocka_unit_test(random_edits_agree_with_the_oracle),
	};
	int failed = cmocka_run_group_tests(tests, open_parsers, close_parsers);

	xmlCleanupParser();
	return failed;
}
