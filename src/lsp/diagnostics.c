/* Diagnostics: findings and syntax errors of a document. */
#define _GNU_SOURCE /* memmem */
#include "server.h"

#include "jsonvalue.h"
#include "location.h"
#include "related.h"
#include "repaired.h"

#include <stdio.h>
#include <string.h>

/* Limit on the diagnostics of a document: with more, editors become slow. */
enum { DIAGNOSTICS_MAX = 2000 };

/* Values of the protocol's DiagnosticTag. */
enum { TAG_UNNECESSARY = 1, TAG_DEPRECATED = 2 };

/* Return the protocol's DiagnosticSeverity for a severity. */
static int severity_of(vml_severity severity)
{
	return severity == VML_ERROR ? 1 : severity == VML_WARNING ? 2 : 3;
}

/* Return the protocol's tag for a finding; 0: none. */
static int tag_of(const vml_finding *finding)
{
	/*
	 * unnecessary: libvirt ignores what its grammar does not have, unless it rejects the domain
	 */
	if (finding->of_grammar && finding->severity < VML_ERROR &&
		strstr(finding->rule->id, "unknown"))
		return TAG_UNNECESSARY;
	return strstr(finding->rule->id, "deprecated") || strstr(finding->rule->id, "obsolete") ||
			strstr(finding->rule->id, "removed")
		? TAG_DEPRECATED
		: 0;
}

json_t *vml_diagnostic_of(vml_locator *locator, const vml_finding *finding)
{
	json_t *ret = json_pack("{s:o,s:i,s:s,s:s,s:o}", "range",
		vml_range_of(locator, finding->range.start.byte, finding->range.end.byte),
		"severity", severity_of(finding->severity), "code", finding->rule->id, "source",
		"vmlint", "message", vml_json_safe(finding->message));
	int tag = tag_of(finding);

	if (vml_is_link(finding->rule->url))
		vml_json_put(
			ret, "codeDescription", json_pack("{s:s}", "href", finding->rule->url));
	if (tag)
		vml_json_put(ret, "tags", json_pack("[i]", tag));
	vml_json_put(ret, "data",
		json_pack("{s:s,s:s}", "rule", finding->rule->id, "fix",
			vml_fix_level_name(finding->level)));
	return ret;
}

/* Return the diagnostic of a syntax error. */
static json_t *syntax_error(vml_locator *locator, const vml_fault *fault)
{
	const vml_document *document = locator->document;
	size_t line = fault->line ? fault->line - 1 : 0, start, end;
	char text[1024];

	if (line >= document->n_lines)
		line = document->n_lines - 1;
	start = document->lines[line] + (fault->column ? fault->column - 1 : 0);
	if (start > document->text.len)
		start = document->text.len;
	end = start;
	while (end < document->text.len && !strchr(" \t\r\n<>'\"", document->text.bytes[end]))
		end++;
	if (end == start && end < document->text.len && !strchr("\r\n", document->text.bytes[end]))
		end++;
	snprintf(text, sizeof(text), "%s%s%s", fault->message ? fault->message : "not well-formed",
		fault->hint ? ": " : "", fault->hint ? fault->hint : "");
	return json_pack("{s:o,s:i,s:s,s:s,s:o}", "range", vml_range_of(locator, start, end),
		"severity", 1, "code", "syntax", "source", "vmlint", "message",
		vml_json_safe(text));
}

/* Return true if malformed text is probably a domain: errors of other text are not shown. */
static bool mentions_domain(const vml_document *document)
{
	return memmem(document->text.bytes, document->text.len, "<domain", 7);
}

static json_t *diagnostics(
	const vml_document *document, const vml_audited *audited, bool related, vml_units units)
{
	vml_locator locator = { .document = document, .units = units };
	const vml_repaired *repaired = audited->rejected ? NULL : audited->doc->repaired;
	const vml_result *result = &audited->result;
	vml_relations relations;
	json_t *ret = json_array();

	if (audited->rejected) {
		if (mentions_domain(document))
			vml_json_append(ret, syntax_error(&locator, &audited->fault));
		return ret;
	}
	if (!result->n_domains)
		return ret;
	for (size_t i = 0; repaired && i < repaired->n_faults && i < DIAGNOSTICS_MAX; i++)
		vml_json_append(ret, syntax_error(&locator, &repaired->faults[i]));
	vml_relations_begin(&relations, document, result);
	for (size_t i = 0; i < audited->n_findings && json_array_size(ret) < DIAGNOSTICS_MAX; i++) {
		json_t *diagnostic = vml_diagnostic_of(&locator, audited->findings[i]);

		if (related)
			vml_relations_add(&relations, audited->findings[i], units, diagnostic);
		vml_json_append(ret, diagnostic);
	}
	vml_relations_end(&relations);
	return ret;
}

void vml_send_diagnostics(vml_server *server, vml_document *document)
{
	const vml_audited *audited = vml_document_audit(document);

	document->outdated = false;
	vml_server_notify(server, "textDocument/publishDiagnostics",
		json_pack("{s:s,s:I,s:o}", "uri", document->uri, "version", document->version,
			"diagnostics",
			diagnostics(document, audited, server->client.related, server->units)));
}
