/* Reports: the interface of all formats, one source file per format. */
#ifndef VML_REPORT_H
#define VML_REPORT_H

#include "buffer.h"
#include "doc.h"
#include "origin.h"

#include <stdbool.h>
#include <stdio.h>
#include <vmlint/audit.h>

typedef enum vml_input_status { VML_INPUT_OK, VML_INPUT_SKIPPED, VML_INPUT_ERROR } vml_input_status;

/* An error of an input. */
typedef struct vml_input_error {
	unsigned long line, column; /* 1-based; 0 if it has no location */
	const char *message;
} vml_input_error;

/* One input: a file, standard input or a connection. */
typedef struct vml_input {
	const char *name;
	const char *host; /* host name of a connection; NULL if unknown, or for other inputs */
	vml_input_kind kind;
	vml_input_status status;
	size_t domains;		    /* number of domains audited */
	unsigned long line, column; /* location of the first error, 1-based; 0 if it has none */
	const char *message;	    /* first error, or reason for skipping it; NULL if none */
	char *first;		    /* `message` if it is owned by the session, else NULL */
	vml_input_error *more;	    /* errors after the first; owned by the session */
	size_t n_more, max_more;    /* number of these; capacity of the array */
} vml_input;

/*
 * Get the i-th error of an input, from 0.
 *
 * Returns false if it has fewer errors; *ret is then unchanged.
 */
bool vml_input_error_at(const vml_input *input, size_t i, vml_input_error *ret);

/* Total counts of a run. */
typedef struct vml_summary {
	size_t inputs, domains, failed, skipped;
	size_t by_severity[VML_ERROR + 1]; /* active findings by severity */
	size_t by_fix[VML_FIX_SAFE + 1];   /* active findings with a fix, by its level */
	size_t by_state[VML_STATE_COUNT];  /* all findings by state */
} vml_summary;

typedef struct vml_reporter vml_reporter;

/* Layout of human-readable reports. All zero: each finding in full, and no closing lines. */
typedef struct vml_layout {
	unsigned int columns; /* width of paragraphs; 0: 98 */
	unsigned int rows;    /* lines of the screen; 0: unknown */
	bool terminal;	      /* wrap headlines and fixes, too, and cut source lines */
	bool links;	      /* the terminal supports hyperlinks */
	bool condensed;	      /* errors first, and each remedy once */
	bool brief;	      /* headlines and fixes only, by input */
	bool closing;	      /* table by rule if there are several domains, errors, next steps */
	bool statistics;      /* table by rule, always */
} vml_layout;

/* A report in progress. */
typedef struct vml_output {
	const vml_reporter *reporter;
	FILE *out;
	const vml_rule *const *rules; /* the selection's rules; ends with NULL */
	vml_severity fail_on;	      /* findings from this level on fail the run; 0: none */
	const char *root;	      /* result of vml_repository_root(), or NULL */
	bool colour;
	bool quiet; /* print findings only, no summary */
	bool known; /* known findings (VML_STATE_BASELINED) are listed, but do not count */
	vml_layout layout;
	/* findings that the fixes of a level lead to and that --fix fixes, too; 0 if unknown */
	size_t following[VML_FIX_SAFE + 1];
	/* counts by rule, sorted when end() is called; NULL without closing lines */
	const struct vml_statistics *statistics;
	void *state; /* private to the reporter, freed by its end() */
} vml_output;

/* A report format. begin, input, fleet and end may be NULL. */
struct vml_reporter {
	const char *name;
	const char *about; /* description for --help */
	bool brief;	   /* prints neither commands nor remedies: they need not be made */
	void (*begin)(vml_output *output);
	/* write the result for one document of the input; only called if it contains domains */
	void (*document)(vml_output *output, const vml_input *input, const vml_result *result);
	/* called after the last document of the input */
	void (*input)(vml_output *output, const vml_input *input);
	/*
	 * Write the findings across domains of one domain, after the last input (fleet.h). The
	 * input has only a name and a kind. NULL: document() writes them.
	 */
	void (*fleet)(vml_output *output, const vml_input *input, const vml_result *result);
	void (*end)(vml_output *output, const vml_summary *summary);
};

/* All reporters; ends with NULL. */
extern const vml_reporter *const vml_reporters[];

extern const vml_reporter vml_reporter_text;
extern const vml_reporter vml_reporter_concise;
extern const vml_reporter vml_reporter_json;
extern const vml_reporter vml_reporter_jsonl;
extern const vml_reporter vml_reporter_sarif;
extern const vml_reporter vml_reporter_github;
extern const vml_reporter vml_reporter_gitlab;
extern const vml_reporter vml_reporter_junit;
extern const vml_reporter vml_reporter_checkstyle;
extern const vml_reporter vml_reporter_rdjson;
extern const vml_reporter vml_reporter_markdown;
extern const vml_reporter vml_reporter_prometheus;
extern const vml_reporter vml_reporter_html;

/*
 * Return true if formats for other programs list the finding: it is active, or known in a report
 * that lists known findings. They do not list suppressed findings.
 */
bool vml_is_listed(const vml_output *output, const vml_finding *finding);

/* Used as rule id for inputs that could not be audited. */
#define VML_INPUT_CHECK "input-error"

/*
 * Write the human-readable location of a finding: "web1.xml:84:14", or for a live domain
 * "prod1: web1".
 */
void vml_put_location(FILE *out, const vml_input *input, const vml_finding *finding);

/* Write an input error with its source line, a caret and a hint if it has them. */
void vml_put_fault(FILE *out, const char *name, const vml_fault *fault, bool colour);

/* Terminal colours by meaning. */
typedef enum vml_paint {
	VML_PAINT_OFF,
	VML_PAINT_BOLD,
	VML_PAINT_DIM,
	VML_PAINT_INFO,
	VML_PAINT_WARNING,
	VML_PAINT_ERROR,
	VML_PAINT_FIX
} vml_paint;

/* Return the escape sequence of a colour, or "" if `colour` is false; static. */
const char *vml_paint_on(bool colour, vml_paint paint);

/* Return the colour of a severity. */
vml_paint vml_paint_of(vml_severity severity);

/* A source line and a marked range in it. */
typedef struct vml_excerpt {
	const char *line;     /* text of the line, not NUL-terminated; borrowed */
	size_t len;	      /* length in bytes */
	size_t caret, mark;   /* marked bytes: [caret, caret + mark) */
	size_t columns;	      /* width of the terminal; 0: lines have up to 100 bytes */
	const char *encoding; /* encoding of the line; NULL: UTF-8 */
	bool is_raw;	      /* the line may contain secrets, which vml_excerpt_shown() masks */
	bool cut_before, cut_after; /* set by vml_excerpt_shown(): parts of the line are missing */
} vml_excerpt;

/*
 * Get the source line of a finding, secrets masked; it lives as long as the finding.
 *
 * Returns false if the finding has no location or its line was not kept; *ret is then unchanged.
 */
bool vml_excerpt_of(const vml_finding *finding, vml_excerpt *ret);

/*
 * Prepare an excerpt for output: convert it to UTF-8, and cut lines of more than 100 bytes around
 * the mark.
 *
 * text: an empty buffer that the excerpt may point to; the caller frees it
 */
vml_excerpt vml_excerpt_shown(const vml_excerpt *excerpt, vml_buffer *text);

/*
 * Write a source line after its number, and a caret line below it. Lines of more than 100
 * bytes, or more than fit on the terminal, are cut around the caret.
 *
 * number: line number; 0: none
 */
void vml_put_excerpt(FILE *out, unsigned long number, const vml_excerpt *excerpt, bool colour);

#endif
