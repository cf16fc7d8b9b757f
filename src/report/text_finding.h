/*
 * Findings in the text report. Each is printed in full; in short if its remedy was printed before;
 * or in brief.
 */
#ifndef VML_TEXT_FINDING_H
#define VML_TEXT_FINDING_H

#include "applicability.h"
#include "report.h"
#include "tally.h"

enum { VML_ERRORS_LISTED = 30 };

/* State of a text report. */
typedef struct vml_text_state {
	bool printed; /* a finding was printed */
	/* the last finding was printed in short: an empty line does not follow it */
	bool in_short;
	/* the inputs are live domains (a run has either only live domains or none) */
	bool live;
	size_t with_findings;	/* number of documents with findings */
	size_t lines;		/* lines of findings printed so far */
	size_t checked;		/* number of rules that were checked on the last domain */
	vml_tally remedies;	/* remedies printed so far, as hashes of rule and text */
	vml_tally consequences; /* consequences printed so far, as hashes of rule and text */
	char *heading;		/* last heading of the brief report, owned; NULL if none */
	char *errors[VML_ERRORS_LISTED]; /* errors for the closing lines; owned */
	size_t n_errors; /* number of errors so far; only the first VML_ERRORS_LISTED are stored */
	vml_applicability applicability;
} vml_text_state;

/*
 * Print a finding.
 *
 * alike: findings that differ from it only in the device; ends with NULL
 */
void vml_text_put_finding(vml_output *output, const vml_input *input, const vml_finding *finding,
	const vml_finding *const *alike);

#endif
