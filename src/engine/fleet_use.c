/* Collects the keys of rules across domains while the rules walk a document. */
#include "fleet_use.h"

#include "repaired.h"

#include <inttypes.h>
#include <string.h>

/*
 * Limit on the length of a stored source line in bytes: a document without line breaks would need
 * too much memory.
 */
enum { LONGEST_LINE = 200 };

void vml_fleet_key(vml_context *ctx, const xmlNode *node, const char *attr, vml_scope scope,
	unsigned int use, const char *value)
{
	vml_use *key;

	if (!node || !*value || (vml_may_have_placeholders(ctx) && vml_is_placeholder(value)))
		return;
	key = vml_arena_alloc(ctx->doc->arena, sizeof(*key));
	key->scope = scope;
	key->use = use;
	key->value = value;
	vml_finding_init(ctx, &key->finding, node, attr);
	if (key->finding.uncertain)
		return;
	*(ctx->keys ? ctx->last_key : &ctx->keys) = &key->finding;
	ctx->last_key = &key->finding.next;
}

void vml_fleet_amount(vml_context *ctx, const xmlNode *node, uint64_t amount, uint64_t capacity)
{
	if (!amount || !capacity)
		return;
	vml_fleet_key(ctx, node ? node : ctx->facts.domain, NULL, VML_SCOPE_HOST, 0,
		vml_format(ctx, "%" PRIu64 " %" PRIu64, amount, capacity));
}

/*
 * Return true if secrets in a source line can be masked without the lines before it: the line
 * begins with an element, so no secret of an earlier line can continue in it.
 */
static bool is_independent(const char *line, size_t len)
{
	size_t at = 0;

	while (at < len && (line[at] == ' ' || line[at] == '\t'))
		at++;
	return at + 1 < len && line[at] == '<' && line[at + 1] != '!';
}

/*
 * Store the source line of a finding, for the report. The line is not stored if it is too long, if
 * secrets in it cannot be masked without earlier lines, or if it is not in UTF-8, which would need
 * a conversion.
 */
static void keep_line(vml_doc *doc, const vml_finding *finding, vml_stored *stored)
{
	size_t byte = finding->range.start.byte - doc->slice.offset, len;
	size_t start = vml_source_line(doc, byte, &len);
	const char *line = vml_doc_source(doc)->bytes + start;
	bool one_line = finding->range.end.line == finding->range.start.line;

	if (len > LONGEST_LINE || doc->slice.encoding || !is_independent(line, len))
		return;
	stored->line = line;
	stored->line_len = len;
	stored->caret = byte - start;
	stored->mark = one_line ? finding->range.end.byte - finding->range.start.byte
				: len - stored->caret;
}

static void complete(vml_doc *doc, vml_use *key)
{
	vml_finding *finding = &key->finding;
	vml_stored *stored = &key->stored;

	vml_finding_locate(doc, finding);
	stored->path = vml_finding_path(finding);
	stored->device = vml_finding_device(finding);
	if (!finding->has_range)
		return;
	keep_line(doc, finding, stored);
	/*
	 * if the line with the range is stored, columns are converted to UTF-16 only when a finding
	 * is made, else now
	 */
	stored->column = finding->range.start.column;
	stored->end_column = finding->range.end.column;
	if (stored->line && finding->range.end.line == finding->range.start.line)
		return;
	stored->column =
		vml_source_utf16_column(doc, finding->range.start.byte - doc->slice.offset);
	stored->end_column =
		vml_source_utf16_column(doc, finding->range.end.byte - doc->slice.offset);
}

const vml_keys *vml_keys_complete(
	vml_doc *doc, vml_context *contexts, size_t n_contexts, vml_severity shown)
{
	vml_keys *keys = NULL;
	const vml_use **first = NULL;

	for (size_t i = 0; i < n_contexts; i++) {
		if (!contexts[i].keys)
			continue;
		if (!keys) {
			keys = vml_arena_alloc(doc->arena, sizeof(*keys));
			first = vml_arena_alloc(doc->arena, n_contexts * sizeof(*first));
			*keys = (vml_keys){ .first = first, .shown = shown };
		}
		first[i] = (const vml_use *)contexts[i].keys;
		for (vml_finding *key = contexts[i].keys; key; key = key->next)
			complete(doc, (vml_use *)key);
	}
	return keys;
}
