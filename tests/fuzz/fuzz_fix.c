/* Fuzzer of fixes: the fixed document is well-formed, and a second run changes nothing. */
#include "fixpoint.h"
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static vml_buffer patched(const vml_fixed *fixed, const char *bytes, size_t len)
{
	vml_buffer out = { 0 }, joined = { 0 };
	size_t n, at = 0;
	vml_change *changes = vml_piece_table_changes(&fixed->pieces, &n, &joined);

	for (size_t i = 0; i < n; i++) {
		fuzz_expect(changes[i].start >= at && changes[i].end >= changes[i].start &&
				changes[i].end <= len,
			"changes are in order and in the document");
		vml_buffer_add(&out, bytes + at, changes[i].start - at);
		vml_buffer_add(&out, changes[i].text, changes[i].len);
		at = changes[i].end;
	}
	vml_buffer_add(&out, bytes + at, len - at);
	vml_buffer_free(&joined);
	free(changes);
	return out;
}

/* Fix a document; returns false if it is not well-formed or cannot be fixed. */
static bool fix(vml_parser *parser, const vml_buffer *bytes, vml_fixed *ret)
{
	vml_slice slice = {
		.bytes = bytes->bytes, .len = bytes->len, .line = 1, .column = 1, .terminated = true
	};
	vml_fault fault;

	if (vml_fix_until_stable(parser, &slice, fuzz_selection(), VML_FIX_REVIEW, ret, &fault))
		return false;
	if (ret->refused && !strncmp(ret->refused, "internal error", 14)) {
		fprintf(stderr, "%s\n", ret->refused);
		abort();
	}
	return !ret->refused;
}

static void fix_again(vml_parser *parser, const vml_buffer *bytes)
{
	vml_fixed second;

	fuzz_expect(fix(parser, bytes, &second), "a fixed document can be fixed again");
	fuzz_expect(!second.n_done, "a second fix changes nothing");
	vml_fixed_free(&second);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	vml_parser *parser = vml_parser_new();
	vml_buffer bytes = { 0 };
	vml_fixed fixed;

	vml_buffer_add(&bytes, (const char *)data, size);
	if (fix(parser, &bytes, &fixed) && fixed.n_done) {
		vml_buffer out = patched(&fixed, bytes.bytes, bytes.len);

		fix_again(parser, &out);
		vml_buffer_free(&out);
	}
	vml_fixed_free(&fixed);
	vml_buffer_free(&bytes);
	vml_parser_free(parser);
	return 0;
}
