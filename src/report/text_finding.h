/*
 * Findings in the text report. Each is printed in full; in short if its remedy was printed before;
 * or in brief.
 */
#ifndef VML_TEXT_FINDING_H
#define VML_TEXT_FINDING_H

#include "applicability.h"
#include "report.h"
#include "tally.h"

enum {
	VML_ERRORS_LISTED = 30,
	VML_LINES_LISTED = 2000, /* after that, repeated findings below headings are only counted */
	VML_REPEATED = 3,	 /* findings of a rule that are listed even then */
};

/* An error, for the closing lines. */
typedef struct vml_text_error {
	char *location;	  /* as printed; owned */
	char *message;	  /* without the consequence; owned */
	const char *rule; /* id */
} vml_text_error;

/* State of a text report. */
typedef struct vml_text_state {
	bool printed;	    /* a finding was printed */
	bool below_heading; /* the last line is a heading */
	/* the last finding was printed in short: an empty line does not follow it */
	bool in_short;
	/* the inputs are live domains (a run has either only live domains or none) */
	bool live;
	bool joins;		/* findings across domains have begun */
	size_t with_findings;	/* number of documents with findings */
	size_t lines;		/* lines of findings printed so far */
	size_t checked;		/* number of rules that were checked on the last domain */
	vml_tally rules;	/* rules printed so far, as hashes */
	vml_tally remedies;	/* remedies printed so far, as hashes of rule and text */
	vml_tally fixes;	/* hash of the fix that was printed last, by rule */
	vml_tally consequences; /* consequences printed so far, as hashes of rule and text */
	vml_tally conflicts;	/* domains that printed conflicts name (mirrored.h) */
	size_t mirrored;	/* number of conflicts printed for another domain only */
	size_t counted; /* number of findings after VML_LINES_LISTED that are only counted */
	vml_text_error errors[VML_ERRORS_LISTED];
	size_t n_errors; /* number of errors so far; only the first VML_ERRORS_LISTED are stored */
	vml_applicability applicability;
} vml_text_state;

/*
 * Return true if a finding is to be printed: not if the report is long, and others of its rule
 * were printed. Errors are, unless there are many.
 */
bool vml_text_is_listed(const vml_text_state *state, const vml_finding *finding);

/*
 * Print a finding.
 *
 * alike: findings that differ from it only in the device; ends with NULL
 */
void vml_text_put_finding(vml_output *output, const vml_input *input, const vml_finding *finding,
	const vml_finding *const *alike);

#endif
