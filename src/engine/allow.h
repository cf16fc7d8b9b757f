/* What one suppression says, read from a comment or from an element of the metadata. */
#ifndef VML_ALLOW_H
#define VML_ALLOW_H

#include <libxml/tree.h>

#include <stdbool.h>
#include <stddef.h>

/* A stretch of a text. */
typedef struct vml_phrase {
	const char *text;
	size_t len;
} vml_phrase;

typedef struct vml_saying {
	bool whole_file;  /* "allow-file" */
	vml_phrase rules; /* ids, separated by commas or blanks */
	vml_phrase until; /* a date, or empty */
	vml_phrase reason;
} vml_saying;

/* Whether a comment is meant for vmlint at all. */
bool vml_is_addressed(const char *comment);

/*
 * Read "vmlint: allow RULE[, RULE...] [until DATE][: REASON]".
 *
 * Returns NULL, or what is wrong with it.
 */
const char *vml_saying_read(const char *comment, vml_saying *ret);

/* Read a date "2027-01-31" as 20270131; 0 where it is none. */
long vml_date(const char *text, size_t len);

/* Today's date in the same form, by local time. */
long vml_today(void);

#endif
