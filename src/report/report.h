/* Reports: one interface, one file a format. */
#ifndef VML_REPORT_H
#define VML_REPORT_H

#include "doc.h"

#include <stdbool.h>
#include <stdio.h>
#include <vmlint/vmlint.h>

typedef enum vml_input_kind { VML_INPUT_FILE, VML_INPUT_STDIN, VML_INPUT_LIVE } vml_input_kind;
typedef enum vml_input_status { VML_INPUT_OK, VML_INPUT_SKIPPED, VML_INPUT_ERROR } vml_input_status;

/* One input: a file, standard input, a connection. */
typedef struct vml_input {
	const char *name;
	vml_input_kind kind;
	vml_input_status status;
	size_t domains;
	unsigned long line, column; /* of the first error; 0 where it has no place */
	const char *message;	    /* of the first error, or why it was skipped; NULL */
} vml_input;

/* The counts of a whole run. */
typedef struct vml_summary {
	size_t inputs, domains, failed, skipped;
	size_t by_severity[VML_ERROR + 1]; /* of active findings */
	size_t by_fix[VML_FIX_SAFE + 1];   /* active findings that carry a fix, by its level */
	size_t by_state[VML_STATE_COUNT];
} vml_summary;

typedef struct vml_reporter vml_reporter;

/* One report under way. */
typedef struct vml_output {
	const vml_reporter *reporter;
	FILE *out;
	const vml_rule *const *rules; /* that the run chooses from; ends with NULL */
	vml_severity fail_on;	      /* findings from here on fail the run; 0: none does */
	const char *root;	      /* of the repository around the working directory, or NULL */
	bool colour;
	bool quiet;  /* findings only */
	void *state; /* the reporter's own, released by its end() */
} vml_output;

struct vml_reporter {
	const char *name;
	const char *about; /* for --help */
	void (*begin)(vml_output *output);
	/* what one document of the input brought; called only where it holds domains */
	void (*document)(vml_output *output, const vml_input *input, const vml_result *result);
	void (*input)(vml_output *output, const vml_input *input); /* the input is done */
	void (*end)(vml_output *output, const vml_summary *summary);
};

/* The reporters of this build; the list ends with NULL. */
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

/* What stands for a rule's id where an input could not be read at all. */
#define VML_INPUT_CHECK "input-error"

/*
 * The place of a finding as people read it: "web1.xml:84:14", or for a live domain
 * "qemu:///system: web1".
 */
void vml_put_location(FILE *out, const vml_input *input, const vml_finding *finding);

/* An error in an input, with the source line and a caret: for standard error. */
void vml_put_fault(FILE *out, const char *name, const vml_fault *fault, bool colour);

/* Terminal colours by what they mean; "" for all of them where colour is off. */
typedef enum vml_paint {
	VML_PAINT_OFF,
	VML_PAINT_BOLD,
	VML_PAINT_DIM,
	VML_PAINT_INFO,
	VML_PAINT_WARNING,
	VML_PAINT_ERROR,
	VML_PAINT_FIX
} vml_paint;

const char *vml_paint_on(bool colour, vml_paint paint);

/* The paint of a severity. */
vml_paint vml_paint_of(vml_severity severity);

/* A source line and what is meant in it. */
typedef struct vml_excerpt {
	const char *line;
	size_t len;
	size_t caret, mark;   /* what is meant: [caret, caret + mark) */
	const char *encoding; /* of the line; NULL: UTF-8 */
} vml_excerpt;

/*
 * A source line in a gutter, with a caret line below it. Long lines are cut around the caret.
 * number: of the line, 0 for none
 */
void vml_put_excerpt(FILE *out, unsigned long number, const vml_excerpt *excerpt, bool colour);

#endif
