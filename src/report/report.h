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

/* An error of an input that could not be read or audited. */
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
	size_t domains;		    /* number of audited domains */
	unsigned long line, column; /* location of the first error, 1-based; 0 if unknown */
	const char *message;	    /* first error, or why the input was skipped; NULL if none */
	char *first;		    /* `message` if the session (src/run) owns it, else NULL */
	vml_input_error *more;	    /* errors after the first; owned by the session */
	size_t n_more, max_more;    /* number of errors in `more`; capacity of `more` */
} vml_input;

/*
 * Get an error of an input. i: index of the error, 0-based.
 *
 * Returns false, with *ret unchanged, if the input has at most `i` errors.
 */
bool vml_input_error_at(const vml_input *input, size_t i, vml_input_error *ret);

/* Total counts of a run. */
typedef struct vml_summary {
	size_t inputs, domains, failed, skipped; /* failed, skipped: number of inputs */
	size_t by_severity[VML_ERROR + 1];	 /* active findings by severity */
	size_t by_fix[VML_FIX_SAFE + 1];	 /* active findings with a fix, by its level */
	size_t by_state[VML_STATE_COUNT];	 /* all findings by state */
} vml_summary;

typedef struct vml_reporter vml_reporter;

/* Layout of human-readable reports. All zero: prints each finding in full, and no closing lines. */
typedef struct vml_layout {
	unsigned int columns; /* width of paragraphs in columns; 0: 98 */
	unsigned int rows;    /* lines of the screen; 0: unknown */
	bool terminal;	      /* also wrap headlines and fixes, and cut source lines */
	bool links;	      /* the terminal supports hyperlinks */
	bool condensed;	      /* print errors first, and each remedy only once */
	/*
	 * the report has several domains: each gets a heading, and findings of rules that were
	 * printed before are shortened
	 */
	bool grouped;
	bool brief; /* print only headlines and fixes, grouped by domain */
	/*
	 * print closing lines: the errors again, the next steps, and for several domains a table by
	 * rule
	 */
	bool closing;
	bool statistics; /* always print the table by rule */
} vml_layout;

/* A report in progress. */
typedef struct vml_output {
	const vml_reporter *reporter;
	FILE *out;
	const vml_rule *const *rules; /* the selection's rules; ends with NULL */
	/* findings at or above this severity fail the run; 0: none do */
	vml_severity fail_on;
	const char *root; /* result of vml_repository_root(), or NULL */
	bool colour;
	bool quiet; /* print findings only, no summary */
	bool known; /* findings in the baseline are listed, but not counted */
	vml_layout layout;
	/*
	 * per fix level: number of findings that appear only after the fixes of this level are
	 * applied, and that --fix then fixes in the same run; 0 if unknown
	 */
	size_t following[VML_FIX_SAFE + 1];
	/* counts by rule; sorted when end() is called; NULL if there are no closing lines */
	const struct vml_statistics *statistics;
	void *state; /* private to the reporter, freed by its end() */
} vml_output;

/* A report format. begin, input, fleet and end may be NULL. */
struct vml_reporter {
	const char *name;
	const char *about; /* description for --help */
	/* prints neither commands nor remedies, so that rules need not make them */
	bool brief;
	/* may print the counts by rule even without layout.statistics */
	bool counts;
	void (*begin)(vml_output *output);
	/* write the result of one document of the input; called only if it contains domains */
	void (*document)(vml_output *output, const vml_input *input, const vml_result *result);
	/* called after the last document of the input */
	void (*input)(vml_output *output, const vml_input *input);
	/*
	 * Write one domain's findings of the rules across domains (fleet.h). Called after the
	 * last input; of vml_input only name and kind are set. NULL: document() is called instead.
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
 * Return true if reports for other programs list the finding: it is active, or it is in the
 * baseline and output->known is set. Suppressed findings are never listed.
 */
bool vml_is_listed(const vml_output *output, const vml_finding *finding);

/* The rule id of errors of inputs that could not be read or audited. */
#define VML_INPUT_CHECK "input-error"

/*
 * Write the location of a finding for users: "web1.xml:84:14"; "web1.xml: web1" if the finding has
 * no range; "prod1: web1" for a live domain.
 */
void vml_put_location(FILE *out, const vml_input *input, const vml_finding *finding);

/*
 * Write an error of an input, with the source line, caret and hint of the error if it has them.
 *
 * name: name of the input, written before the location
 */
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

/* Return the escape sequence of a colour, or "" if `colour` is false: a constant. */
const char *vml_paint_on(bool colour, vml_paint paint);

/* Return the colour of a severity. */
vml_paint vml_paint_of(vml_severity severity);

/* A source line and a marked range in it. */
typedef struct vml_excerpt {
	const char *line;     /* text of the line, not NUL-terminated; borrowed */
	size_t len;	      /* length in bytes */
	size_t caret, mark;   /* the marked bytes are [caret, caret + mark) */
	size_t columns;	      /* width of the terminal; 0: unknown, lines are cut to 100 bytes */
	const char *encoding; /* encoding of the line; NULL: UTF-8 */
	bool is_raw;	      /* the line may contain secrets that vml_excerpt_shown() must mask */
	/* set by vml_excerpt_shown(): bytes before or after the shown part are missing */
	bool cut_before, cut_after;
} vml_excerpt;

/*
 * Get the source line of a finding, with secrets masked; valid as long as the finding.
 *
 * Returns false, with *ret unchanged, if the finding has no location or its line was not stored.
 */
bool vml_excerpt_of(const vml_finding *finding, vml_excerpt *ret);

/*
 * Return an excerpt as it is printed: in UTF-8, with secrets masked. If it is longer than 100 bytes
 * or than a line of the terminal, it is cut around the marked bytes.
 *
 * text: an empty buffer; the caller frees it after the last use of the result, which refers either
 * to this buffer or to excerpt->line
 */
vml_excerpt vml_excerpt_shown(const vml_excerpt *excerpt, vml_buffer *text);

/*
 * Write a source line with its number, and a line with a caret below it. A line of more than 100
 * bytes, or one that does not fit on the terminal, is cut around the caret.
 *
 * number: line number; 0: none
 */
void vml_put_excerpt(FILE *out, unsigned long number, const vml_excerpt *excerpt, bool colour);

#endif
