/* Suppression directives: syntax of the comments that suppress findings. */
#ifndef VML_DIRECTIVE_H
#define VML_DIRECTIVE_H

#include <libxml/tree.h>

#include <stdbool.h>
#include <stddef.h>

/* A substring: not terminated by NUL. */
typedef struct vml_strview {
	const char *text; /* borrowed */
	size_t len;	  /* length in bytes */
} vml_strview;

/* A parsed directive. Its parts refer to the bytes of the comment. */
typedef struct vml_directive {
	bool whole_file;    /* the directive is "allow-file", not "allow" */
	vml_strview rules;  /* ids, separated by commas or whitespace */
	vml_strview until;  /* last day of validity, not yet validated; empty if none */
	vml_strview reason; /* empty if none */
} vml_directive;

/*
 * Return true if a comment starts with "vmlint:", or with a misspelling of "vmlint: allow" (other
 * case, no colon) that vml_directive_read() reports. Leading whitespace is ignored.
 */
bool vml_is_directive(const char *comment);

/*
 * Parse "vmlint: allow[-file] RULE[, RULE...] [until DATE][: REASON]". vml_is_directive()
 * must be true for the comment; *ret refers to its bytes.
 *
 * Returns NULL, or a static error message; *ret must not be used after an error.
 */
const char *vml_directive_read(const char *comment, vml_directive *ret);

/*
 * Return a date such as "2027-01-31" as the number 20270131; 0 if it is not valid. len: in bytes.
 */
long vml_date(const char *text, size_t len);

/* Return today's date in local time, as vml_date() returns it. */
long vml_today(void);

#endif
