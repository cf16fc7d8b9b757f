/* Fixes for all documents of an input. Bytes between documents are preserved. */
#include "fixing.h"

#include "diff.h"
#include "find_domains.h"
#include "fixpoint.h"
#include "repaired.h"
#include "saveimage.h"
#include "stream.h"
#include "write.h"

#include <stdlib.h>
#include <string.h>

/* Changes to all documents of an input; their offsets are those in the input. */
struct work {
	vml_change *changes; /* changes in the order of the input; owned */
	size_t n_changes;
	/* new text of all changes, one after the other; prepare() sets changes[i].text to it */
	vml_buffer text;
	vml_diff_note *notes; /* one per fixed finding or repaired syntax error; owned */
	size_t n_notes;
	size_t n_repaired;   /* number of notes on syntax errors */
	size_t n_left;	     /* number of findings that only the level review fixes */
	bool truncated;	     /* a document is truncated */
	const char *refused; /* why a document was not fixed, a constant; NULL: all were fixed */
};

/* Add the changes and notes of a fixed document to `work`. slice: the document before the fixes. */
static void take_over(struct work *work, const vml_slice *slice, const vml_fixed *fixed)
{
	vml_buffer joined = { 0 };
	size_t n;
	vml_change *changes = vml_piece_table_changes(&fixed->pieces, &n, &joined);

	work->changes = vml_realloc(work->changes, (work->n_changes + n + 1) * sizeof(*changes));
	for (size_t i = 0; i < n; i++) {
		vml_change *change = &work->changes[work->n_changes++];

		*change = changes[i];
		change->start += slice->offset;
		change->end += slice->offset;
		vml_buffer_add(&work->text, changes[i].text, changes[i].len);
	}
	work->notes = vml_realloc(
		work->notes, (work->n_notes + fixed->n_done + 1) * sizeof(*work->notes));
	for (size_t i = 0; i < fixed->n_done; i++)
		work->notes[work->n_notes++] =
			(vml_diff_note){ .byte = fixed->done[i].byte + slice->offset,
				.text = fixed->done[i].rule->id };
	free(changes);
	vml_buffer_free(&joined);
}

/* Count the findings in a repaired document that have a fix. */
static size_t count_fixes(vml_doc *doc, const vml_selection *selection)
{
	vml_result result;
	size_t n = 0;

	vml_audit(doc, selection, &result);
	for (size_t i = 0; i < result.n_findings; i++)
		n += vml_finding_fixable(result.findings[i]);
	return n;
}

/*
 * Add the changes of fixes to the changes of a repair.
 *
 * pieces: changes from the malformed to the repaired document; set to those from the malformed to
 * the fixed one
 * fixes: changes from the repaired to the fixed document
 */
static void combine(vml_piece_table *pieces, const vml_piece_table *fixes)
{
	vml_buffer joined = { 0 };
	size_t n;
	vml_change *changes = vml_piece_table_changes(fixes, &n, &joined);
	vml_edit *edits = vml_realloc(NULL, (n + 1) * sizeof(*edits));

	for (size_t i = 0; i < n; i++)
		edits[i] = (vml_edit){ .start = changes[i].start,
			.end = changes[i].end,
			.text = changes[i].text,
			.len = changes[i].len };
	vml_piece_table_apply(pieces, edits, n);
	free(edits);
	free(changes);
	vml_buffer_free(&joined);
}

/*
 * Add to `work` the repair of a malformed document, and the fixes of its findings. If a part of the
 * document is missing or uncertain, the document is only repaired: fixes could depend on that part.
 * With level safe, nothing is added, because repairs need review.
 */
static void repair(struct work *work, vml_doc *doc, vml_parser *parser,
	const vml_selection *selection, vml_fix_level level)
{
	vml_repair *repair = &doc->repaired->repair;
	vml_fixed fixed = { 0 };
	vml_fault fault;

	work->truncated = work->truncated || repair->n_unended;
	if (level == VML_FIX_SAFE) {
		work->n_left += count_fixes(doc, selection);
		return;
	}
	if (vml_is_record(doc)) {
		work->refused = "cannot repair a record of libvirt (a snapshot, a running domain): "
				"fix the domain itself";
		return;
	}
	if (!repair->n_unended && !repair->n_doubts &&
		!vml_fix_until_stable(parser, &doc->slice, selection, level, &fixed, &fault)) {
		if (fixed.refused) {
			work->refused = fixed.refused;
			vml_fixed_free(&fixed);
			return;
		}
		for (size_t i = 0; i < fixed.n_done; i++)
			fixed.done[i].byte = vml_source_byte(doc, fixed.done[i].byte);
		combine(&repair->pieces, &fixed.pieces);
	}
	vml_piece_table_free(&fixed.pieces);
	fixed.pieces = repair->pieces;
	take_over(work, vml_doc_source(doc), &fixed);
	work->notes = vml_realloc(
		work->notes, (work->n_notes + repair->n_errors + 1) * sizeof(*work->notes));
	for (size_t i = 0; i < repair->n_errors; i++, work->n_repaired++)
		work->notes[work->n_notes++] =
			(vml_diff_note){ .byte = repair->errors[i].byte + doc->slice.offset,
				.text = "syntax" };
	fixed.pieces = (vml_piece_table){ 0 };
	vml_fixed_free(&fixed);
}

/* Find all changes to an input. Errors are ignored, because the audit reports them. */
static void prepare(const vml_selection *selection, vml_parser *parser, vml_fix_level level,
	const char *bytes, size_t len, struct work *work)
{
	vml_parser *second = vml_parser_new();
	vml_stream *stream = vml_stream_over(bytes, len, parser);
	vml_stream_status status;
	vml_fault fault;
	vml_doc *doc;
	size_t at = 0;

	*work = (struct work){ 0 };
	while ((status = vml_stream_next(stream, &doc, &fault)) != VML_STREAM_END) {
		vml_slice slice;
		vml_fixed fixed;

		if (status != VML_STREAM_DOCUMENT)
			continue;
		if (doc->repaired) {
			repair(work, doc, second, selection, level);
			vml_doc_free(doc);
			continue;
		}
		slice = doc->slice;
		if (doc->transcoded) {
			slice.bytes = bytes;
			slice.len = len;
		}
		if (!vml_fix_until_stable(second, &slice, selection, level, &fixed, &fault)) {
			if (fixed.refused)
				work->refused = fixed.refused;
			else
				take_over(work, &slice, &fixed);
			work->n_left += fixed.n_left;
		}
		vml_fixed_free(&fixed);
		vml_doc_free(doc);
	}
	vml_stream_free(stream);
	vml_parser_free(second);
	if (vml_is_save_image(bytes, len) && work->n_changes) {
		work->refused = "cannot fix a managed-save image: remove it and fix the domain";
		work->n_changes = 0;
	}
	for (size_t i = 0; i < work->n_changes; i++) {
		work->changes[i].text = work->changes[i].len ? work->text.bytes + at : "";
		at += work->changes[i].len;
	}
}

static void release(struct work *work)
{
	free(work->changes);
	free(work->notes);
	vml_buffer_free(&work->text);
}

/* Return the bytes of the input with the changes applied; the caller frees them. */
static vml_buffer patched(const struct work *work, const char *bytes, size_t len)
{
	vml_buffer out = { 0 };
	size_t at = 0;

	for (size_t i = 0; i < work->n_changes; i++) {
		vml_buffer_add(&out, bytes + at, work->changes[i].start - at);
		vml_buffer_add(&out, work->changes[i].text, work->changes[i].len);
		at = work->changes[i].end;
	}
	vml_buffer_add(&out, bytes + at, len - at);
	return out;
}

static vml_fix_report report_of(const struct work *work)
{
	return (vml_fix_report){ .fixed = work->n_notes - work->n_repaired,
		.repaired = work->n_repaired,
		.left = work->n_left,
		.truncated = work->truncated,
		.trouble = work->refused };
}

vml_fix_report vml_print_diff(const vml_settings *settings, const vml_selection *selection,
	vml_parser *parser, const char *name, const char *bytes, size_t len)
{
	vml_fix_report report;
	vml_buffer out = { 0 };
	struct work work;

	prepare(selection, parser, settings->diff, bytes, len, &work);
	vml_diff(&out, name, bytes, len, work.changes, work.n_changes, work.notes, work.n_notes);
	if (out.len)
		fwrite(out.bytes, 1, out.len, settings->documents);
	report = report_of(&work);
	vml_buffer_free(&out);
	release(&work);
	return report;
}

vml_fix_report vml_fix_file(const vml_settings *settings, const vml_selection *selection,
	vml_parser *parser, const char *path, const struct stat *known, const char *bytes,
	size_t len)
{
	vml_fix_report report;
	struct work work;

	prepare(selection, parser, settings->fix, bytes, len, &work);
	report = report_of(&work);
	report.fixed = report.repaired = report.left = 0;
	if (work.n_changes) {
		vml_buffer out = patched(&work, bytes, len);
		const char *wrong = vml_replace_file(path, known, out.bytes, out.len);

		if (wrong)
			report.trouble = wrong;
		report.fixed = wrong ? 0 : work.n_notes - work.n_repaired;
		report.repaired = wrong ? 0 : work.n_repaired;
		vml_buffer_free(&out);
	}
	release(&work);
	return report;
}

vml_fix_report vml_fix_bytes(const vml_selection *selection, vml_parser *parser,
	vml_fix_level level, const char *bytes, size_t len, vml_buffer *ret)
{
	vml_fix_report report;
	struct work work;

	prepare(selection, parser, level, bytes, len, &work);
	*ret = patched(&work, bytes, len);
	report = report_of(&work);
	release(&work);
	return report;
}

vml_fix_report vml_fix_to_stdout(const vml_settings *settings, const vml_selection *selection,
	vml_parser *parser, vml_buffer *bytes)
{
	vml_buffer out;
	vml_fix_report report =
		vml_fix_bytes(selection, parser, settings->fix, bytes->bytes, bytes->len, &out);

	if (out.len)
		fwrite(out.bytes, 1, out.len, settings->documents);
	report.left = 0;
	vml_buffer_free(report.truncated ? &out : bytes);
	if (!report.truncated)
		*bytes = out;
	return report;
}
