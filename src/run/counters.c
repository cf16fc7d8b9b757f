/* Errors of an input, and counters of a run. */
#include "counters.h"

#include "arena.h"

#include <stdint.h>
#include <stdlib.h>

/* Add an error to input->more. */
static void add_error(vml_input *input, const vml_fault *fault)
{
	if (input->n_more == input->max_more) {
		input->max_more = input->max_more ? 2 * input->max_more : 8;
		input->more = vml_realloc(input->more, input->max_more * sizeof(*input->more));
	}
	input->more[input->n_more++] = (vml_input_error){
		.line = fault->line, .column = fault->column, .message = vml_strdup(fault->message)
	};
}

void vml_input_fail(vml_input *input, const vml_fault *fault)
{
	if (input->status == VML_INPUT_ERROR) {
		add_error(input, fault);
		return;
	}
	input->status = VML_INPUT_ERROR;
	input->line = fault->line;
	input->column = fault->column;
	input->message = input->first = vml_strdup(fault->message);
}

void vml_input_release(vml_input *input)
{
	for (size_t i = 0; i < input->n_more; i++)
		free((char *)(uintptr_t)input->more[i].message);
	free(input->more);
	free(input->first);
	input->first = NULL;
	input->more = NULL;
	input->n_more = input->max_more = 0;
}

void vml_summary_add(vml_summary *summary, const vml_result *result)
{
	/* not for findings across domains (ran is NULL): their domains were counted before */
	if (result->ran)
		summary->domains += result->n_domains;
	for (size_t i = 0; i < result->n_all; i++) {
		const vml_finding *finding = result->all[i];

		if (finding->severity < result->shown)
			continue;
		summary->by_state[finding->state]++;
		if (finding->state != VML_STATE_ACTIVE)
			continue;
		summary->by_severity[finding->severity]++;
		if (vml_finding_fixable(finding))
			summary->by_fix[finding->level]++;
	}
}

void vml_summary_add_input(vml_summary *summary, const vml_input *input)
{
	summary->inputs++;
	summary->failed += input->status == VML_INPUT_ERROR;
	summary->skipped += input->status == VML_INPUT_SKIPPED;
}
