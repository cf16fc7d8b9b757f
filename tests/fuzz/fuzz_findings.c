/*
 * Fuzzer of audits: checks all values of findings, including those computed on demand, and writes
 * reports.
 */
#include "fuzz.h"
#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Compute all values of a finding; size: bytes of the document. */
static void check_finding(const vml_finding *finding, size_t size)
{
	const vml_edit *edits;
	size_t n, at = 0;

	fuzz_expect(*vml_finding_path(finding), "a finding has a path");
	vml_finding_device(finding);
	vml_finding_command(finding, "qemu:///system");
	vml_finding_preview(finding, &n);
	edits = vml_finding_edits(finding, &n);
	for (size_t i = 0; i < n; i++) {
		fuzz_expect(edits[i].start >= at && edits[i].end >= edits[i].start,
			"edits are sorted and do not overlap");
		fuzz_expect(edits[i].end <= size, "edits are within the document");
		fuzz_expect(strlen(edits[i].text) == edits[i].len,
			"the length of an edit is that of its text");
		at = edits[i].end;
	}
}

static void report(const vml_reporter *reporter, const vml_result *result, FILE *null)
{
	static const vml_input_kind kinds[] = { VML_INPUT_FILE, VML_INPUT_LIVE };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		vml_input input = { .name = "fuzz.xml", .kind = kinds[i], .domains = 1 };
		vml_output output = { .reporter = reporter,
			.out = null,
			.colour = i > 0,
			.fail_on = VML_WARNING,
			.rules = vml_selection_rules(fuzz_selection()) };
		vml_summary summary = { .inputs = 1, .domains = result->n_domains };

		if (reporter->begin)
			reporter->begin(&output);
		reporter->document(&output, &input, result);
		if (reporter->input)
			reporter->input(&output, &input);
		if (reporter->end)
			reporter->end(&output, &summary);
	}
}

/* Return a reporter that the bytes of the input select: running all of them would be slow. */
static const vml_reporter *one_of_all(const unsigned char *data, size_t size)
{
	size_t n = 0, sum = size;

	while (vml_reporters[n])
		n++;
	for (size_t i = 0; i < size; i++)
		sum += data[i];
	return vml_reporters[sum % n];
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static FILE *null;
	vml_result result;
	vml_doc *doc;
	char *error;

	if (!null)
		null = fopen("/dev/null", "w");
	if (vml_load((const char *)data, size, &doc, &error)) {
		fuzz_expect(*error, "a rejected document has a message");
		free(error);
		return 0;
	}
	vml_audit(doc, fuzz_selection(), &result);
	fuzz_expect(
		result.n_domains || result.not_audited, "a document without a domain has a reason");
	for (size_t i = 0; i < result.n_findings; i++)
		check_finding(result.findings[i], size);
	if (result.n_domains)
		report(one_of_all(data, size), &result, null);
	vml_free(doc);
	return 0;
}
