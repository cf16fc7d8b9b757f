/* Parts of a finding in the text report: headline, source line, fix, remedy, commands. */
#ifndef VML_TEXT_PARTS_H
#define VML_TEXT_PARTS_H

#include "text_finding.h"

/*
 * Return the width at which headlines and fixes are wrapped, in columns; 0: not wrapped, because
 * the output is not a terminal.
 */
size_t vml_text_limit(const vml_output *output);

/* Add `n` to the number of lines printed so far. */
void vml_text_count_lines(vml_output *output, size_t n);

/* Variable parts of a headline. */
typedef struct vml_text_headline {
	size_t len;	    /* number of bytes of the message to write */
	const char *others; /* text to write after the rule's id; borrowed; NULL: none */
	/* write "as above" if the line has space for it: an earlier finding has the details */
	bool above;
} vml_text_headline;

/*
 * Write location, severity, message and rule of a finding, and what `headline` adds. If the report
 * has a heading per domain, the location has no file name.
 */
void vml_text_put_headline(vml_output *output, const vml_input *input, const vml_finding *finding,
	const vml_text_headline *headline);

/* Write the source line and a line with carets below it; nothing if the source line is unknown. */
void vml_text_put_evidence(vml_output *output, const vml_input *input, const vml_finding *finding);

/*
 * Write the changes of the automatic fix, if there is one: each on its own line; all on one line if
 * the report has a heading per domain.
 *
 * note: text after the last change, or NULL
 *
 * Returns the number of changes.
 */
size_t vml_text_put_fix(vml_output *output, const vml_finding *finding, const char *note);

/* Write a paragraph with "|" in front of each line. label: written before the text; may be "". */
void vml_text_put_paragraph(vml_output *output, const char *label, const char *text);

/*
 * Return the devices of similar findings: "also 2 disks: 'vdb' (line 30), 'vdc' (line 36)".
 *
 * alike: findings that differ only in the device; not empty, ends with NULL
 *
 * The caller frees the text. It is untrusted and not escaped.
 */
char *vml_text_alike(const vml_input *input, const vml_finding *const *alike);

/* Write the result of vml_text_alike() as a paragraph. */
void vml_text_put_alike(
	vml_output *output, const vml_input *input, const vml_finding *const *alike);

/*
 * Write the command that makes the change of the finding's fix in libvirt; nothing if there is
 * none.
 */
void vml_text_put_command(vml_output *output, const vml_input *input, const vml_finding *finding);

#endif
