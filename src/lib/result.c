/* Audit of a document; accessors of its result, except for findings. */
#include "handles.h"

#include "arena.h"
#include "bytes.h"
#include "counters.h"
#include "fixing.h"
#include "repaired.h"

#include <stdlib.h>
#include <string.h>

/* Record the syntax errors of a repaired document, or that the document has no domain. */
static void take_errors(vmlint_result *result)
{
	const vml_fault without = { .message = result->audit.not_audited };
	const vml_doc *doc = result->doc;

	result->status = doc->repaired ? VMLINT_REPAIRED : VMLINT_OK;
	for (size_t i = 0; doc->repaired && i < doc->repaired->n_faults; i++)
		vml_input_fail(&result->input, &doc->repaired->faults[i]);
	if (result->audit.n_domains)
		return;
	result->status = VMLINT_NO_DOMAIN;
	vml_input_fail(&result->input, &without);
}

/* Append the findings of `of`, a result of the engine, to result->findings. */
static void take_findings(vmlint_result *result, const vml_result *of)
{
	result->findings = vml_realloc(result->findings,
		(result->n_findings + of->n_findings) * sizeof(*result->findings));
	for (size_t i = 0; i < of->n_findings; i++)
		result->findings[result->n_findings++] =
			(vmlint_finding){ .finding = of->findings[i], .result = result };
}

vmlint_result *vmlint_audit(
	const vmlint_context *context, const char *bytes, size_t len, const char *name)
{
	vmlint_result *result = vml_realloc(NULL, sizeof(*result));
	vml_fault fault;
	bool show_all;

	*result = (vmlint_result){ .realized = context->current,
		.selection = vml_realized_use(context->current, name),
		.parser = vml_parser_new(),
		.bytes = vml_realloc(NULL, len + 1),
		.len = len,
		.name = vml_strdup(name ? name : "") };
	memcpy(result->bytes, bytes, len);
	result->bytes[len] = '\0';
	result->input = (vml_input){ .name = result->name, .kind = VML_INPUT_FILE };
	if (vml_audit_bytes_with(result->selection, result->parser, result->bytes, len,
		    &result->doc, &result->audit, &fault)) {
		result->status = VMLINT_MALFORMED;
		vml_input_fail(&result->input, &fault);
		return result;
	}
	show_all = context->current->settings.show_suppressed;
	vml_result_partition(result->doc, &result->audit, show_all);
	result->input.domains = result->audit.n_domains;
	take_errors(result);
	vml_document_conflicts_find(
		&result->input, result->selection, result->doc, &result->audit, &result->conflicts);
	vml_document_conflicts_partition(&result->conflicts, show_all);
	take_findings(result, &result->audit);
	for (size_t i = 0; i < result->conflicts.n; i++)
		take_findings(result, &result->conflicts.results[i]);
	return result;
}

void vmlint_result_free(vmlint_result *result)
{
	if (!result)
		return;
	free(result->findings);
	vml_document_conflicts_free(&result->conflicts);
	vml_input_release(&result->input);
	vml_doc_free(result->doc);
	vml_parser_free(result->parser);
	vml_realized_release(result->realized);
	free(result->bytes);
	free(result->name);
	free(result);
}

vmlint_status vmlint_result_status(const vmlint_result *result)
{
	return result->status;
}

size_t vmlint_result_count(const vmlint_result *result)
{
	return result->n_findings;
}

const vmlint_finding *vmlint_result_finding(const vmlint_result *result, size_t i)
{
	return i < result->n_findings ? &result->findings[i] : NULL;
}

size_t vmlint_result_domain_count(const vmlint_result *result)
{
	return result->audit.n_domains;
}

const char *vmlint_result_domain_name(const vmlint_result *result, size_t i)
{
	return i < result->audit.n_domains ? result->audit.domains[i]->name : NULL;
}

size_t vmlint_result_error_count(const vmlint_result *result)
{
	vml_input_error error;

	return vml_input_error_at(&result->input, 0, &error) ? 1 + result->input.n_more : 0;
}

const char *vmlint_result_error_message(const vmlint_result *result, size_t i)
{
	vml_input_error error;

	return vml_input_error_at(&result->input, i, &error) ? error.message : NULL;
}

unsigned long vmlint_result_error_line(const vmlint_result *result, size_t i)
{
	vml_input_error error;

	return vml_input_error_at(&result->input, i, &error) ? error.line : 0;
}

unsigned long vmlint_result_error_column(const vmlint_result *result, size_t i)
{
	vml_input_error error;

	return vml_input_error_at(&result->input, i, &error) ? error.column : 0;
}

char *vmlint_apply(const vmlint_result *result, vmlint_fix_level level, size_t *ret_len)
{
	vml_parser *parser;
	vml_fix_report report;
	vml_buffer fixed;
	char *text;

	if (!result->doc || level < VMLINT_FIX_REVIEW)
		return NULL;
	parser = vml_parser_new();
	report = vml_fix_bytes(result->selection, parser, (vml_fix_level)level, result->bytes,
		result->len, &fixed);
	vml_parser_free(parser);
	if (report.trouble) {
		vml_buffer_free(&fixed);
		return NULL;
	}
	vml_buffer_add(&fixed, "", 1);
	*ret_len = fixed.len - 1;
	text = fixed.bytes;
	return text;
}
