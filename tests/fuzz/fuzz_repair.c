/* Fuzzer of the repair of malformed documents, of its position map, and of the audit of the result. */
#include "fuzz.h"

#include "repaired.h"

#include <stdlib.h>
#include <string.h>

/* Check that the changes of the position map, applied to the source, make the repaired text. */
static void check_changes(const vml_slice *source, const vml_repair *repair)
{
	vml_buffer joined = { 0 }, text = { 0 };
	size_t n, at = 0;
	vml_change *changes = vml_piece_table_changes(&repair->pieces, &n, &joined);

	for (size_t i = 0; i < n; i++) {
		fuzz_expect(changes[i].start >= at && changes[i].end >= changes[i].start &&
				changes[i].end <= source->len,
			"changes are in order and within the source");
		vml_buffer_add(&text, source->bytes + at, changes[i].start - at);
		vml_buffer_add(&text, changes[i].text, changes[i].len);
		at = changes[i].end;
	}
	vml_buffer_add(&text, source->bytes + at, source->len - at);
	fuzz_expect(text.len == repair->text.len &&
			(!text.len || !memcmp(text.bytes, repair->text.bytes, text.len)),
		"the changes make the repaired text");
	free(changes);
	vml_buffer_free(&text);
	vml_buffer_free(&joined);
}

static void check_map(const vml_doc *doc)
{
	size_t last = 0;

	for (size_t byte = 0; byte <= doc->slice.len; byte++) {
		size_t at = vml_source_byte(doc, byte);

		fuzz_expect(at >= last && at <= vml_doc_source(doc)->len,
			"the map is monotone and within the source");
		last = at;
	}
}

static void check_faults(const vml_repaired *repaired)
{
	unsigned long line = 1;

	fuzz_expect(repaired->n_faults, "a repaired document has a syntax error");
	for (size_t i = 0; i < repaired->n_faults; i++) {
		const vml_fault *fault = &repaired->faults[i];

		fuzz_expect(fault->line >= line && fault->column && *fault->message && fault->hint,
			"syntax errors have a location, in order, a message and a hint");
		fuzz_expect(fault->caret <= fault->excerpt_len &&
				fault->excerpt >= repaired->source.bytes &&
				fault->excerpt + fault->excerpt_len <=
					repaired->source.bytes + repaired->source.len,
			"excerpts are in the source");
		line = fault->line;
	}
}

static void check_findings(vml_doc *doc)
{
	vml_result result;

	vml_audit(doc, fuzz_selection(), &result);
	for (size_t i = 0; i < result.n_all; i++) {
		const vml_finding *finding = result.all[i];
		const vml_edit *edits;
		size_t n;

		fuzz_expect(
			finding->level != VML_FIX_SAFE, "no fix of a repaired document is safe");
		fuzz_expect(!finding->has_range ||
				(finding->range.start.byte <= finding->range.end.byte &&
					finding->range.end.byte <= vml_doc_source(doc)->len),
			"findings are located in the source");
		edits = vml_finding_edits(finding, &n);
		for (size_t k = 0; k < n; k++)
			fuzz_expect(edits[k].start <= edits[k].end &&
					edits[k].end <= vml_doc_source(doc)->len,
				"edits are in the source");
	}
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	vml_parser *parser = vml_parser_new();
	/*
	 * realloc() below shrinks the copy to `size` bytes, so that AddressSanitizer finds reads
	 * after its end; one byte more here, because malloc(0) may return NULL
	 */
	char *bytes = memcpy(malloc(size + 1), data, size);
	vml_slice slice = {
		.bytes = realloc(bytes, size ? size : 1), .len = size, .line = 1, .column = 1
	};
	vml_repair again;
	vml_fault fault;
	size_t consumed;
	vml_doc *doc;

	if (!vml_doc_parse(parser, &slice, &doc, &fault)) {
		vml_arena *arena = vml_arena_new();

		fuzz_expect(doc->transcoded || !vml_repair_slice(arena, &doc->slice, &again),
			"a well-formed document needs no repair");
		if (!doc->transcoded)
			vml_repair_free(&again);
		vml_arena_free(arena);
		vml_doc_free(doc);
	} else if (!vml_doc_parse_repaired(parser, &slice, size, &consumed, &doc, &fault)) {
		fuzz_expect(consumed <= size && consumed == vml_doc_source(doc)->len,
			"a document is within the input");
		check_changes(vml_doc_source(doc), &doc->repaired->repair);
		check_map(doc);
		check_faults(doc->repaired);
		check_findings(doc);
		vml_doc_free(doc);
	} else {
		fuzz_expect(fault.message && *fault.message, "a rejected document has an error");
	}
	vml_parser_free(parser);
	free((char *)(uintptr_t)slice.bytes);
	return 0;
}
