/* Findings in the text report: in full, in short if their remedy was printed before, in brief. */
#ifndef VML_TEXT_FINDING_H
#define VML_TEXT_FINDING_H

#include "applicability.h"
#include "report.h"
#include "tally.h"

enum { VML_ERRORS_LISTED = 30 };

/* State of a text report. */
typedef struct vml_text_state {
	bool printed;		/* a finding was printed */
	bool in_short;		/* the last finding was printed in short, no empty line follows */
	bool live;		/* the inputs are live domains: all of them or none */
	size_t with_findings;	/* documents with findings */
	size_t lines;		/* lines of findings so far, for the closing lines */
	size_t checked;		/* rules that were evaluated on the last domain */
	vml_tally remedies;	/* printed remedies, by rule and text */
	vml_tally consequences; /* printed ends of messages, by rule and text */
	char *heading;		/* last heading of the brief report; owned; NULL if none */
	char *errors[VML_ERRORS_LISTED]; /* errors for the closing lines; owned */
	size_t n_errors; /* errors so far; those after VML_ERRORS_LISTED are not kept */
	vml_applicability applicability;
} vml_text_state;

/*
 * Print a finding.
 *
 * alike: findings that differ in the device only; ends with NULL
 */
void vml_text_put_finding(vml_output *output, const vml_input *input, const vml_finding *finding,
	const vml_finding *const *alike);

#endif
