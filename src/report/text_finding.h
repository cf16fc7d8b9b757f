/*
 * Findings in the text report. Each is printed in full, shortened if its rule or remedy was printed
 * before, or brief (see vml_layout).
 */
#ifndef VML_TEXT_FINDING_H
#define VML_TEXT_FINDING_H

#include "applicability.h"
#include "report.h"
#include "tally.h"

enum {
	VML_ERRORS_LISTED = 30,
	/* number of lines after which further findings of a rule are counted, not printed */
	VML_LINES_LISTED = 2000,
	VML_REPEATED = 3, /* number of findings per rule that are printed even then */
};

/* An error that the closing lines list again. */
typedef struct vml_text_error {
	char *location;	  /* location as printed; owned */
	char *message;	  /* message up to its last ": "; owned */
	const char *rule; /* id of the rule */
} vml_text_error;

/* State of a text report. */
typedef struct vml_text_state {
	bool printed;	    /* a finding was printed */
	bool below_heading; /* the last line printed is a heading */
	/* the last finding was shortened: the next one may follow without an empty line */
	bool in_short;
	/* the inputs are live domains (a run has either only live domains or none) */
	bool live;
	bool joins;		/* the findings across domains, which come last, have begun */
	size_t with_findings;	/* number of documents with findings */
	size_t lines;		/* number of lines of findings so far */
	size_t checked;		/* number of rules that were checked on the last domain */
	vml_tally rules;	/* how often each rule was printed; key: hash of the rule */
	vml_tally remedies;	/* remedies printed so far, as hashes of rule and text */
	vml_tally fixes;	/* for each rule, hash of the fix that was printed last */
	vml_tally consequences; /* printed ends of messages, as hashes of rule and text */
	vml_tally conflicts;	/* domains named by the printed conflicts (see mirrored.h) */
	/* number of conflicts not printed, because a finding of another domain describes them */
	size_t mirrored;
	size_t counted; /* number of findings that are only counted (see VML_LINES_LISTED) */
	vml_text_error errors[VML_ERRORS_LISTED];
	size_t n_errors; /* number of errors so far; only the first VML_ERRORS_LISTED are stored */
	vml_applicability applicability;
} vml_text_state;

/*
 * Return true if a finding is to be printed. After VML_LINES_LISTED lines of a report, a finding is
 * printed only if it is among the report's first VML_REPEATED findings of its rule, or among the
 * first VML_ERRORS_LISTED findings of severity error.
 */
bool vml_text_is_listed(const vml_text_state *state, const vml_finding *finding);

/*
 * Print a finding.
 *
 * alike: further findings, which differ only in the device, and whose devices are printed with the
 * finding; ends with NULL
 */
void vml_text_put_finding(vml_output *output, const vml_input *input, const vml_finding *finding,
	const vml_finding *const *alike);

#endif
