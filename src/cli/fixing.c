/* Fixes for the documents of an input; the bytes between documents are preserved. */
#include "fixing.h"

#include "diff.h"
#include "fixpoint.h"
#include "saveimage.h"
#include "stream.h"
#include "write.h"

#include <stdlib.h>
#include <string.h>

/* Changes to all documents of an input, with offsets in the input. */
struct work {
	vml_change *changes; /* in the order of the input; owned */
	size_t n_changes;
	vml_buffer text; /* new texts of all changes, one after the other; prepare() links them */
	vml_diff_note *notes; /* one per fixed finding; owned */
	size_t n_notes;
	size_t n_left;	     /* findings that only a higher fix level fixes */
	const char *refused; /* why a document was not fixed; static string or NULL */
};

/* Append the changes to one document; slice: its location in the input. */
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

/* Find all changes to an input. Errors of the input are ignored here: the audit reports them. */
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

/* Apply the changes to the bytes of the input; the caller frees the result. */
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

vml_fix_report vml_print_diff(const vml_settings *settings, const vml_selection *selection,
	vml_parser *parser, const char *name, const char *bytes, size_t len)
{
	vml_fix_report report;
	vml_buffer out = { 0 };
	struct work work;

	prepare(selection, parser, settings->diff, bytes, len, &work);
	vml_diff(&out, name, bytes, len, work.changes, work.n_changes, work.notes, work.n_notes);
	if (out.len)
		fwrite(out.bytes, 1, out.len, stdout);
	report = (vml_fix_report){
		.fixed = work.n_notes, .left = work.n_left, .trouble = work.refused
	};
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
	report = (vml_fix_report){ .trouble = work.refused };
	if (work.n_changes) {
		vml_buffer out = patched(&work, bytes, len);
		const char *wrong = vml_replace_file(path, known, out.bytes, out.len);

		if (wrong)
			report.trouble = wrong;
		else
			report.fixed = work.n_notes;
		vml_buffer_free(&out);
	}
	release(&work);
	return report;
}

vml_fix_report vml_fix_to_stdout(const vml_settings *settings, const vml_selection *selection,
	vml_parser *parser, vml_buffer *bytes)
{
	vml_fix_report report;
	vml_buffer out;
	struct work work;

	prepare(selection, parser, settings->fix, bytes->bytes, bytes->len, &work);
	out = patched(&work, bytes->bytes, bytes->len);
	if (out.len)
		fwrite(out.bytes, 1, out.len, stdout);
	report = (vml_fix_report){ .fixed = work.n_notes, .trouble = work.refused };
	release(&work);
	vml_buffer_free(bytes);
	*bytes = out;
	return report;
}
