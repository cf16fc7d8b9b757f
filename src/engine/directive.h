/* What one suppression says, read from a comment or from an element of the metadata. */
#ifndef VML_DIRECTIVE_H
#define VML_DIRECTIVE_H

#include <libxml/tree.h>

#include <stdbool.h>
#include <stddef.h>

/* A stretch of a text. */
typedef struct vml_strview {
	const char *text;
	size_t len;
} vml_strview;

typedef struct vml_directive {
	bool whole_file;   /* "allow-file" */
	vml_strview rules; /* ids, separated by commas or blanks */
	vml_strview until; /* a date, or empty */
	vml_strview reason;
} vml_directive;

/* Whether a comment is meant for vmlint at all. */
bool vml_is_directive(const char *comment);

/*
 * Read "vmlint: allow RULE[, RULE...] [until DATE][: REASON]".
 *
 * Returns NULL, or what is wrong with it.
 */
const char *vml_directive_read(const char *comment, vml_directive *ret);

/* Read a date "2027-01-31" as 20270131; 0 where it is none. */
long vml_date(const char *text, size_t len);

/* Today's date in the same form, by local time. */
long vml_today(void);

#endif
