/* Fixing loop: audits and fixes a document in rounds until nothing is left to fix. */
#include "fixpoint.h"

#include "apply.h"
#include "find_domains.h"
#include "oracle.h"

#include <stdlib.h>

enum { MAX_ROUNDS = 8 };

void vml_fixed_free(vml_fixed *fixed)
{
	vml_piece_table_free(&fixed->pieces);
	free(fixed->done);
	*fixed = (vml_fixed){ 0 };
}

static void note_done(vml_fixed *ret, const vml_patch *patch)
{
	ret->done = vml_realloc(ret->done, (ret->n_done + patch->n_fixed + 1) * sizeof(*ret->done));
	for (size_t i = 0; i < patch->n_fixed; i++)
		ret->done[ret->n_done++] = (vml_fix_done){ .rule = patch->fixed[i]->rule,
			.byte = vml_piece_table_origin(&ret->pieces, patch->starts[i]) };
}

/* Count the findings whose fix is not applied because it is less safe than `level`. */
static size_t count_left(const vml_result *result, vml_fix_level level)
{
	size_t n = 0;

	for (size_t i = 0; i < result->n_findings; i++)
		n += vml_finding_fixable(result->findings[i]) && result->findings[i]->level < level;
	return n;
}

/*
 * Audit a document once and apply fixes.
 *
 * checker: a second parser, for vml_oracle_agrees()
 * text: the document after the previous round; if it is empty, the slice is audited. If fixes were
 * applied, set to the fixed document.
 * status: set to 0, or to -1 with *fault set
 *
 * Returns true if fixes were applied.
 */
static bool do_round(vml_parser *parser, vml_parser *checker, const vml_slice *slice,
	const vml_selection *selection, vml_fix_level level, vml_buffer *text, vml_fixed *ret,
	vml_fault *fault, int *status)
{
	vml_slice now = *slice;
	vml_result result;
	vml_patch patch;
	vml_doc *doc;
	bool more;

	if (text->bytes) {
		now.bytes = text->bytes;
		now.len = text->len;
		now.terminated = true;
	}
	*status = vml_doc_parse(parser, &now, &doc, fault);
	if (*status)
		return false;
	if (doc->transcoded) {
		ret->refused = "its encoding is not a superset of ASCII: convert it to UTF-8 first";
		vml_doc_free(doc);
		return false;
	}
	vml_audit(doc, selection, &result);
	vml_apply(doc, result.findings, result.n_findings, level, &patch);
	more = patch.n_fixed > 0;
	ret->n_left = count_left(&result, level);
	if (more && vml_is_record(doc)) {
		ret->refused = "files of libvirt's own (snapshots, running domains) are never "
			       "changed: fix the domain itself";
		more = false;
	}
	if (more) {
		now.bytes = patch.bytes.bytes;
		now.len = patch.bytes.len;
		if (!vml_oracle_agrees(doc, patch.fixed, patch.n_fixed, &now, checker)) {
			ret->refused =
				"internal error: a fix had an unexpected result (please report it)";
			more = false;
		} else {
			note_done(ret, &patch);
			vml_piece_table_apply(&ret->pieces, patch.edits, patch.n_edits);
			vml_buffer_free(text);
			*text = patch.bytes;
			patch.bytes = (vml_buffer){ 0 };
		}
	}
	vml_patch_free(&patch);
	vml_doc_free(doc);
	return more;
}

int vml_fix_until_stable(vml_parser *parser, const vml_slice *slice, const vml_selection *selection,
	vml_fix_level level, vml_fixed *ret, vml_fault *fault)
{
	vml_parser *checker = vml_parser_new();
	vml_buffer text = { 0 };
	int status, rounds = 0;

	*ret = (vml_fixed){ 0 };
	vml_piece_table_init(&ret->pieces, slice->len);
	while (do_round(parser, checker, slice, selection, level, &text, ret, fault, &status))
		if (++rounds == MAX_ROUNDS) {
			ret->refused = "internal error: fixes undo each other (please report it)";
			break;
		}
	vml_buffer_free(&text);
	vml_parser_free(checker);
	return status;
}
